package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletRestore;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.transfer.TransferStatus;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A space that cannot take a backup is found out before anything is sent to it. */
class PreflightTest extends SpaceTest {
  private FileTree tree;

  @BeforeEach
  void start() {
    tree = FileTree.in(temporary.resolve("data")).file("a", 700, 1).file("b", 300, 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFullSpaceIsToldByItsNumbersAndGetsNoRecord(boolean vault) {
    server.fill();

    assertRefused(vault, "The space is full (0 bytes are free)");

    assertThat(server.records()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSpaceThatIsNotAvailableIsToldInItsOwnWordsAndGetsNoRecord(boolean vault) {
    server.unavailable("Closed for today.");

    assertRefused(vault, "not available", "Closed for today.");

    assertThat(server.records()).isEmpty();
  }

  @Test
  void aSpaceThatIsTooSmallIsToldByWhatIsNeededAndWhatIsFree() {
    server.capacity(999);

    assertRefused(false, "need 1000 bytes", "999 are free");

    assertThat(server.records()).singleElement().matches(StoredRecord::failed);
  }

  @Test
  void soIsOneThatIsTooSmallForObjectsInMemory() {
    server.capacity(99);

    BackupResult result =
        Backups.full(client, server).source(List.of(SourceObject.of("a", new byte[100]))).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("need 100 bytes", "99 are free");
    assertThat(server.journal().entries("PUT", Route.OBJECT)).isEmpty();
  }

  @Test
  void onlyWhatIsNewNeedsRoom() {
    server.capacity(1000);
    backup().run().orElseThrow();
    server.capacity(1001);

    assertThat(backup().run().orElseThrow().unchanged()).isEqualTo(2);
  }

  @Test
  void aSpaceThatSaysNothingOfItselfIsAllRight() {
    server.faults().on(status()).answer(200);

    assertThat(backup().run().orElseThrow().count()).isEqualTo(2);
  }

  @Test
  void aFullSpaceGivesBackAllTheSame() {
    backup().run().orElseThrow();
    server.fill();

    assertThat(restore().run().orElseThrow().count()).isEqualTo(2);
  }

  @Test
  void nothingIsRestoredFromASpaceThatIsNotAvailable() {
    backup().run().orElseThrow();
    server.unavailable("Closed for today.");

    RestoreResult result = restore().run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("not available", "Closed for today.");
    assertThat(result.cause()).isInstanceOf(SpaceUnavailableException.class);
    assertThat(result.errorCount()).isEqualTo(-1);
    assertThat(result.count()).isEqualTo(-1);
    assertThat(result.size()).isEqualTo(-1);
    assertThat(result.duration()).isNegative();
    assertThat(result.recordId()).isNull();
    assertThat(server.records()).hasSize(1);
    assertThat(temporary.resolve("target")).doesNotExist();
  }

  private BlockletRestore restore() {
    return Backups.restore(client, server).target(temporary.resolve("target"));
  }

  private BackupBuilder<?> backup() {
    return Backups.full(client, server)
        .source(tree.root())
        .stateDirectory(temporary.resolve("state"));
  }

  private void assertRefused(boolean vault, String... words) {
    BackupResult result = backup().snapshot(vault).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains(words);
    assertThat(result.cause()).isInstanceOf(SpaceUnavailableException.class);
    assertThat(result.errorCount()).isEqualTo(-1);
    assertThat(result.count()).isEqualTo(-1);
    assertThat(result.size()).isEqualTo(-1);
    assertThat(result.duration()).isNegative();
    assertThat(server.journal().entries("PUT", Route.OBJECT)).isEmpty();
  }
}
