package io.spaces.client.internal.vault.restore;

import io.spaces.client.internal.target.SafeTarget;
import io.spaces.client.snapshot.SnapshotEntry;
import java.time.Instant;

/** An entry's attributes in the words of a target. */
final class Attributes {
  private static final long NANOS = 1_000_000_000L;

  private Attributes() {}

  /** Nanoseconds since 1970, or "unknown" for a time that no file can have. */
  static long mtimeNs(SnapshotEntry entry) {
    Instant modified = entry.modified();
    long seconds = modified.getEpochSecond();
    boolean fits = Math.abs(seconds) < Long.MAX_VALUE / NANOS - 1;
    return fits ? seconds * NANOS + modified.getNano() : SafeTarget.NO_TIME;
  }

  /** Permission bits, or "unknown". */
  static int mode(SnapshotEntry entry) {
    return entry.permissions() < 0 ? SafeTarget.NO_MODE : entry.permissions();
  }
}
