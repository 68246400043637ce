package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BlockletRestore;
import io.spaces.client.internal.restore.PendingFile;
import io.spaces.client.internal.restore.SafeTarget;
import io.spaces.client.internal.restore.platform.TargetFullException;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.Route;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Restores into a file system that gets full. */
class FullTargetTest {
  @TempDir Path temporary;
  private VaultBackups vault;

  static Stream<SmallDisk.Kind> disks() {
    return SmallDisk.kinds();
  }

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @ParameterizedTest
  @MethodSource("disks")
  void oldFilesStayAndNothingTemporaryRemains(SmallDisk.Kind kind) throws IOException {
    byte[] old = filled(600_000, 1);
    byte[] changed = filled(600_000, 2);
    try (SmallDisk disk = SmallDisk.of(kind, 1024, temporary)) {
      Path folder = disk.root();
      Files.write(folder.resolve("f"), old);
      try (SafeTarget target = SafeTarget.open(folder)) {
        assertThatThrownBy(() -> write(target, "f", changed))
            .isInstanceOf(TargetFullException.class)
            .hasMessageContaining("No room left in the target for f");
        write(target, "small", filled(1000, 3));
      }
      assertThat(folder.resolve("f")).hasBinaryContent(old);
      assertThat(folder.resolve("small")).hasBinaryContent(filled(1000, 3));
      assertThat(names(folder)).containsExactlyInAnyOrder("f", "small");

      Files.delete(folder.resolve("small"));
      Files.write(folder.resolve("f"), filled(10, 1));
      try (SafeTarget target = SafeTarget.open(folder)) {
        write(target, "f", changed);
      }
      assertThat(folder.resolve("f")).hasBinaryContent(changed);
    }
  }

  @ParameterizedTest
  @MethodSource("disks")
  void saysSoWhenThereIsNoRoomForAnotherName(SmallDisk.Kind kind) throws IOException {
    try (SmallDisk disk = SmallDisk.of(kind, 1024, temporary);
        SafeTarget target = SafeTarget.open(disk.root())) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  write(target, "d" + i + "/f", new byte[] {1});
                }
              })
          .isInstanceOf(TargetFullException.class);
    }
  }

  static Stream<Arguments> disksAndLayouts() {
    return disks()
        .flatMap(disk -> Stream.of(false, true).map(snapshot -> Arguments.of(disk, snapshot)));
  }

  @ParameterizedTest
  @MethodSource("disksAndLayouts")
  void roomLetsTheNextRunGoOnAndFetchOnlyWhatIsMissing(SmallDisk.Kind kind, boolean snapshot)
      throws IOException {
    vault.source.file("first", 300_000, 1).file("second", 1_500_000, 2).file("third", 10_000, 3);
    vault.of(Backups.full(vault.client, vault.server)).snapshot(snapshot).run().orElseThrow();
    try (SmallDisk disk = SmallDisk.of(kind, 2048, temporary)) {
      Path target = disk.root();
      byte[] old = filled(1_000_000, 1);
      Files.write(target.resolve("second"), old);

      RestoreResult full = restore(target).run();

      assertThat(full.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(full.statusMessage()).contains("is full");
      assertThat(full.failures())
          .singleElement()
          .satisfies(failure -> assertThat(failure.key()).isEqualTo("second"));
      assertThat(target.resolve("second")).hasBinaryContent(old);
      assertThat(names(target)).noneMatch(name -> name.startsWith(".spaces-restore-"));

      Files.delete(target.resolve("second"));
      vault.server.journal().clear();
      RestoreResult next = restore(target).run().orElseThrow();
      assertThat(next.count() + next.unchanged()).isEqualTo(3);
      for (String file : vault.source.files()) {
        assertThat(target.resolve(file)).hasSameBinaryContentAs(vault.source.path(file));
      }
      assertThat(names(target)).containsExactlyInAnyOrder("first", "second", "third");
      if (!snapshot) {
        assertThat(vault.server.journal().entries("GET", Route.OBJECT)).hasSize((int) next.count());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("disks")
  void aFullTemporaryDirectoryEndsTheRestoreOfASnapshotAndSaysWhichItIs(SmallDisk.Kind kind)
      throws IOException {
    for (int i = 0; i < 20; i++) {
      vault.source.file("f" + i, 100_000, i);
    }
    vault
        .of(Backups.full(vault.client, vault.server))
        .snapshot(true)
        .concurrency(1)
        .run()
        .orElseThrow();
    try (SmallDisk disk = SmallDisk.of(kind, 1024, temporary)) {
      Path target = temporary.resolve("target");
      vault.server.journal().clear();

      RestoreResult result = restore(target).temporaryDirectory(disk.root()).run();

      assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(result.statusMessage())
          .contains("temporary directory", disk.root().toString())
          .doesNotContain("serves something else");
      assertThat(vault.server.journal().entries("GET", Route.OBJECT)).hasSizeLessThan(10);
      assertThat(names(target)).isEmpty();
      if (kind == SmallDisk.Kind.TMPFS) { // the other knows no DELETE_ON_CLOSE
        assertThat(disk.root()).isEmptyDirectory();
      }
    }
  }

  private BlockletRestore restore(Path target) {
    return vault.restore(target).concurrency(1);
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static void write(SafeTarget target, String key, byte[] content) throws IOException {
    try (PendingFile file = target.begin(target.path(key), content.length)) {
      for (int i = 0; i < content.length; i += 8192) {
        file.write(content, i, Math.min(8192, content.length - i));
      }
      file.commit(SafeTarget.NO_TIME, SafeTarget.NO_MODE);
    }
  }

  private static Stream<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList().stream();
    }
  }
}
