package io.spaces.client.internal.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That nothing is deleted from a mirror until somebody says that it is meant, as this machine
 * remembers it: what came in the place of what is gone makes the next run look harmless.
 */
final class MirrorHold {
  private static final Logger log = LoggerFactory.getLogger(MirrorHold.class);

  private final @Nullable Path file;

  /**
   * The hold on one mirror.
   *
   * @param directory where state is kept, or null for nowhere
   * @param scope which mirror
   */
  MirrorHold(@Nullable Path directory, String scope) {
    file =
        directory == null
            ? null
            : directory.resolve(UUID.nameUUIDFromBytes(scope.getBytes(UTF_8)) + ".held");
  }

  boolean isOn() {
    return file != null && Files.exists(file);
  }

  void on() {
    try {
      if (file != null && !Files.exists(file)) {
        createFolder(file.toAbsolutePath().getParent());
        Files.createFile(file);
      }
    } catch (IOException e) {
      log.warn("{} cannot be written, so that the next run may delete: {}", file, e.toString());
    }
  }

  private static void createFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }

  void off() {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      log.warn("{} cannot be deleted, so that nothing will be deleted: {}", file, e.toString());
    }
  }
}
