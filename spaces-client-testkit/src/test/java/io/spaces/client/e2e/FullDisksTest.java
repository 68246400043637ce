package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No room for temporary files or for state: the backup is right, or says what is wrong. */
class FullDisksTest {
  @TempDir Path temporary;
  private SpaceServer server;
  private SpaceClient client;
  private FileTree tree;

  @BeforeEach
  void start() {
    server = SpaceServer.inMemory().start();
    client = Backups.client(server);
    tree = FileTree.in(temporary.resolve("data")).random(9, 50).shiftModified(Duration.ofHours(-1));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void aStreamThatDoesNotFitIntoTheTemporaryDirectoryFailsAlone() throws Exception {
    withDisk(
        "1m",
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
                    assertThat(failure.message()).containsIgnoringCase("space");
                  });
          assertThat(server.records()).singleElement().matches(StoredRecord::failed);
          try (var left = Files.list(disk)) {
            assertThat(left).isEmpty();
          }
        });
  }

  @Test
  void aFullStateDirectoryOnlyCostsTime() throws Exception {
    withDisk(
        "4k",
        disk -> {
          Files.write(disk.resolve("ballast"), new byte[4096]);
          assertTwoRightBackups(disk.resolve("state"));
        });
  }

  @Test
  void aFullStateDirectoryOfAVaultLosesNothing() throws Exception {
    withDisk(
        "4k",
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
  void aReadOnlyStateDirectoryOnlyCostsTime() throws Exception {
    withDisk(
        "1m,ro",
        disk -> {
          assertTwoRightBackups(disk);
        });
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
    assertSpaceHoldsTheTree();
    tree.flipByte(tree.files().get(0), 0);

    BackupResult third =
        Backups.incremental(client, server).source(tree.root()).stateDirectory(state).run();

    assertThat(third.orElseThrow().count()).isEqualTo(1);
    assertSpaceHoldsTheTree();
  }

  private void assertTwoRightBackups(Path state) throws IOException {
    for (int i = 0; i < 2; i++) {
      BackupResult result =
          Backups.incremental(client, server).source(tree.root()).stateDirectory(state).run();

      assertThat(result.orElseThrow().count()).isEqualTo(i == 0 ? tree.files().size() : 0);
      assertSpaceHoldsTheTree();
    }
  }

  private void assertSpaceHoldsTheTree() throws IOException {
    var contents = server.objects().contents(Backups.folder(server));
    assertThat(contents).hasSize(tree.files().size());
    for (String file : tree.files()) {
      assertThat(contents.get(file)).isEqualTo(Files.readAllBytes(tree.path(file)));
    }
  }

  private interface OnDisk {
    void run(Path disk) throws Exception;
  }

  /** Needs the right to mount; a container's root has it, often. */
  private void withDisk(String size, OnDisk test) throws Exception {
    Path disk = Files.createDirectories(temporary.resolve("disk"));
    assumeThat(command("mount", "-t", "tmpfs", "-o", "size=" + size, "none", disk.toString()))
        .as("exit code of mount: this test needs the right to mount a tmpfs")
        .isZero();
    try {
      test.run(disk);
    } finally {
      command("umount", "-l", disk.toString());
    }
  }

  private static int command(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
