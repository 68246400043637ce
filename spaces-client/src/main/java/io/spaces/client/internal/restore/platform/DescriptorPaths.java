package io.spaces.client.internal.restore.platform;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Paths that lead through an open descriptor of this process ({@code proc(5)}: {@code
 * /proc/self/fd}), so that calls for which the JDK has no relative form still reach the very folder
 * that is open, wherever it is moved and whatever takes its place.
 */
public final class DescriptorPaths {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /**
   * Where the last search ended: descriptors are numbered from below, so the next is often there.
   */
  private static volatile @Nullable Path lastFound;

  private DescriptorPaths() {}

  /** Finds a path to the open folder of this identity, or null. */
  public static @Nullable Path find(@Nullable Object identity) {
    if (identity == null) {
      return null;
    }
    Path guess = lastFound;
    if (guess != null && leadsTo(guess, identity)) {
      return guess;
    }
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : descriptors) {
        Path path = descriptor.resolve(".");
        if (leadsTo(path, identity)) {
          lastFound = path;
          return path;
        }
      }
    } catch (IOException e) {
      return null;
    }
    return null;
  }

  /** Tells whether a path still leads to the folder of this identity. */
  public static boolean leadsTo(Path path, @Nullable Object identity) {
    try {
      return identity != null
          && identity.equals(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return false;
    }
  }
}
