package io.spaces.client.snapshot;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of one source: what a backup is of.
 *
 * @param name its name; empty for the snapshots that nobody gave one
 * @param count how many snapshots it has
 * @param newest the newest of them
 * @param newestComplete the newest that holds everything that was to be backed up, or null
 * @since 0.1.0
 */
public record SnapshotSet(
    String name, int count, Snapshot newest, @Nullable Snapshot newestComplete) {
  /**
   * Refuses null.
   *
   * @param name see {@link #name}
   * @param count see {@link #count}
   * @param newest see {@link #newest}
   * @param newestComplete see {@link #newestComplete}
   */
  public SnapshotSet {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(newest, "newest");
  }
}
