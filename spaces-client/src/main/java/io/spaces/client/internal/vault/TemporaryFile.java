package io.spaces.client.internal.vault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that are gone when they are closed, on POSIX systems even when the process is killed. */
final class TemporaryFile {
  private TemporaryFile() {}

  /** Makes one that only its owner can read. */
  static FileChannel create(Path folder, String prefix) throws IOException {
    Path path = Files.createTempFile(folder, prefix, ".tmp");
    try {
      // POSIX systems take the name away at once.
      return FileChannel.open(
          path,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }
}
