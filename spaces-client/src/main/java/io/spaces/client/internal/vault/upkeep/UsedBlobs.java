package io.spaces.client.internal.vault.upkeep;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.vault.index.BlobIndex;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Marks the blobs that snapshots need: one bit for each blob of an index. */
final class UsedBlobs {
  private final BlobIndex index;
  private final BitSet content = new BitSet();
  private final BitSet entries = new BitSet();
  private final Set<BlobIds> marked = new HashSet<>();

  UsedBlobs(BlobIndex index) {
    this.index = index;
  }

  /**
   * Marks what snapshots need.
   *
   * @throws IntegrityException when any of it is missing: nothing must be deleted then
   */
  void mark(VaultReader reader, List<SnapshotRecord> snapshots) {
    for (SnapshotRecord snapshot : snapshots) {
      // Snapshots of a folder that did not change share their list of entries.
      if (marked.add(snapshot.entries())) {
        mark(snapshot.entries(), entries, snapshot, "its list of entries");
        try (VaultReader.Entries all = reader.entries(snapshot)) {
          while (all.hasNext()) {
            VaultEntry entry = all.next();
            mark(entry.blobs(), content, snapshot, entry.entry().path());
          }
        }
      }
    }
  }

  private void mark(BlobIds blobs, BitSet marks, SnapshotRecord snapshot, String what) {
    for (int i = 0; i < blobs.size(); i++) {
      int number = index.number(blobs.get(i));
      if (number < 0) {
        throw new IntegrityException(
            "The vault lacks blob "
                + blobs.get(i)
                + " of snapshot "
                + snapshot.snapshot().id()
                + " (\""
                + what
                + "\"): it is "
                + index.describeMissing()
                + ". Nothing was deleted; see what verify finds",
            null);
      }
      marks.set(number);
    }
  }

  boolean isUsed(int number) {
    return content.get(number) || entries.get(number);
  }

  /** Tells whether the blob holds entries of snapshots; those are kept apart from contents. */
  boolean holdsEntries(int number) {
    return entries.get(number);
  }
}
