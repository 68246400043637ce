package io.spaces.client.examples.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files so that there is all of the new content or all of the old. */
final class WholeFile {
  private WholeFile() {}

  /**
   * Whether there is something that is no file, such as a pipe, a device or {@code /dev/stdout}.
   */
  static boolean isNoFile(Path file) {
    return Files.exists(file)
        && !Files.isDirectory(file)
        && (!Files.isRegularFile(file) || file.toAbsolutePath().startsWith("/dev"));
  }

  /** Opens what is no file, to give it content as it comes. */
  static OutputStream append(Path file) throws IOException {
    return Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  /** Writes content to a stream. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, which is private when it is new, and keeps its permissions when it is not. What
   * is no file, such as a pipe or a device, gets the content as it comes; so does {@code
   * /dev/stdout}, wherever that leads.
   */
  static void write(Path file, Content content) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a directory");
    }
    if (isNoFile(file)) {
      try (OutputStream out = append(file)) {
        content.writeTo(out);
      }
      return;
    }
    boolean there = Files.exists(file);
    Path target = there ? file.toRealPath() : file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NotDirectoryException(String.valueOf(folder));
    }
    Path part = Files.createTempFile(folder, ".spaces-", ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        content.writeTo(out);
      }
      if (there && Files.getFileStore(target).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(target));
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
