package io.spaces.client.e2e;

import static io.spaces.client.testkit.JournalEntry.Outcome.ANSWERED;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Layout;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.JournalEntry;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine whose clock is hours off, as after a wrong time zone. */
class ClockOffTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({"PT-3H,false", "PT3H,false", "PT-14H,false", "PT3H,true", "PT-3H,true"})
  void itBacksUpAndRestoresByTheServersTimeAndSaysSo(Duration off, boolean vault) throws Exception {
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = client(server, off)) {
      BackupResult backup =
          Backups.full(client, server)
              .source(List.of(SourceObject.of("a", new byte[100])))
              .layout(vault ? Layout.VAULT : Layout.MIRROR)
              .stateDirectory(temporary.resolve("state"))
              .run();
      RestoreResult restore =
          Backups.restore(client, server)
              .stateDirectory(temporary.resolve("state"))
              .target(Files.createDirectory(temporary.resolve("target")))
              .run();

      assertThat(backup.status()).as(backup.statusMessage()).isEqualTo(TransferStatus.SUCCEEDED);
      assertThat(restore.status()).as(restore.statusMessage()).isEqualTo(TransferStatus.SUCCEEDED);
      assertThat(temporary.resolve("target/a")).hasSize(100);
      assertTold(backup.warnings(), off);
      assertTold(restore.warnings(), off);
      assertThat(server.journal().entries(ClockOffTest::isRefused))
          .as("what was refused until the time was known")
          .hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void aClockThatIsRightIsNotTalkedAbout() {
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = client(server, Duration.ofMinutes(-10))) {
      BackupResult backup =
          Backups.full(client, server)
              .source(List.of(SourceObject.of("a", new byte[100])))
              .run()
              .orElseThrow();

      assertThat(backup.warnings()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"P-2D", "P400D"})
  void aClockThatIsDaysOffIsTold(Duration off) {
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = client(server, off)) {
      BackupResult backup =
          Backups.full(client, server).source(List.of(SourceObject.of("a", new byte[100]))).run();

      assertThat(backup.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(backup.statusMessage()).contains("set the clock");
    }
  }

  private static SpaceClient client(SpaceServer server, Duration off) {
    return Backups.client(server, Clock.offset(Clock.systemUTC(), off));
  }

  private static boolean isRefused(JournalEntry entry) {
    return entry.outcome() == ANSWERED && entry.status() == 401;
  }

  private static void assertTold(List<Warning> warnings, Duration off) {
    assertThat(warnings)
        .filteredOn(warning -> warning.code() == Warning.Code.CLOCK_OFF)
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning.text())
                    .contains(off.isNegative() ? "behind the server's" : "ahead of the server's")
                    .contains("Set this machine's clock"));
  }
}
