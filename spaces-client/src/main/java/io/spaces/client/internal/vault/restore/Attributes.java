package io.spaces.client.internal.vault.restore;

import io.spaces.client.internal.compact.CompactTime;
import io.spaces.client.internal.restore.SafeTarget;
import io.spaces.client.snapshot.SnapshotEntry;
import java.time.Instant;

/** An entry's attributes in the words of a target. */
final class Attributes {
  private Attributes() {}

  /** The time as {@link CompactTime}, or "unknown" for one that no file can have. */
  static long mtimeNs(SnapshotEntry entry) {
    Instant modified = entry.modified();
    return CompactTime.has(modified) ? CompactTime.of(modified) : SafeTarget.NO_TIME;
  }

  /** Permission bits, or "unknown". */
  static int mode(SnapshotEntry entry) {
    return entry.permissions() < 0 ? SafeTarget.NO_MODE : entry.permissions();
  }
}
