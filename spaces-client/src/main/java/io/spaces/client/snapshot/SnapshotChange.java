package io.spaces.client.snapshot;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two snapshots.
 *
 * @param kind what happened to the entry
 * @param path its path
 * @param before what it was in the older snapshot, or null when it was not there
 * @param after what it is in the newer snapshot, or null when it is not there
 * @since 0.1.0
 */
public record SnapshotChange(
    Kind kind, String path, @Nullable SnapshotEntry before, @Nullable SnapshotEntry after) {
  /**
   * Refuses null.
   *
   * @param kind see {@link #kind}
   * @param path see {@link #path}
   * @param before see {@link #before}
   * @param after see {@link #after}
   */
  public SnapshotChange {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(path, "path");
  }

  /**
   * What can happen to an entry.
   *
   * @since 0.1.0
   */
  public enum Kind {
    /** It is only in the newer snapshot. */
    ADDED,
    /** It is only in the older snapshot. */
    REMOVED,
    /** Its content, its type or where it points differs. */
    CHANGED,
    /** Only its modification time or its permissions differ. */
    TOUCHED
  }
}
