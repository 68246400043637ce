package io.spaces.client;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that holds all of an object or is as it was before. */
final class DownloadedFile {
  private final Path target;
  private final Path folder;
  private final boolean replaced;

  /**
   * Where an object is to go. A link stays; what it leads to is replaced.
   *
   * @throws InvalidParameterException when no file can be there
   */
  DownloadedFile(Path file) {
    try {
      replaced = Files.exists(file);
      if (replaced ? !Files.isRegularFile(file) : Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new InvalidParameterException(
            "file", "is \"" + file + "\"; expected a file, or a path where there is nothing yet");
      }
      target = replaced ? file.toRealPath() : file.toAbsolutePath();
    } catch (IOException e) {
      throw failure(file, e);
    }
    Path parent = target.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new InvalidParameterException(
          "file", "is \"" + file + "\"; expected a path in a folder that exists");
    }
    folder = parent;
  }

  /** Writes the content of an object to an empty file, from its start at each call. */
  @FunctionalInterface
  interface Content {
    long writeTo(FileChannel out) throws IOException;
  }

  /**
   * Writes the file.
   *
   * @return what the content returned
   */
  long write(Content content) {
    try {
      // Readable by its owner alone.
      Path part = Files.createTempFile(folder, ".spaces-", ".part");
      try {
        long size;
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
          size = content.writeTo(out);
          out.force(true);
        }
        if (replaced && Files.getFileStore(target).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(target));
        }
        Files.move(
            part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return size;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  private static SpaceException failure(Path file, IOException e) {
    return new SpaceException("Could not write " + file + ": " + e, e);
  }
}
