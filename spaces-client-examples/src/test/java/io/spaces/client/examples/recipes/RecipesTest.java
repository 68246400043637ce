package io.spaces.client.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.Notifier;
import io.spaces.client.transfer.TransferProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.swing.JProgressBar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

@Timeout(60)
class RecipesTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream before = System.out;

  @BeforeEach
  void catchOutput() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void releaseOutput() {
    System.setOut(before);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void fullBackupSendsEveryFile() throws Exception {
    FullBackup.main(new String[0]);
    assertThat(printed()).startsWith("401 objects, ");
  }

  @Test
  void incrementalBackupSendsTheNewFileOnly() throws Exception {
    IncrementalBackup.main(new String[0]);
    assertThat(printed()).contains("first:  401 sent", "second: 1 sent, 401 unchanged");
  }

  @Test
  void consoleProgressEndsAt100Percent() throws Exception {
    ConsoleProgress.main(new String[0]);
    assertThat(printed())
        .contains("  0.0 %", "100.0 %  401 of 401 objects")
        .endsWith("SUCCEEDED" + System.lineSeparator());
  }

  @Test
  void cancelBackupEndsEarly() throws Exception {
    CancelBackup.main(new String[0]);
    assertThat(printed()).startsWith("CANCELLED after ");
  }

  @Test
  void customFilterPlansWhatTheRulesLeave() throws Exception {
    CustomFilter.main(new String[0]);
    assertThat(printed())
        .contains("note-1.txt", "photos/photo-1.raw")
        .doesNotContain("build.tmp", "note-9.txt", "photo-2.raw");
  }

  @Test
  void encryptedBackupMakesASnapshot() throws Exception {
    EncryptedBackup.main(new String[0]);
    assertThat(printed()).matches("401 files in snapshot [0-9a-f]{16}\\R");
  }

  @Test
  void restoreEverythingRestoresEveryFile() throws Exception {
    RestoreEverything.main(new String[0]);
    assertThat(printed()).startsWith("401 files restored, 0 unchanged");
  }

  @Test
  void restoreOneFolderRestoresWhatTheRulesLeave() throws Exception {
    RestoreOneFolder.main(new String[0]);
    assertThat(printed())
        .contains("photos/photo-2.raw", "photos/photo-99.raw", "89 files restored")
        .doesNotContain("note-", "photo-1.raw", "photo-199.raw");
  }

  @Test
  void keepDailySnapshotsSendsOnlyWhatChanged() throws Exception {
    KeepDailySnapshots.main(new String[0]);
    assertThat(printed().lines())
        .hasSize(4)
        .allMatch(line -> line.matches("snapshot [0-9a-f]{16}: \\d+ sent"))
        .satisfies(lines -> assertThat(lines.get(3)).endsWith(": 1 sent"));
  }

  @Test
  void exportSnapshotWritesAnArchive() throws Exception {
    ExportSnapshot.main(new String[0]);
    assertThat(printed()).matches("backup-\\d{8}_\\d{4}_[0-9a-f]{16}\\.tar\\.gz: 401 files\\R");
  }

  @Test
  void followPlansBacksUpNowAndTellsTheNextRun() throws Exception {
    FollowPlans.main(new String[0]);
    assertThat(printed())
        .containsPattern("next run: 2.*:30:00Z")
        .contains("SUCCEEDED: 399 objects, Before the update"); // the empty file needs no upload
  }

  @Test
  void notifyOfBackupsTellsTheLogAWebServerAndTheApp() throws Exception {
    NotifyOfBackups.main(new String[0]);
    assertThat(printed())
        .contains("webhook: genuine {\"plan\":\"nightly\"", "own: nightly SUCCEEDED")
        .doesNotContain("forged");
    assertThat(NotifyOfBackups.isGenuine("1", "{}", "sha256=00")).isFalse();
  }

  @Test
  void measureBackupsCountsRunsObjectsAndBytes() throws Exception {
    MeasureBackups.main(new String[0]);
    assertThat(printed())
        .contains("spaces.backup.runs", "status='succeeded'", "spaces.backup.last.success.age")
        .contains("spaces.backup.objects");
  }

  @Test
  void readHistoryTellsOfTheSnapshotAndSummarizesByDay() throws Exception {
    ReadHistory.main(new String[0]);
    assertThat(printed())
        .containsPattern("SUCCEEDED: 401 files, \\d+ bytes, snapshot [0-9a-f]{16}")
        .containsOnlyOnce("401 files");
    assertThat(printed().lines().filter(line -> line.contains(" succeeded, 0 failed"))).hasSize(8);
  }

  @Test
  void springBootBackupsBacksUpAtTheStartAndEndsInGoodOrder() throws Exception {
    CompletableFuture<BackupJob> ended = new CompletableFuture<>();
    Notifier notifier = (plan, job) -> ended.complete(job);
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(SpringBootBackups.class)
            .properties("backup.cron=0 4 * * *")
            .initializers(
                (GenericApplicationContext made) ->
                    made.registerBean("told", Notifier.class, () -> notifier))
            .run()) {
      assertThat(ended.get().status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(context.getBean(BackupScheduler.class).plan("nightly").schedule().expression())
          .isEqualTo("0 4 * * *");
    }
    assertThat(printed()).contains("nightly SUCCEEDED");
  }

  @Test
  void swingProgressRunsOrSaysThatItNeedsAScreen() throws Exception {
    SwingProgress.main(new String[0]);
    assertThat(printed()).containsAnyOf("This recipe needs a screen.", "SUCCEEDED");
  }

  @Test
  void swingProgressFillsTheBar() {
    JProgressBar bar = new JProgressBar(0, 1000);
    SwingProgress.show(new TransferProgress(3, 4, 250, 1000, 0, Duration.ofSeconds(1)), bar);
    assertThat(bar.getValue()).isEqualTo(250);
    assertThat(bar.getString()).isEqualTo("3 of 4 objects");
  }
}
