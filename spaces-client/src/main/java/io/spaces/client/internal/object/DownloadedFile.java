package io.spaces.client.internal.object;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.crypto.RandomBytes;
import io.spaces.client.internal.disk.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A file that holds all of an object or is as it was before. */
public final class DownloadedFile {
  private final Path target;
  private final Path folder;
  private final boolean replaced;

  /**
   * Where an object is to go. A link stays; what it leads to is replaced.
   *
   * @throws InvalidParameterException when no file can be there
   */
  public DownloadedFile(Path file) {
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

  /** Writes the file. */
  public void write(DurableFile.Writer content) {
    Path part = folder.resolve(".spaces-" + RandomBytes.name(8) + ".part");
    try {
      DurableFile.write(
          target,
          part,
          out -> {
            content.writeTo(out);
            if (replaced && Files.getFileStore(target).supportsFileAttributeView("posix")) {
              Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(target));
            }
          });
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  private static SpaceException failure(Path file, IOException e) {
    return new SpaceException("Could not write " + file + ": " + e, e);
  }
}
