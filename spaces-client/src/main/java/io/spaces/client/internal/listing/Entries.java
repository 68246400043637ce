package io.spaces.client.internal.listing;

import io.spaces.client.internal.compact.CompactTime;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.snapshot.SnapshotEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a file system's stamps become in a snapshot. */
public final class Entries {
  private static final int PERMISSIONS = 0777;

  private Entries() {}

  /** A file of a size, which may be another than its stamp tells. */
  public static SnapshotEntry file(String key, FileStamp stamp, long size) {
    return entry(key, SnapshotEntry.Type.FILE, size, stamp, null);
  }

  static SnapshotEntry folder(String key, FileStamp stamp) {
    return entry(key, SnapshotEntry.Type.DIRECTORY, 0, stamp, null);
  }

  static SnapshotEntry symbolicLink(String key, FileStamp stamp, String target) {
    return entry(key, SnapshotEntry.Type.SYMBOLIC_LINK, 0, stamp, target);
  }

  static SnapshotEntry hardLink(String key, FileStamp stamp, String firstName) {
    return entry(key, SnapshotEntry.Type.HARD_LINK, 0, stamp, firstName);
  }

  private static SnapshotEntry entry(
      String key, SnapshotEntry.Type type, long size, FileStamp stamp, @Nullable String target) {
    Instant modified = CompactTime.instant(stamp.modified());
    int permissions = stamp.isPosix() ? stamp.permissions() & PERMISSIONS : -1;
    return SnapshotEntry.builder(key, type, modified)
        .size(size)
        .permissions(permissions)
        .linkTarget(target)
        .build();
  }
}
