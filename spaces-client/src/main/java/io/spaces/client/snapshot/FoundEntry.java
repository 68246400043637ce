package io.spaces.client.snapshot;

import java.util.Objects;

/**
 * An entry that was looked for, and the snapshot that it is in.
 *
 * @param snapshot the snapshot
 * @param entry the entry
 * @since 1.0.0
 */
public record FoundEntry(Snapshot snapshot, SnapshotEntry entry) {
  /**
   * Refuses null.
   *
   * @param snapshot see {@link #snapshot}
   * @param entry see {@link #entry}
   */
  public FoundEntry {
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(entry, "entry");
  }
}
