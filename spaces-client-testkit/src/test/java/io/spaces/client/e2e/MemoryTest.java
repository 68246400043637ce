package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.IncrementalBlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Encryption;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a machine remembers of a space is damaged, or can be neither read nor written. */
class MemoryTest extends SpaceTest {
  private FileTree tree;
  private Path state;

  @BeforeEach
  void start() throws IOException {
    tree = FileTree.in(Files.createDirectory(temporary.resolve("data"))).file("a", 10_000, 1);
    state = temporary.resolve("state");
  }

  @Test
  void whatIsDamagedOfItIsAWarningOfTheRunAndBegunAnew() throws IOException {
    fill();
    List<Path> files = memory();
    assertThat(files)
        .extracting(file -> String.valueOf(file.getFileName()))
        .contains("seen", "deleted", "keys")
        .hasSizeGreaterThanOrEqualTo(4);
    for (Path file : files) {
      Files.write(file, new byte[] {1, 2, 3});

      BackupResult damaged = backup(state).run().orElseThrow();

      assertThat(damaged.warnings())
          .as("%s", file)
          .extracting(Warning::code)
          .containsExactly(Warning.Code.MEMORY_LOST);
      assertThat(damaged.warnings().get(0).text()).contains(state.toString());
      assertThat(backup(state).run().orElseThrow().warnings()).as("%s", file).isEmpty();
    }
  }

  @Test
  void whatCannotBeReadIsAWarningOfARunAndOfALook() throws IOException {
    fill();
    for (Path file : memory()) {
      byte[] content = Files.readAllBytes(file);
      Files.delete(file);
      Files.createDirectories(file.resolve("in the way"));

      assertThat(backup(state).run().orElseThrow().warnings())
          .as("%s", file)
          .isNotEmpty()
          .allMatch(told -> told.code() == Warning.Code.MEMORY_LOST);
      List<Warning> warnings = new ArrayList<>();
      try (Snapshots snapshots = snapshots().onWarning(warnings::add)) {
        assertThat(snapshots.list()).isNotEmpty();
      }
      assertThat(warnings)
          .as("%s", file)
          .isNotEmpty()
          .allMatch(told -> told.code() == Warning.Code.MEMORY_LOST);
      Files.delete(file.resolve("in the way"));
      Files.delete(file);
      Files.write(file, content);
    }
  }

  @Test
  void aStateDirectoryThatCannotBeWrittenIsAWarningOfTheRun() throws IOException {
    Path file = Files.writeString(temporary.resolve("no directory"), "x");

    BackupResult result = backup(file.resolve("state")).run().orElseThrow();

    assertThat(result.warnings())
        .isNotEmpty()
        .allMatch(told -> told.code() == Warning.Code.MEMORY_LOST);
  }

  @Test
  void aMirrorWhoseHoldCannotBeReadLosesNothing() throws IOException {
    tree.file("b", 10_000, 2).file("c", 10_000, 3);
    mirror(state).run().orElseThrow();
    tree.delete("b");
    Path file = Files.writeString(temporary.resolve("no directory"), "x");

    BackupResult result = mirror(file.resolve("state")).run().orElseThrow();

    assertThat(result.warnings())
        .isNotEmpty()
        .allMatch(told -> told.code() == Warning.Code.MEMORY_LOST);
    assertThat(server.objects().keys()).hasSize(3);
    mirror(state).run().orElseThrow();
    assertThat(server.objects().keys()).hasSize(2);
  }

  private IncrementalBlockletBackup mirror(Path stateDirectory) {
    return Backups.incremental(client, server)
        .source(tree.root())
        .stateDirectory(stateDirectory)
        .strictSync(true);
  }

  private void fill() {
    backup(state).run().orElseThrow();
    backup(state).run().orElseThrow();
    try (Snapshots snapshots = snapshots()) {
      List<Snapshot> all = snapshots.list();
      snapshots.delete(all.get(1).id());
      snapshots.prune(Duration.ZERO);
    }
  }

  /** What is remembered, not what only saves time. */
  private List<Path> memory() throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file ->
                  state
                      .relativize(file)
                      .toString()
                      .matches("vaults/.*|vault-[^/]*/(seen|deleted|keys)"))
          .sorted()
          .toList();
    }
  }

  private Snapshots snapshots() {
    return client.snapshots(server.appDid().address()).stateDirectory(state).encryption(key());
  }

  private static Encryption key() {
    return Encryption.key("12".repeat(32));
  }

  private IncrementalBlockletBackup backup(Path stateDirectory) {
    return Backups.incremental(client, server)
        .source(tree.root())
        .stateDirectory(stateDirectory)
        .encryption(key())
        .prune(Pruning.NEVER)
        .snapshot(true);
  }
}
