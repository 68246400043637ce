package io.spaces.client.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.history.Strategy;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  @TempDir Path folder;

  private static BackupJob job(String id) {
    Instant time = Instant.parse("2026-01-31T12:00:00Z");
    return BackupJob.builder(id, "nightly", time)
        .strategy(Strategy.MANUAL)
        .status(JobStatus.FAILED)
        .description("für später")
        .startedAt(time)
        .endedAt(time)
        .node("node")
        .destination("https://space.example/")
        .message("The space is full")
        .warnings(List.of(new Warning(Warning.Code.RETENTION_FAILED, "older ones stay")))
        .set("nightly")
        .build();
  }

  /** Wherever the machine stopped, also in the middle of a letter. */
  @Test
  void aLineThatWasCutShortIsAllThatIsLost() throws IOException {
    Path file = folder.resolve("jobs.jsonl");
    Ledger.open(file).add(job("1"));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 1; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));

      Ledger.open(file).add(job("2"));

      assertThat(Ledger.open(file).jobs())
          .as(new String(whole, 0, length, StandardCharsets.UTF_8))
          .contains(job("2"))
          .isSubsetOf(job("1"), job("2"));
    }
  }

  /** Which had its own spelling of warnings. */
  @Test
  void whatAnEarlierConsoleHasWrittenIsRead() throws IOException {
    Path file = folder.resolve("jobs.jsonl");
    Files.writeString(
        file,
        """
        {"id":"1","plan":"nightly","strategy":"MANUAL","status":"FAILED","description":"für später",\
        "dueAt":"2026-01-31T12:00:00Z","startedAt":"2026-01-31T12:00:00Z",\
        "endedAt":"2026-01-31T12:00:00Z","node":"node","destination":"https://space.example/",\
        "count":-1,"size":-1,"errorCount":-1,"recordId":null,"snapshotId":null,\
        "message":"The space is full",\
        "warnings":[{"code":"retention-failed","text":"older ones stay"}],"set":"nightly"}
        """);

    assertThat(Ledger.open(file).jobs()).containsExactly(job("1"));
  }

  @Test
  void aJobThatCannotBeWrittenIsRememberedUntilTheEnd() throws IOException {
    Ledger ledger = Ledger.open(folder.resolve("no/such/folder/jobs.jsonl"));

    ledger.add(job("1"));

    assertThat(ledger.jobs()).containsExactly(job("1"));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
  void isForItsOwnerAlone() throws IOException {
    Path file = folder.resolve("jobs.jsonl");

    Ledger made = Ledger.open(file);
    made.add(job("1"));
    made.add(job("2"));
    assertThat(permissions(file)).isEqualTo("rw-------");
    made.remove("1");
    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
  void isNarrowedWhereAnEarlierReleaseHasLeftItOpen() throws IOException {
    Path file = folder.resolve("jobs.jsonl");
    Ledger.open(file).add(job("1"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

    assertThat(Ledger.open(file).jobs()).containsExactly(job("1"));

    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
