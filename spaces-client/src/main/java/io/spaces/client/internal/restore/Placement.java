package io.spaces.client.internal.restore;

import io.spaces.client.internal.restore.platform.NameTraits;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what was made in the private folder into its place in one step. Safe for use by several
 * threads.
 */
final class Placement {
  private static final Logger LOG = LoggerFactory.getLogger(Placement.class);

  private final DirectoryCache folders;
  private final NameTraits traits;

  Placement(DirectoryCache folders, NameTraits traits) {
    this.folders = folders;
    this.traits = traits;
  }

  /** Where something is made that is to go into a folder: in the same file system. */
  Staging staging(@Nullable RestorePath folder) throws IOException {
    try (DirectoryCache.Lease lease = folders.openNearest(folder)) {
      return lease.staging();
    }
  }

  /** Moves a finished file. */
  void file(RestorePath path, Staging staging, String temporary, boolean keepMode)
      throws IOException {
    try (DirectoryCache.Lease lease = folders.openOrCreate(path.parent())) {
      TargetEntry old = look(lease, path);
      if (old != null && old.is(TargetEntry.Kind.FILE)) {
        staging.directory().takeOwner(temporary, lease.directory(), path.name());
        if (keepMode) {
          staging.directory().setAttributes(temporary, SafeTarget.NO_TIME, old.mode());
        }
      }
      place(lease, path, old, staging, temporary);
    }
  }

  /** Makes a symbolic link. */
  void symbolicLink(RestorePath path, String linkTarget, long mtimeNs) throws IOException {
    try {
      made(
          path,
          (directory, name) -> {
            directory.createSymbolicLink(name, linkTarget);
            setLinkTime(directory, name, mtimeNs);
          });
    } catch (InvalidPathException e) {
      throw new RefusedEntryException("Not restored: where the link leads is no path here.");
    } catch (UnsupportedOperationException e) {
      throw new IOException("The target has no symbolic links.", e);
    }
  }

  /** A link's time is not worth failing for: not every system can set it. */
  static void setLinkTime(TargetDirectory directory, String name, long mtimeNs) {
    try {
      directory.setAttributes(name, mtimeNs, SafeTarget.NO_MODE);
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("The time of the link {} was not set: {}", name, e.toString());
    }
  }

  /** Makes a further name of a file in an open folder. */
  void hardLink(RestorePath path, TargetDirectory existingIn, String existing) throws IOException {
    try {
      made(path, (directory, name) -> directory.createHardLink(name, existingIn, existing));
    } catch (UnsupportedOperationException e) {
      throw new IOException("The target has no hard links.", e);
    }
  }

  /** Makes something under a temporary name. */
  private interface Maker {
    void make(TargetDirectory directory, String name) throws IOException;
  }

  private void made(RestorePath path, Maker maker) throws IOException {
    try (DirectoryCache.Lease lease = folders.openOrCreate(path.parent())) {
      Staging staging = lease.staging();
      String temporary = staging.newName();
      TargetEntry old = look(lease, path);
      maker.make(staging.directory(), temporary);
      try {
        place(lease, path, old, staging, temporary);
      } finally {
        // A rename between two names of the same file does nothing and leaves both (rename(2)).
        if (staging.directory().stat(temporary) != null) {
          staging.discard(temporary, TargetEntry.Kind.FILE);
        }
      }
    }
  }

  /** What is in a place that is about to be taken, unless that must not be replaced. */
  private @Nullable TargetEntry look(DirectoryCache.Lease lease, RestorePath path)
      throws IOException {
    TargetEntry old = lease.directory().stat(path.name());
    if (old != null && !old.is(TargetEntry.Kind.LINK)) {
      DirectoryCache.requireSpelling(lease.directory(), path.name(), traits);
    }
    if (old != null && old.is(TargetEntry.Kind.OTHER)) {
      throw new RefusedEntryException(
          "Not restored: a device, socket or pipe is in its place in the target; remove it.");
    }
    return old;
  }

  private void place(
      DirectoryCache.Lease lease,
      RestorePath path,
      @Nullable TargetEntry old,
      Staging staging,
      String temporary)
      throws IOException {
    TargetDirectory from = staging.directory();
    if (old == null || !old.is(TargetEntry.Kind.DIRECTORY)) {
      from.move(temporary, lease.directory(), path.name());
    } else if (isDeleted(lease.directory(), path.name())) {
      from.move(temporary, lease.directory(), path.name());
    } else {
      replaceFolder(lease.directory(), path, staging, temporary);
    }
    lease.changed();
  }

  private static boolean isDeleted(TargetDirectory in, String name) {
    try {
      in.delete(name, TargetEntry.Kind.DIRECTORY);
      return true;
    } catch (IOException e) {
      LOG.debug("The folder {} cannot be replaced as an empty one: {}", name, e.toString());
      return false;
    }
  }

  /** Nothing of the folder is deleted before what replaces it is in its place. */
  private void replaceFolder(TargetDirectory in, RestorePath path, Staging staging, String by)
      throws IOException {
    Clearing clearing = folders.clearing();
    if (clearing == null) {
      throw new RefusedEntryException(
          "Not restored: a folder that is not empty is in its place in the target; move it away.");
    }
    Subtree old = new Subtree(clearing);
    TargetDirectory from = staging.directory();
    requireNone(old.staying(in, path.name(), path));
    String aside = staging.newName();
    in.move(path.name(), from, aside);
    try {
      // Something may have come into it meanwhile.
      requireNone(old.staying(from, aside, path));
      from.move(by, in, path.name());
    } catch (IOException e) {
      from.move(aside, in, path.name());
      throw e;
    }
    old.delete(from, aside, path);
  }

  private static void requireNone(@Nullable RestorePath staying) throws RefusedEntryException {
    if (staying != null) {
      throw new RefusedEntryException(
          "Not restored: a folder is in its place in the target, and "
              + staying
              + " in it, which is not to be deleted; move it away.");
    }
  }
}
