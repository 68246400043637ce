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

  private final Staging staging;
  private final DirectoryCache folders;
  private final NameTraits traits;

  Placement(Staging staging, DirectoryCache folders, NameTraits traits) {
    this.staging = staging;
    this.folders = folders;
    this.traits = traits;
  }

  /** Where things are made. */
  Staging staging() {
    return staging;
  }

  /** Moves a finished file. */
  void file(RestorePath path, String temporary, boolean keepMode) throws IOException {
    try (DirectoryCache.Lease lease = folders.openOrCreate(path.parent())) {
      TargetEntry old = makeWay(lease, path);
      if (old != null && old.is(TargetEntry.Kind.FILE)) {
        staging.directory().takeOwner(temporary, lease.directory(), path.name());
      }
      if (keepMode && old != null && old.is(TargetEntry.Kind.FILE)) {
        staging.directory().setAttributes(temporary, SafeTarget.NO_TIME, old.mode());
      }
      staging.directory().move(temporary, lease.directory(), path.name());
      lease.changed();
    }
  }

  /** Makes a symbolic link. */
  void symbolicLink(RestorePath path, String linkTarget, long mtimeNs) throws IOException {
    try {
      made(
          path,
          name -> {
            staging.directory().createSymbolicLink(name, linkTarget);
            setLinkTime(staging.directory(), name, mtimeNs);
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
      made(path, name -> staging.directory().createHardLink(name, existingIn, existing));
    } catch (UnsupportedOperationException e) {
      throw new IOException("The target has no hard links.", e);
    }
  }

  /** Lets an entry be made under a temporary name, and moves it. */
  private void made(RestorePath path, TargetDirectory.NameVisitor maker) throws IOException {
    String temporary = staging.newName();
    try (DirectoryCache.Lease lease = folders.openOrCreate(path.parent())) {
      makeWay(lease, path);
      maker.visit(temporary);
      try {
        staging.directory().move(temporary, lease.directory(), path.name());
      } finally {
        // A rename between two names of the same file does nothing and leaves both (rename(2)).
        if (staging.directory().stat(temporary) != null) {
          staging.discard(temporary, TargetEntry.Kind.FILE);
        }
      }
      lease.changed();
    }
  }

  /** What is in a place that is about to be taken, unless that must not be replaced. */
  private @Nullable TargetEntry makeWay(DirectoryCache.Lease lease, RestorePath path)
      throws IOException {
    TargetEntry old = lease.directory().stat(path.name());
    if (old == null) {
      return null;
    }
    if (!old.is(TargetEntry.Kind.LINK)) {
      DirectoryCache.requireSpelling(lease.directory(), path.name(), traits);
    }
    if (old.is(TargetEntry.Kind.OTHER)) {
      throw new RefusedEntryException(
          "Not restored: a device, socket or pipe is in its place in the target; remove it.");
    }
    if (old.is(TargetEntry.Kind.DIRECTORY)) {
      try {
        lease.directory().delete(path.name(), old.kind());
      } catch (IOException e) {
        RefusedEntryException refused =
            new RefusedEntryException(
                "Not restored: a folder that is not empty is in its place in the target; move it"
                    + " away.");
        refused.addSuppressed(e);
        throw refused;
      }
    }
    return old;
  }
}
