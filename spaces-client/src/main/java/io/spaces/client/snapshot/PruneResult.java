package io.spaces.client.snapshot;

import java.util.List;

/**
 * What a pruning did.
 *
 * @param removed the ids of the snapshots that were removed because they had expired
 * @param packsDeleted how many packs were deleted
 * @param packsWritten how many packs were written to keep what was still needed of deleted ones
 * @param bytesFreed by how many bytes the vault is smaller
 */
public record PruneResult(
    List<String> removed, int packsDeleted, int packsWritten, long bytesFreed) {
  /**
   * Copies the list.
   *
   * @param removed see {@link #removed}
   * @param packsDeleted see {@link #packsDeleted}
   * @param packsWritten see {@link #packsWritten}
   * @param bytesFreed see {@link #bytesFreed}
   */
  public PruneResult {
    removed = List.copyOf(removed);
  }
}
