package io.spaces.client.snapshot;

import java.util.List;
import java.util.Objects;

/**
 * One content that a path has had, and the snapshots that have it.
 *
 * @param entry what the path is in the newest of them
 * @param snapshots all that have it, newest first; not empty
 * @since 1.0.0
 */
public record FileVersion(SnapshotEntry entry, List<Snapshot> snapshots) {
  /**
   * Refuses null.
   *
   * @param entry see {@link #entry}
   * @param snapshots see {@link #snapshots}; copied
   */
  public FileVersion {
    Objects.requireNonNull(entry, "entry");
    snapshots = List.copyOf(Objects.requireNonNull(snapshots, "snapshots"));
  }
}
