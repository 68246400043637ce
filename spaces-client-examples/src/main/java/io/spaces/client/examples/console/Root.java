package io.spaces.client.examples.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The one folder in which the console restores. */
final class Root {
  private final Path root;

  Root(Path folder) throws IOException {
    root = folder.toRealPath();
  }

  Path path() {
    return root;
  }

  /**
   * The folder that a text names, absolute or relative to the root, with symbolic links resolved;
   * refuses any that is not inside the root.
   */
  Path folder(String name, String text) throws IOException {
    Path wanted;
    try {
      wanted = root.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw RefusedRequestException.badRequest(name + " is not a path");
    }
    Path real = real(wanted);
    if (!wanted.startsWith(root) || !real.startsWith(root)) {
      throw RefusedRequestException.badRequest(
          name + " is outside the folder that the console may change");
    }
    if (Files.exists(real) && !Files.isDirectory(real)) {
      throw RefusedRequestException.badRequest(name + " is not a folder");
    }
    return real;
  }

  /** The path with the links in what exists of it resolved. */
  private static Path real(Path path) throws IOException {
    @Nullable Path existing = path;
    while (existing != null && !Files.exists(existing, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      existing = existing.getParent();
    }
    if (existing == null) {
      return path;
    }
    try {
      return existing.toRealPath().resolve(existing.relativize(path)).normalize();
    } catch (java.nio.file.NoSuchFileException | java.nio.file.FileSystemLoopException e) {
      throw RefusedRequestException.badRequest("The path leads over a symbolic link to nowhere");
    }
  }
}
