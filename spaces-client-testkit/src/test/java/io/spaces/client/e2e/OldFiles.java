package io.spaces.client.e2e;

import java.nio.file.Path;

/**
 * Files that came with the JDK: of those that a test makes, the cache remembers nothing at first.
 */
final class OldFiles {
  static final Path FOLDER = Path.of(System.getProperty("java.home"), "include");

  private OldFiles() {}
}
