package io.spaces.client.internal.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.internal.disk.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final @Nullable Path directory;
  private final String name;

  /**
   * The hold on one mirror.
   *
   * @param directory where state is kept, or null for nowhere
   * @param scope which mirror
   */
  MirrorHold(@Nullable Path directory, String scope) {
    this.directory = directory;
    name = UUID.nameUUIDFromBytes(scope.getBytes(UTF_8)) + ".held";
  }

  boolean isOn() {
    return directory != null && Files.exists(directory.resolve(name));
  }

  /** Whether this machine can tell. */
  boolean isKnown() {
    return directory == null || isOn() || Files.notExists(directory.resolve(name));
  }

  /** Returns whether the next run will know. */
  boolean on() {
    if (directory == null || isOn()) {
      return directory != null;
    }
    try {
      Files.createDirectories(directory, OwnerOnly.folder(directory));
      Files.createFile(directory.resolve(name));
      return true;
    } catch (FileAlreadyExistsException e) {
      return isOn();
    } catch (IOException e) {
      log.warn("{} cannot be written to, so that the next run may delete: {}", directory, e);
      return false;
    }
  }

  /** Returns whether the next run will know. */
  boolean off() {
    if (directory == null) {
      return true;
    }
    try {
      Files.deleteIfExists(directory.resolve(name));
      return true;
    } catch (IOException e) {
      log.warn("{} in {} cannot be deleted, so that nothing will be deleted", name, directory, e);
      return false;
    }
  }
}
