package io.spaces.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.TransferException;
import io.spaces.client.restore.RestoreResult;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransferResultTest {
  private static final Warning WARNING = new Warning(Warning.Code.SOURCE_EMPTY, "b/ is empty");

  private static BackupResult.Builder backup() {
    return BackupResult.builder(TransferStatus.PARTIAL).count(3).statusMessage("one failed");
  }

  @Test
  void whatIsNotGivenIsWhatARunSaysThatNeverBeganToMoveObjects() {
    BackupResult result = BackupResult.builder(TransferStatus.FAILED).build();

    assertThat(result.count()).isEqualTo(-1);
    assertThat(result.errorCount()).isEqualTo(-1);
    assertThat(result.size()).isEqualTo(-1);
    assertThat(result.duration()).isNegative();
    assertThat(result.skipped()).isEmpty();
    assertThat(result.warnings()).isEmpty();
    assertThat(result.cause()).isNull();
  }

  @Test
  void theFirstHundredSkippedAreNamedAndAllAreCounted() {
    List<SkippedEntry> many = Collections.nCopies(250, new SkippedEntry("k", "a symbolic link"));

    RestoreResult result = RestoreResult.builder(TransferStatus.SUCCEEDED).skipped(many).build();

    assertThat(result.skipped()).hasSize(100);
    assertThat(result.skippedCount()).isEqualTo(250);
  }

  @Test
  void equalResultsOfOneKindAreEqual() {
    assertThat(backup().build()).isEqualTo(backup().build()).hasSameHashCodeAs(backup().build());
    assertThat(backup().build()).isNotEqualTo(backup().warnings(List.of(WARNING)).build());
    assertThat((Object) BackupResult.builder(TransferStatus.FAILED).build())
        .isNotEqualTo(RestoreResult.builder(TransferStatus.FAILED).build());
  }

  @Test
  void tellsInOneLineHowItEnded() {
    assertThat(backup().warnings(List.of(WARNING)).build().toString())
        .contains("BackupResult", "PARTIAL", "one failed", "count 3", "b/ is empty");
  }

  @Test
  void throwsUnlessItSucceeded() {
    Exception cause = new IllegalStateException("below");
    assertThatExceptionOfType(TransferException.class)
        .isThrownBy(() -> backup().cause(cause).build().orElseThrow())
        .withMessage("The backup ended as PARTIAL: one failed")
        .withCause(cause);
    RestoreResult good = RestoreResult.builder(TransferStatus.SUCCEEDED).build();
    assertThat(good.orElseThrow()).isSameAs(good);
  }
}
