package io.spaces.client.internal.vault.view;

import io.spaces.client.internal.restore.platform.Modes;
import io.spaces.client.snapshot.SnapshotEntry;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * What a snapshot knows of an entry: one time, and permissions. Where it knows no permissions they
 * are the usual ones.
 *
 * @param entry the entry; of a hard link, the file that it is another name of
 * @param fileKey the same for all names of a file
 */
record EntryAttributes(SnapshotEntry entry, Object fileKey) implements PosixFileAttributes {
  private static final GroupPrincipal UNKNOWN = new Unknown();

  /** Whoever it belonged to. */
  private record Unknown() implements GroupPrincipal {
    @Override
    public String getName() {
      return "unknown";
    }

    @Override
    public String toString() {
      return getName();
    }
  }

  @Override
  public UserPrincipal owner() {
    return UNKNOWN;
  }

  @Override
  public GroupPrincipal group() {
    return UNKNOWN;
  }

  @Override
  public Set<PosixFilePermission> permissions() {
    if (entry.permissions() >= 0) {
      return Modes.toSet(entry.permissions());
    }
    return PosixFilePermissions.fromString(
        switch (entry.type()) {
          case FILE, HARD_LINK -> "rw-r--r--";
          case DIRECTORY -> "rwxr-xr-x";
          case SYMBOLIC_LINK -> "rwxrwxrwx";
        });
  }

  @Override
  public FileTime lastModifiedTime() {
    return FileTime.from(entry.modified());
  }

  @Override
  public FileTime lastAccessTime() {
    return lastModifiedTime();
  }

  @Override
  public FileTime creationTime() {
    return lastModifiedTime();
  }

  @Override
  public boolean isRegularFile() {
    return entry.type() == SnapshotEntry.Type.FILE || entry.type() == SnapshotEntry.Type.HARD_LINK;
  }

  @Override
  public boolean isDirectory() {
    return entry.type() == SnapshotEntry.Type.DIRECTORY;
  }

  @Override
  public boolean isSymbolicLink() {
    return entry.type() == SnapshotEntry.Type.SYMBOLIC_LINK;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public long size() {
    return entry.size();
  }
}
