package io.spaces.client.internal.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Temporary files that their owner alone can read, as the JDK makes them on POSIX systems. */
final class PrivateFiles {
  private static final Logger log = LoggerFactory.getLogger(PrivateFiles.class);

  private PrivateFiles() {}

  static Path create(String prefix, String suffix) throws IOException {
    return Files.createTempFile(prefix, suffix);
  }

  static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.warn("The temporary file {} could not be deleted: {}", path, e.toString());
    }
  }
}
