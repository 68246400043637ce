package io.spaces.client.internal.restore;

import io.spaces.client.internal.compact.CompactTime;
import io.spaces.client.internal.restore.platform.Modes;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What is in the target under one name, links not followed.
 *
 * @param kind what it is
 * @param size bytes of a file
 * @param mtimeNs modification time, as {@link CompactTime}
 * @param mode its nine permission bits, or {@link SafeTarget#NO_MODE} where there are none
 * @param identity equal for two names of the same file, or null where the system does not say
 */
public record TargetEntry(Kind kind, long size, long mtimeNs, int mode, @Nullable Object identity) {
  /** What a name stands for. */
  public enum Kind {
    /** A regular file. */
    FILE,
    /** A folder. */
    DIRECTORY,
    /** A symbolic link, or on Windows a junction. */
    LINK,
    /** A device, socket or pipe. */
    OTHER
  }

  static TargetEntry of(BasicFileAttributes attributes) {
    return new TargetEntry(
        kindOf(attributes),
        attributes.size(),
        CompactTime.of(attributes.lastModifiedTime().toInstant()),
        attributes instanceof PosixFileAttributes posix
            ? Modes.toBits(posix.permissions())
            : SafeTarget.NO_MODE,
        attributes.fileKey());
  }

  private static Kind kindOf(BasicFileAttributes attributes) {
    // A Windows junction is a directory and "other" at once; it leads elsewhere as a link does.
    if (attributes.isSymbolicLink() || (attributes.isDirectory() && attributes.isOther())) {
      return Kind.LINK;
    }
    if (attributes.isDirectory()) {
      return Kind.DIRECTORY;
    }
    return attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
  }

  public boolean is(Kind other) {
    return kind == other;
  }

  /** Whether it has these attributes, as far as they are known. */
  boolean has(long wantedTime, int wantedMode) {
    return (wantedTime == SafeTarget.NO_TIME || wantedTime == mtimeNs)
        && (wantedMode == SafeTarget.NO_MODE || wantedMode == mode);
  }

  /** Whether it is on the device of another, as far as the system says: {@code (dev=…,ino=…)}. */
  boolean isOnDeviceOf(TargetEntry other) {
    String mine = String.valueOf(identity);
    int end = mine.indexOf(",ino=");
    return end < 0 || String.valueOf(other.identity).startsWith(mine.substring(0, end + 1));
  }

  boolean isSameFileAs(@Nullable TargetEntry other) {
    return other != null
        && kind == other.kind
        && (identity == null || identity.equals(other.identity));
  }
}
