package io.spaces.client.testkit.internal.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes in a file of their own. */
record FileBytes(long number, Path file) implements Blob {
  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(file);
  }

  @Override
  public void discard() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException ignored) {
      // Where open files cannot be deleted it stays until the next sweep; nothing names it.
    }
  }
}
