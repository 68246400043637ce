package io.spaces.client.snapshot;

import io.spaces.client.transfer.Warning;
import java.util.List;
import java.util.Objects;

/**
 * What a pruning did, or would do.
 *
 * @param removed the ids of the snapshots that were removed for good
 * @param trashed the ids of the snapshots that were moved to the trash because they had expired
 * @param packsDeleted how many packs were deleted
 * @param packsWritten how many packs were written to keep what was still needed of deleted ones; 0
 *     in a preview
 * @param bytesFreed by how many bytes the vault is smaller
 * @param warnings what a person should know besides, such as that expired snapshots stay since they
 *     are most of their set
 * @since 0.1.0
 */
public record PruneResult(
    List<String> removed,
    List<String> trashed,
    int packsDeleted,
    int packsWritten,
    long bytesFreed,
    List<Warning> warnings) {
  /**
   * Copies the lists.
   *
   * @param removed see {@link #removed}
   * @param trashed see {@link #trashed}
   * @param packsDeleted see {@link #packsDeleted}
   * @param packsWritten see {@link #packsWritten}
   * @param bytesFreed see {@link #bytesFreed}
   * @param warnings see {@link #warnings}
   */
  public PruneResult {
    Objects.requireNonNull(removed, "removed");
    Objects.requireNonNull(trashed, "trashed");
    Objects.requireNonNull(warnings, "warnings");
    removed = List.copyOf(removed);
    trashed = List.copyOf(trashed);
    warnings = List.copyOf(warnings);
  }
}
