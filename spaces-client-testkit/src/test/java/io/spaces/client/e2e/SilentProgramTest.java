package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.identity.Wallet;
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
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sources that say nothing, as a dump does behind a lock, and the end of the run that reads them.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class SilentProgramTest extends SpaceTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Tells who it is and what it has started, and then nothing. */
  private static final String SILENT = "sleep 600 & echo \"$$ $!\" > \"$0\"; wait";

  /** The same, and does not end when it is told to; nor does what it has started. */
  private static final String STUBBORN = "trap '' TERM; " + SILENT;

  private Path told;

  @BeforeEach
  void makeThePipe() throws Exception {
    told = temporary.resolve("told");
    assertThat(new ProcessBuilder("mkfifo", told.toString()).start().waitFor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {SILENT, STUBBORN})
  void endsWithItsChildrenWhenTheRunIsCancelled(String script) {
    for (boolean vault : new boolean[] {false, true}) {
      BackupTask task = Backups.full(client, server).source(source(script)).snapshot(vault).start();
      List<ProcessHandle> programs = awaitPrograms();

      task.cancel();

      assertThat(end(task).status()).isEqualTo(TransferStatus.CANCELLED);
      assertGone(programs);
    }
    assertThat(server.records()).hasSize(2).allMatch(StoredRecord::failed);
  }

  @Test
  void endsWithItsChildrenWhenTheClientIsClosed() {
    BackupTask task = Backups.full(client, server).source(source(SILENT)).start();
    List<ProcessHandle> programs = awaitPrograms();

    assertTimeoutPreemptively(LONG, client::close);

    assertThat(end(task).status()).isEqualTo(TransferStatus.CANCELLED);
    assertGone(programs);
    assertThat(server.records()).singleElement().matches(StoredRecord::failed);
  }

  @Test
  void endsWithItsChildrenWhenAnotherSourceFailsTheRun() {
    CompletableFuture<Boolean> running = new CompletableFuture<>();
    SourceObject fails =
        SourceObject.of(
            "fails",
            () -> {
              running.join();
              throw new IOException("out of order");
            });
    BackupTask task =
        Backups.full(client, server)
            .source(Source.of(source(SILENT), Source.objects(List.of(fails))))
            .onTrouble(Trouble.UNREADABLE, TroublePolicy.FAIL)
            .start();
    List<ProcessHandle> programs = awaitPrograms();
    running.complete(true);

    BackupResult result = end(task);

    assertGone(programs);
    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("\"fails\"");
  }

  @Test
  void endsWithItsChildrenWhenItsJobIsCancelledOrTheSchedulerIsClosed() throws Exception {
    CompletableFuture<BackupJob> cancelled = new CompletableFuture<>();
    BackupJobListener listener =
        new BackupJobListener() {
          @Override
          public void ended(BackupPlan plan, BackupJob job) {
            cancelled.complete(job);
          }
        };
    SecretResolver secrets =
        SecretResolver.standard(Map.of("wallet", server.wallet().exportSecretKey()));
    try (BackupScheduler scheduler =
        BackupScheduler.builder().secrets(secrets).listener(listener).build().start()) {
      scheduler.add(
          BackupPlan.builder("silent")
              .cron("@yearly")
              .source(
                  PlanSource.command(
                      DataKind.DATABASE, "dump", argv(SILENT), Map.<String, SecretRef>of()))
              .destination(
                  Destination.builder(server.endpoint()).wallet(SecretRef.named("wallet")).build())
              .build());
      String job = scheduler.trigger("silent", "").id();
      List<ProcessHandle> programs = awaitPrograms();

      assertThat(scheduler.cancel(job)).isTrue();

      assertThat(assertTimeoutPreemptively(LONG, () -> cancelled.get()).status())
          .isEqualTo(JobStatus.CANCELLED);
      assertGone(programs);

      scheduler.trigger("silent", "");
      List<ProcessHandle> later = awaitPrograms();
      assertTimeoutPreemptively(LONG, scheduler::close);
      assertGone(later);
    }
    assertThat(server.records()).hasSize(2).allMatch(StoredRecord::failed);
  }

  @Test
  void endsWithItsChildrenWhenTheProcessIsToldToEnd() throws Exception {
    Process process =
        BackupProgram.java(
            List.of("-Xmx128m"),
            SilentBackup.class,
            temporary.resolve("output"),
            Map.of(
                "SPACES_ENDPOINT", server.endpoint(),
                "SPACES_KEY", server.wallet().exportSecretKey(),
                "SPACES_APP", server.appDid().address(),
                "SPACES_PIPE", told.toString()));
    List<ProcessHandle> programs = awaitPrograms();

    process.destroy();

    assertTimeoutPreemptively(LONG, () -> process.waitFor());
    assertGone(programs);
    assertThat(server.records()).singleElement().matches(StoredRecord::failed);
  }

  @Test
  void aStreamThatEndsOnlyWhenItIsClosedIsClosed() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(silent.getInetAddress(), silent.getLocalPort())) {
      CompletableFuture<Boolean> opened = new CompletableFuture<>();
      SourceObject stream =
          SourceObject.of(
              "stream",
              () -> {
                opened.complete(true);
                return socket.getInputStream();
              });
      BackupTask task = Backups.full(client, server).source(List.of(stream)).start();
      assertThat(opened.get()).isTrue();

      task.cancel();

      assertThat(end(task).status()).isEqualTo(TransferStatus.CANCELLED);
      assertThat(socket.isClosed()).isTrue();
    }
  }

  private List<String> argv(String script) {
    return List.of("sh", "-c", script, told.toString());
  }

  private Source source(String script) {
    return Source.command("dump", argv(script), Map.of());
  }

  /** Waits until the program runs; the program first, then what it has started. */
  private List<ProcessHandle> awaitPrograms() {
    String processes = assertTimeoutPreemptively(LONG, () -> Files.readString(told));
    return Arrays.stream(processes.strip().split(" "))
        .map(Long::parseLong)
        .map(id -> ProcessHandle.of(id).orElseThrow())
        .toList();
  }

  private static BackupResult end(BackupTask task) {
    return assertTimeoutPreemptively(LONG, () -> task.await());
  }

  private static void assertGone(List<ProcessHandle> programs) {
    // What has ended has no command any more, although the system may still list it.
    assertThat(programs).hasSize(2).noneMatch(each -> each.info().command().isPresent());
  }

  /** A run that would go on for ever, in a process of its own. */
  static final class SilentBackup {
    private SilentBackup() {}

    public static void main(String[] args) {
      String app = System.getenv("SPACES_APP");
      try (SpaceClient client =
          SpaceClient.builder()
              .endpoint(System.getenv("SPACES_ENDPOINT"))
              .wallet(Wallet.fromSecretKey(System.getenv("SPACES_KEY")))
              .build()) {
        client
            .backup()
            .blocklet()
            .appDid(app)
            .userDid(app)
            .referrer("https://my.app/settings/backup")
            .appName("My app")
            .appDescription("Tasks")
            .source(Source.command("dump", "sh", "-c", SILENT, System.getenv("SPACES_PIPE")))
            .run();
      }
    }
  }
}
