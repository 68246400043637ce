package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.backup.Layout;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Processes that are killed in the middle of copying a database, and what they leave. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the database's program is a shell script")
class KilledDumpTest extends SpaceTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private Path files;
  private Path held;

  @BeforeEach
  void makeTheProgram() throws Exception {
    files = Files.createDirectory(temporary.resolve("files"));
    held = temporary.resolve("held");
    assertThat(new ProcessBuilder("mkfifo", held.toString()).start().waitFor()).isZero();
    Files.writeString(temporary.resolve("database"), "a database");
    Path program = Files.createDirectory(temporary.resolve("bin")).resolve("sqlite3");
    Files.writeString(
        program,
        """
        #!/bin/sh
        # The last argument is: VACUUM INTO 'COPY'
        for last; do :; done
        copy=$(printf %s "$last" | sed "s/^[^']*'//; s/'\\$//")
        printf 'half of a copy' > "$copy"
        if [ -n "$HELD" ]; then echo $$ > "$HELD"; exec sleep 600; fi
        """);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void leaveACopyThatTheNextDumpSweepsAndThoseThatLiveKeepTheirs() throws Exception {
    Process killed = start(true);
    ProcessHandle itsProgram = awaitHeld();
    killed.destroyForcibly().waitFor();
    itsProgram.destroyForcibly();
    List<Path> left = copies();
    assertThat(left).as("copies that a killed process leaves").hasSize(1);

    Process living = start(true);
    ProcessHandle livingProgram = awaitHeld();
    assertThat(copies())
        .as("copies beside a process at work")
        .hasSize(1)
        .doesNotContain(left.get(0));

    Process next = start(false);
    assertThat(next.waitFor()).as(Files.readString(output())).isZero();
    assertThat(copies()).hasSize(1);

    living.destroyForcibly().waitFor();
    livingProgram.destroyForcibly();
    assertThat(start(false).waitFor()).isZero();
    try (Stream<Path> all = Files.list(files)) {
      assertThat(all).as("the temporary directory").isEmpty();
    }
  }

  /** Waits until the database's program has written half of the copy. */
  private ProcessHandle awaitHeld() {
    String process = assertTimeoutPreemptively(LONG, () -> Files.readString(held));
    return ProcessHandle.of(Long.parseLong(process.strip())).orElseThrow();
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> all = Files.walk(files)) {
      return all.filter(file -> file.endsWith("copy.sqlite")).toList();
    }
  }

  private Path output() {
    return temporary.resolve("output");
  }

  private Process start(boolean hold) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", temporary.resolve("bin") + ":" + System.getenv("PATH"));
    environment.put("HELD", hold ? held.toString() : "");
    environment.put("SPACES_ENDPOINT", server.endpoint());
    environment.put("SPACES_KEY", server.wallet().exportSecretKey());
    environment.put("SPACES_FOLDER", temporary.toString());
    return BackupProgram.java(
        List.of("-Xmx128m", "-Djava.io.tmpdir=/no/such/folder"), Dump.class, output(), environment);
  }

  /** One run of a plan with a database. */
  static final class Dump {
    private Dump() {}

    public static void main(String[] args) {
      Path folder = Path.of(System.getenv("SPACES_FOLDER"));
      CompletableFuture<BackupJob> ended = new CompletableFuture<>();
      BackupJobListener listener =
          new BackupJobListener() {
            @Override
            public void ended(BackupPlan plan, BackupJob job) {
              ended.complete(job);
            }
          };
      try (BackupScheduler scheduler =
          BackupScheduler.builder().listener(listener).build().start()) {
        scheduler.add(
            BackupPlan.builder("database")
                .cron("@yearly")
                .source(PlanSource.sqlite("database", folder.resolve("database")))
                .layout(Layout.VAULT)
                .temporaryDirectory(folder.resolve("files"))
                .stateDirectory(folder.resolve("state"))
                .destination(
                    Destination.builder(System.getenv("SPACES_ENDPOINT"))
                        .wallet(SecretRef.env("SPACES_KEY"))
                        .build())
                .build());
        scheduler.trigger("database", "");
        BackupJob job = ended.join();
        System.out.println(job.status() + " " + job.message());
        if (job.status() != JobStatus.SUCCEEDED) {
          System.exit(3);
        }
      }
    }
  }
}
