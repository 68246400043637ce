package io.spaces.client.snapshot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing in a snapshot.
 *
 * @param path {@code /}-separated, relative to what was backed up
 * @param type what it is
 * @param size the content's length in bytes; 0 for anything but a file
 * @param modified when it was last modified, to the nanosecond where the file system tells
 * @param permissions the nine POSIX permission bits ({@code 0} to {@code 0777}), or -1 when unknown
 * @param linkTarget where a symbolic link points, or the path of the entry that a hard link is
 *     another name of; null for anything else
 */
public record SnapshotEntry(
    String path,
    Type type,
    long size,
    Instant modified,
    int permissions,
    @Nullable String linkTarget) {

  /** What an entry is. */
  public enum Type {
    /** A regular file. */
    FILE,
    /** A folder. */
    DIRECTORY,
    /** A symbolic link. */
    SYMBOLIC_LINK,
    /** Another name of a file in the same snapshot. */
    HARD_LINK
  }
}
