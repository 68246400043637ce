package io.spaces.client.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.transfer.TransferProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.swing.JProgressBar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
