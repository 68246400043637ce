package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No room for temporary files or for state: the backup is right, or says what is wrong. */
class FullDisksTest extends SpaceTest {
  private FileTree tree;

  @BeforeEach
  void start() {
    tree = FileTree.in(temporary.resolve("data")).random(9, 50);
  }

  @ParameterizedTest
  @MethodSource("disks")
  void aStreamThatDoesNotFitIntoTheTemporaryDirectoryFailsAlone(SmallDisk.Kind kind)
      throws Exception {
    withDisk(
        kind,
        1024,
        disk -> {
          BackupResult result =
              Backups.full(client, server)
                  .source(
                      List.of(
                          SourceObject.of(
                              "large", () -> new ByteArrayInputStream(new byte[8 << 20])),
                          SourceObject.of("small", new byte[10])))
                  .temporaryDirectory(disk)
                  .run();

          assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
          assertThat(result.failures())
              .singleElement()
              .satisfies(
                  failure -> {
                    assertThat(failure.key()).isEqualTo("large");
                    assertThat(failure.message())
                        .containsIgnoringCase("space")
                        .contains("temporary directory " + disk, "make room");
                  });
          assertThat(server.records()).singleElement().matches(StoredRecord::failed);
          if (kind == SmallDisk.Kind.TMPFS) { // the other knows no DELETE_ON_CLOSE
            assertThat(disk).isEmptyDirectory();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("disks")
  void aDatabaseWhoseCopyWouldNotFitIntoTheTemporaryDirectoryIsToldBefore(SmallDisk.Kind kind)
      throws Exception {
    Path database = Files.write(temporary.resolve("database"), new byte[1 << 19]);
    Files.write(temporary.resolve("database-wal"), new byte[1 << 19]);
    withDisk(
        kind,
        1536,
        disk -> {
          BlockletBackup backup =
              Backups.full(client, server)
                  .source(Source.sqlite("db", database))
                  .temporaryDirectory(disk);
          assertThatThrownBy(backup::check)
              .isInstanceOf(InvalidParameterException.class)
              .hasMessageContainingAll("temporaryDirectory", disk.toString(), "2097152");

          // A vault makes one copy, a mirror another of it.
          backup.snapshot(true).check();
        });
    assertThat(server.journal().entries()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("disks")
  void aFullStateDirectoryOnlyCostsTime(SmallDisk.Kind kind) throws Exception {
    withDisk(
        kind,
        4,
        disk -> {
          Files.write(disk.resolve("ballast"), new byte[4096]);
          assertTwoRightBackups(disk.resolve("state"));
        });
  }

  @ParameterizedTest
  @MethodSource("disks")
  void aFullStateDirectoryOfAVaultLosesNothing(SmallDisk.Kind kind) throws Exception {
    withDisk(
        kind,
        4,
        disk -> {
          Files.write(disk.resolve("ballast"), new byte[4096]);
          BackupResult result =
              Backups.incremental(client, server)
                  .source(tree.root())
                  .stateDirectory(disk.resolve("state"))
                  .snapshot(true)
                  .run();

          assertThat(result.orElseThrow().snapshotId()).isNotNull();
        });
  }

  @Test
  void aStateDirectoryThatCannotBeWrittenToOnlyCostsTime() throws Exception {
    Path noDirectory = Files.writeString(temporary.resolve("file"), "in the way");

    assertTwoRightBackups(noDirectory.resolve("state"));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
  void aReadOnlyStateDirectoryOnlyCostsTime() throws Exception {
    tree = FileTree.in(OldFiles.FOLDER);
    Path state = Files.createDirectory(temporary.resolve("state"));
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("r-xr-xr-x"));
    int files = tree.files().size();
    for (int i = 0; i < 2; i++) {
      Path output = temporary.resolve("output");

      Process process = BackupProgram.startBoundByPermissions(server, tree.root(), state, output);

      assertThat(process.waitFor()).as(Files.readString(output)).isZero();
      assertThat(Files.readString(output))
          .contains(i == 0 ? files + " uploaded, 0 unchanged" : "0 uploaded, " + files);
      Backups.assertHolds(server, tree);
    }
    assertThat(state).isEmptyDirectory();
  }

  @Test
  void twoProcessesWithOneStateDirectoryBothMakeRightBackups() throws Exception {
    server.faults().on(put()).every(5).delay(Duration.ofMillis(20));
    Path state = temporary.resolve("state");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(BackupProgram.start(server, tree.root(), state, temporary.resolve("out" + i)));
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(server.records()).hasSize(2).allMatch(StoredRecord::succeeded);
    Backups.assertHolds(server, tree);
    tree.flipByte(tree.files().get(0), 0);

    BackupResult third =
        Backups.incremental(client, server).source(tree.root()).stateDirectory(state).run();

    assertThat(third.orElseThrow().count()).isEqualTo(1);
    Backups.assertHolds(server, tree);
  }

  @Test
  void twoProcessesWithOneStateDirectoryAndOneVaultBothMakeWholeSnapshots() throws Exception {
    server.faults().on(put()).every(3).delay(Duration.ofMillis(20));
    Path state = temporary.resolve("state");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(
          BackupProgram.startIntoVault(server, tree.root(), state, temporary.resolve("out" + i)));
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }

    try (Snapshots snapshots = client.snapshots(server.appDid().address()).stateDirectory(state)) {
      assertThat(snapshots.verify(true).orElseThrow().snapshots()).isEqualTo(2);
      for (Snapshot snapshot : snapshots.list()) {
        Path target = temporary.resolve("target-" + snapshot.id());
        Backups.restore(client, server)
            .stateDirectory(state)
            .snapshot(snapshot.id())
            .target(target)
            .run()
            .orElseThrow();
        assertThat(TreeSnapshot.of(target).differences(TreeSnapshot.of(tree.root()))).isEmpty();
      }
    }
  }

  private void assertTwoRightBackups(Path state) throws IOException {
    tree = FileTree.in(OldFiles.FOLDER);
    for (int i = 0; i < 2; i++) {
      BackupResult result =
          Backups.incremental(client, server).source(tree.root()).stateDirectory(state).run();

      assertThat(result.orElseThrow().count()).isEqualTo(i == 0 ? tree.files().size() : 0);
      Backups.assertHolds(server, tree);
    }
  }

  static Stream<SmallDisk.Kind> disks() {
    return SmallDisk.kinds();
  }

  private interface OnDisk {
    void run(Path disk) throws Exception;
  }

  private void withDisk(SmallDisk.Kind kind, int kibibytes, OnDisk test) throws Exception {
    try (SmallDisk disk = SmallDisk.of(kind, kibibytes, temporary)) {
      test.run(disk.root());
    }
  }
}
