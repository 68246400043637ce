package io.spaces.client.internal.vault.restore;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.restore.RefusedEntryException;
import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.SafeTarget;
import io.spaces.client.internal.restore.TargetEntry;
import io.spaces.client.internal.restore.entry.EntryGuard;
import io.spaces.client.internal.restore.entry.OverwriteDecision;
import io.spaces.client.internal.restore.platform.TargetFullException;
import io.spaces.client.internal.spec.RestoreSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes symbolic and hard links, when all files are there. A hard link whose other name is not in
 * the target with the right content becomes a file of its own. For one thread.
 */
final class Links {
  private final RestoreSpec spec;
  private final @Nullable SafeTarget target;
  private final Monitor monitor;
  private final EntryGuard guard;
  private final Set<String> inPlace;

  /** Hard links to be copied, by the path of the file that has their content. */
  private final Map<String, List<SnapshotEntry>> copies = new TreeMap<>();

  /**
   * Links to be.
   *
   * @param inPlace the paths of files that hard links may name and that have the right content
   */
  Links(
      RestoreSpec spec,
      @Nullable SafeTarget target,
      Monitor monitor,
      EntryGuard guard,
      Set<String> inPlace) {
    this.spec = spec;
    this.target = target;
    this.monitor = monitor;
    this.guard = guard;
    this.inPlace = inPlace;
  }

  void make(Iterator<SnapshotEntry> links) {
    while (links.hasNext()) {
      SnapshotEntry link = links.next();
      String to = link.linkTarget() == null ? "" : link.linkTarget();
      guard.attempt(
          link.path(),
          attempt -> {
            RestorePath path = spec.root().path(link.path());
            if (link.type() == SnapshotEntry.Type.SYMBOLIC_LINK) {
              symbolic(attempt, link, path, to);
            } else {
              hard(attempt, link, path, to);
            }
          });
    }
  }

  private void symbolic(EntryGuard.Attempt attempt, SnapshotEntry link, RestorePath path, String to)
      throws IOException {
    TargetEntry there = target == null ? null : target.stat(path);
    boolean same =
        target != null
            && there != null
            && there.kind() == TargetEntry.Kind.LINK
            && target.linkTarget(path).equals(to);
    long mtimeNs = Attributes.mtimeNs(link);
    if (target != null
        && same
        && !spec.dryRun()
        && spec.overwrite() == OverwritePolicy.IF_DIFFERENT) {
      target.updateLink(path, mtimeNs);
    }
    if (settle(link, there, same)) {
      return;
    }
    attempt.started(0);
    if (target != null) {
      target.symbolicLink(path, to, mtimeNs);
    }
    monitor.moved(link.path(), 0, 0);
  }

  private void hard(EntryGuard.Attempt attempt, SnapshotEntry link, RestorePath path, String to)
      throws IOException {
    if (!inPlace.contains(to)) {
      copies.computeIfAbsent(to, key -> new ArrayList<>()).add(link);
      return;
    }
    RestorePath first = spec.root().path(to);
    TargetEntry there = target == null ? null : target.stat(path);
    TargetEntry file = target == null ? null : target.stat(first);
    boolean same =
        there != null
            && file != null
            && there.identity() != null
            && there.identity().equals(file.identity());
    if (settle(link, there, same)) {
      return;
    }
    if (target != null && link(target, path, first)) {
      attempt.started(0);
      monitor.moved(link.path(), 0, 0);
    } else {
      copies.computeIfAbsent(to, key -> new ArrayList<>()).add(link);
    }
  }

  private static boolean link(SafeTarget target, RestorePath path, RestorePath first)
      throws IOException {
    try {
      target.hardLink(path, first);
      return true;
    } catch (RefusedEntryException | TargetFullException e) {
      throw e;
    } catch (IOException e) {
      // No hard links here, or one too many (EMLINK): the content counts more than the link.
      return false;
    }
  }

  /** Deals with a link that is not to be made; false when it is to be made. */
  private boolean settle(SnapshotEntry link, @Nullable TargetEntry there, boolean same) {
    String key = link.path();
    switch (decide(link, there, same)) {
      case SAME -> monitor.unchanged(key, 0);
      case KEEP -> monitor.kept(key, 0, "is in the target already");
      case WRITE -> {
        if (!spec.dryRun()) {
          return false;
        }
        monitor.planned(key, 0, 0);
      }
    }
    return true;
  }

  private OverwriteDecision decide(SnapshotEntry link, @Nullable TargetEntry there, boolean same) {
    if (there == null || spec.overwrite() == OverwritePolicy.ALWAYS) {
      return OverwriteDecision.WRITE;
    }
    if (same) {
      return OverwriteDecision.SAME;
    }
    return switch (spec.overwrite()) {
      case NEVER -> OverwriteDecision.KEEP;
      case IF_NEWER ->
          Attributes.mtimeNs(link) > there.mtimeNs()
              ? OverwriteDecision.WRITE
              : OverwriteDecision.KEEP;
      case ALWAYS, IF_DIFFERENT -> OverwriteDecision.WRITE;
    };
  }

  /** Restores what cannot be linked as files: goes through the snapshot once more for that. */
  void copy(VaultReader.Entries entries, FileWorker worker) {
    while (entries.hasNext() && !copies.isEmpty()) {
      VaultEntry first = entries.next();
      if (first.entry().type() == SnapshotEntry.Type.FILE) {
        List<SnapshotEntry> links = copies.remove(first.entry().path());
        if (links != null) {
          links.forEach(link -> worker.carryOut(under(link, first), 0));
        }
      }
    }
    copies.values().forEach(links -> links.forEach(this::lacksFile));
  }

  boolean hasCopies() {
    return !copies.isEmpty();
  }

  private static VaultEntry under(SnapshotEntry link, VaultEntry first) {
    SnapshotEntry file =
        SnapshotEntry.builder(link.path(), SnapshotEntry.Type.FILE, first.entry().modified())
            .size(first.entry().size())
            .permissions(first.entry().permissions())
            .build();
    return new VaultEntry(file, first.blobs());
  }

  private void lacksFile(SnapshotEntry link) {
    guard.attempt(
        link.path(),
        attempt -> {
          throw new IntegrityException(
              "Not restored: it is a further name of \""
                  + link.linkTarget()
                  + "\", which is no file in the snapshot.",
              null);
        });
  }
}
