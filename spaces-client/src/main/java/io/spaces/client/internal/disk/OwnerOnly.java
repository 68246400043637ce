package io.spaces.client.internal.disk;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What new files and folders are made with so that nobody but their owner can use them, from the
 * first moment on. On systems without POSIX permissions their folder's rules hold.
 */
public final class OwnerOnly {
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private OwnerOnly() {}

  /** For a file at a path. */
  public static FileAttribute<?>[] file(Path path) {
    return on(path, FILE);
  }

  /** For a folder at a path. */
  public static FileAttribute<?>[] folder(Path path) {
    return on(path, FOLDER);
  }

  private static FileAttribute<?>[] on(Path path, FileAttribute<?> attribute) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {attribute}
        : new FileAttribute<?>[0];
  }
}
