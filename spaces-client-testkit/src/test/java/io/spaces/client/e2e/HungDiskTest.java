package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs end although the disk that they read from answers no more. */
class HungDiskTest extends SpaceTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final List<HungDisk> disks = new ArrayList<>();

  @AfterEach
  void answer() {
    disks.forEach(HungDisk::close);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReadThatJavaCanInterruptIsInterrupted(boolean vault) throws Exception {
    try (HungDisk disk = new HungDisk(HungDisk.At.READING)) {
      BackupTask task = start(disk.at(folder(false)), vault);
      disk.awaitVictim();

      task.cancel();

      BackupResult result = end(task);
      assertThat(result.status()).isEqualTo(TransferStatus.CANCELLED);
      assertThat(result.failures()).isEmpty();
      assertThat(result.warnings()).isEmpty();
    }
    assertThat(server.records()).singleElement().matches(StoredRecord::failed);
  }

  @Test
  void whatJavaCannotInterruptIsLeftBehindAndTold() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    List<BackupTask> tasks = new ArrayList<>();
    for (boolean vault : new boolean[] {false, true}) {
      for (HungDisk.At at :
          EnumSet.complementOf(EnumSet.of(HungDisk.At.READING, HungDisk.At.MAKING))) {
        HungDisk disk = new HungDisk(at);
        disks.add(disk);
        tasks.add(start(disk.at(folder(at == HungDisk.At.LISTING)), vault));
        disk.awaitVictim();
      }
      HungDisk disk = new HungDisk(HungDisk.At.LOOKING);
      disks.add(disk);
      Path file = disk.at(folder(false).resolve("hung"));
      tasks.add(
          Backups.full(client, server)
              .source(List.of(SourceObject.of("hung", file)))
              .snapshot(vault)
              .start());
      disk.awaitVictim();
    }

    assertTimeoutPreemptively(LONG, client::close);

    for (BackupTask task : tasks) {
      BackupResult result = end(task);
      assertThat(result.status()).isEqualTo(TransferStatus.CANCELLED);
      assertThat(result.failures()).isEmpty();
      assertThat(result.warnings())
          .singleElement()
          .satisfies(
              warning -> {
                assertThat(warning.code()).isEqualTo(Warning.Code.READ_ABANDONED);
                assertThat(warning.text()).contains("The thread spaces-backup-");
              });
    }
    assertThat(tasks.get(0).await().warnings().get(0).text()).contains("\"hung\"");
    // One that looks at a file may not have come to its record.
    assertThat(server.records()).isNotEmpty().allMatch(StoredRecord::failed);

    int sent = server.journal().entries("PUT", Route.OBJECT).size();
    List<Thread> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("spaces-backup-"))
            .filter(thread -> !before.contains(thread))
            .toList();
    assertThat(left).as("what was left behind").hasSizeGreaterThanOrEqualTo(tasks.size());
    disks.forEach(HungDisk::close);
    for (Thread thread : left) {
      thread.join(LONG.toMillis());
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
    assertThat(server.journal().entries("PUT", Route.OBJECT)).hasSize(sent);
  }

  @Test
  void twoSourcesOfWhichOneHangsEndAsWell() throws Exception {
    Path other = FileTree.in(temporary.resolve("other")).file("b", "b").root();
    try (HungDisk disk = new HungDisk(HungDisk.At.LOOKING)) {
      BackupTask task =
          Backups.full(client, server)
              .source(
                  Source.of(Source.folder(disk.at(folder(false))), Source.folder(other, "hung")))
              .start();
      disk.awaitVictim();

      task.cancel();

      assertThat(end(task).status()).isEqualTo(TransferStatus.CANCELLED);
    }
  }

  @Test
  void manySourcesThatHangAreNotWaitedForOneAfterTheOther() throws Exception {
    for (boolean vault : new boolean[] {false, true}) {
      List<Source> sources = new ArrayList<>();
      List<HungDisk> hung = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        HungDisk disk = new HungDisk(HungDisk.At.LISTING);
        disks.add(disk);
        hung.add(disk);
        sources.add(Source.folder(disk.at(folder(true)), "source-" + i));
      }
      BackupTask task =
          Backups.full(client, server)
              .source(Source.of(sources.toArray(Source[]::new)))
              .snapshot(vault)
              .start();
      for (HungDisk disk : hung) {
        disk.awaitVictim();
      }

      task.cancel();

      BackupResult result = end(task);
      assertThat(result.status()).isEqualTo(TransferStatus.CANCELLED);
      assertThat(result.warnings()).hasSizeGreaterThanOrEqualTo(hung.size());
    }
  }

  @Test
  void aStateDirectoryThatHangsKeepsNoCancelledRunFromItsEnd() throws Exception {
    try (HungDisk disk = new HungDisk(HungDisk.At.MAKING)) {
      BackupTask task =
          Backups.full(client, server)
              .source(OldFiles.FOLDER)
              .stateDirectory(disk.at(temporary.resolve("hung")))
              .start();
      disk.awaitVictim();

      task.cancel();

      assertThat(end(task).failures()).isEmpty();
      assertThat(server.records())
          .singleElement()
          .matches(record -> record.succeeded() || record.failed());
    }
  }

  private BackupTask start(Path folder, boolean vault) {
    return Backups.full(client, server).source(folder).snapshot(vault).concurrency(1).start();
  }

  private Path folder(boolean hangs) {
    FileTree tree =
        FileTree.in(temporary.resolve("data" + hangs)).file("d/a", "a").file("d/z", "z");
    return hangs ? tree.file("hung/b", "b").root() : tree.file("hung", "b").root();
  }

  private static BackupResult end(BackupTask task) {
    return assertTimeoutPreemptively(LONG, () -> task.await());
  }
}
