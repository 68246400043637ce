package io.spaces.client.internal.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system of 1 MiB in memory, which only root may mount. */
class DiskFullTest {
  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void mount() throws Exception {
    folder = Files.createDirectory(parent.resolve("small"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=40", "none", folder.toString()))
        .as("exit code of mount: this test needs the right to mount a tmpfs")
        .isZero();
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", folder.toString());
  }

  @Test
  void oldFilesStayAndNothingTemporaryRemainsWhenTheDiskIsFull() throws IOException {
    byte[] old = filled(600_000, 1);
    byte[] changed = filled(600_000, 2);
    Files.write(folder.resolve("f"), old);
    try (SafeTarget target = SafeTarget.open(folder)) {
      assertThatThrownBy(() -> write(target, "f", changed))
          .isInstanceOf(TargetFullException.class)
          .hasMessageContaining("No room left in the target for f");
      write(target, "small", filled(1000, 3));
    }
    assertThat(folder.resolve("f")).hasBinaryContent(old);
    assertThat(folder.resolve("small")).hasBinaryContent(filled(1000, 3));
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("f", "small");
    }

    Files.delete(folder.resolve("small"));
    Files.write(folder.resolve("f"), filled(10, 1));
    try (SafeTarget target = SafeTarget.open(folder)) {
      write(target, "f", changed);
    }
    assertThat(folder.resolve("f")).hasBinaryContent(changed);
  }

  @Test
  void saysSoWhenThereIsNoRoomForAnotherName() throws IOException {
    try (SafeTarget target = SafeTarget.open(folder)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  write(target, "d" + i + "/f", new byte[] {1});
                }
              })
          .isInstanceOf(TargetFullException.class);
    }
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

  private static int run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
