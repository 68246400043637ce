package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.TimeLimitException;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs and programs that take longer than they may. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are those of a shell")
class TimeLimitTest extends SpaceTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Source SILENT = Source.command("dump", "sleep", "86402");

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRunThatReachesItsLimitHasFailedAndWasNotCancelled(boolean vault) {
    BackupResult result =
        Backups.full(client, server).source(SILENT).snapshot(vault).timeLimit(SHORT).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.cause()).isInstanceOf(TimeLimitException.class);
    assertThat(result.statusMessage()).contains("within 300 ms, its time limit");
    assertNothingRuns();
    assertThat(server.records())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.failed()).isTrue();
              assertThat(record.message()).contains("its time limit");
            });
  }

  @Test
  void ofAnEncryptedVaultTheSpaceIsToldTheKindOfTheFailure() {
    Backups.full(client, server)
        .source(SILENT)
        .snapshot(true)
        .key(VaultBackups.KEY)
        .timeLimit(SHORT)
        .run();

    assertThat(server.records())
        .singleElement()
        .satisfies(record -> assertThat(record.message()).contains("(time limit)"));
  }

  @Test
  void whoCancelsARunBeforeItsLimitHasCancelledIt() throws InterruptedException {
    BackupTask task =
        Backups.full(client, server).source(SILENT).timeLimit(Duration.ofDays(24)).start();

    task.cancel();

    assertThat(task.await().status()).isEqualTo(TransferStatus.CANCELLED);
  }

  @Test
  void aRunThatKeepsItsLimitSucceeds() {
    Backups.full(client, server).source(data()).timeLimit(Duration.ofDays(24)).run().orElseThrow();
  }

  @Test
  void aRestoreThatReachesItsLimitHasFailed() {
    Backups.full(client, server).source(data()).run().orElseThrow();
    server.faults().on(get().matching("**/a")).stallBeforeReading();

    RestoreResult result =
        Backups.restore(client, server)
            .target(temporary.resolve("restored"))
            .timeLimit(SHORT)
            .run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.cause()).isInstanceOf(TimeLimitException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aProgramThatReachesItsLimitIsEndedAndFailsAlone(boolean vault) {
    BackupResult result =
        Backups.full(client, server)
            .source(Source.of(Source.folder(data()), SILENT).timeLimit(SHORT))
            .snapshot(vault)
            .run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .singleElement()
        .extracting(ObjectFailure::key, failure -> failure.message().contains("its time limit"))
        .containsExactly("dump", true);
    assertNothingRuns();
    assertThat(server.records()).singleElement().matches(StoredRecord::failed);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStreamThatBlocksIsInterruptedAtItsLimitAndFailsAlone(boolean vault) {
    CountDownLatch never = new CountDownLatch(1);
    SourceObject opening = SourceObject.of("opening", () -> new Blocking(never).block());
    SourceObject reading = SourceObject.of("reading", () -> new Blocking(never));
    SourceObject quick = SourceObject.of("z", () -> new ByteArrayInputStream(new byte[] {1}));

    BackupResult result =
        Backups.full(client, server)
            .source(Source.objects(List.of(opening, reading, quick)).timeLimit(SHORT))
            .concurrency(1)
            .snapshot(vault)
            .run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .extracting(ObjectFailure::key)
        .containsExactlyInAnyOrder("opening", "reading");
    assertThat(result.failures()).allMatch(failure -> failure.message().contains("its time limit"));
  }

  /** A stream that blocks until its thread is interrupted, and whose closing does not wake it. */
  private static final class Blocking extends InputStream {
    private final CountDownLatch never;

    Blocking(CountDownLatch never) {
      this.never = never;
    }

    @Override
    public int read() throws IOException {
      return block().read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return block().read(buffer, offset, length);
    }

    InputStream block() throws IOException {
      try {
        never.await();
        return InputStream.nullInputStream();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }
  }

  @Test
  void aProgramThatKeepsItsLimitIsBackedUp() {
    Source quick = Source.command("quick", "echo", "done").timeLimit(Duration.ofDays(24));

    Backups.full(client, server).source(quick).run().orElseThrow();

    assertThat(server.objects().get(Backups.folder(server) + "quick").bytes())
        .asString()
        .isEqualTo("done\n");
  }

  @Test
  void aPlansRunsAndItsProgramsHaveLimits() throws Exception {
    SecretResolver secrets =
        SecretResolver.standard(Map.of("wallet", server.wallet().exportSecretKey()));
    BackupPlan limited = plan(silent()).toBuilder().timeLimit(Duration.ofSeconds(1)).build();

    BackupJob ofRun = ended(limited, secrets);
    assertThat(ofRun.status()).isEqualTo(JobStatus.FAILED);
    assertThat(ofRun.message()).startsWith("The run had not come to its end within 1 second,");

    BackupJob ofProgram = ended(plan(silent().timeLimit(Duration.ofSeconds(1))), secrets);
    assertThat(ofProgram.status()).isEqualTo(JobStatus.FAILED);
    assertThat(ofProgram.message()).contains("its time limit");
    assertNothingRuns();
  }

  @Test
  void limitsAreLongerThanNothingAndShorterThanAMonth() {
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(25))) {
      assertThatExceptionOfType(InvalidParameterException.class)
          .isThrownBy(() -> Backups.full(client, server).timeLimit(wrong))
          .withMessage("timeLimit is " + wrong + "; expected 1 ms to 24 days");
      assertThatExceptionOfType(InvalidParameterException.class)
          .isThrownBy(() -> SILENT.timeLimit(wrong))
          .withMessage("timeLimit is " + wrong + "; expected 1 ms to 24 days");
      assertThatExceptionOfType(InvalidParameterException.class)
          .isThrownBy(() -> silent().timeLimit(wrong))
          .withMessageContaining("expected 1 second to 24 days");
    }
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> Source.folder(temporary).timeLimit(SHORT))
        .withMessageContaining("a folder has none");
  }

  private Path data() {
    return FileTree.in(temporary.resolve("data")).file("a", "a").root();
  }

  private static PlanSource silent() {
    return PlanSource.command(
        DataKind.DATABASE, "dump", List.of("sleep", "86402"), Map.<String, SecretRef>of());
  }

  private BackupPlan plan(PlanSource source) {
    return BackupPlan.builder("silent")
        .cron("@yearly")
        .source(source)
        .destination(
            Destination.builder(server.endpoint()).wallet(SecretRef.named("wallet")).build())
        .build();
  }

  private static BackupJob ended(BackupPlan plan, SecretResolver secrets) throws Exception {
    CompletableFuture<BackupJob> ended = new CompletableFuture<>();
    BackupJobListener listener =
        new BackupJobListener() {
          @Override
          public void ended(BackupPlan of, BackupJob job) {
            ended.complete(job);
          }
        };
    try (BackupScheduler scheduler =
        BackupScheduler.builder().secrets(secrets).listener(listener).build().start()) {
      scheduler.add(plan);
      scheduler.trigger(plan.name(), "");
      return ended.get(60, TimeUnit.SECONDS);
    }
  }

  private static void assertNothingRuns() {
    assertThat(ProcessHandle.allProcesses())
        .noneMatch(each -> each.info().commandLine().orElse("").endsWith("sleep 86402"));
  }
}
