package io.spaces.client.internal.vault.restore;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.compact.CompactTime;
import io.spaces.client.internal.disk.ExternalSorter;
import io.spaces.client.internal.restore.RefusedEntryException;
import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.SafeTarget;
import io.spaces.client.internal.restore.TargetEntry;
import io.spaces.client.internal.restore.entry.CollisionDetector;
import io.spaces.client.internal.restore.entry.WantedPaths;
import io.spaces.client.internal.restore.platform.NameTraits;
import io.spaces.client.internal.restore.platform.Platform;
import io.spaces.client.internal.spec.RestoreSpec;
import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.format.EntryFormat;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.vault.snapshot.PackOrder;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.snapshot.SnapshotEntry;
import io.spaces.client.transfer.ObjectFailure;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot's entries, sorted into what can be restored, in the order in which that is best done,
 * and what cannot because of its name. Whoever wrote the snapshot may be malicious; nothing it
 * names is used as a path unchecked. Makes the folders on its way, so that they are there even when
 * they are empty.
 */
final class SnapshotContents implements AutoCloseable {
  private static final int MEMORY = 4 << 20;
  private static final int OWNER = 0700;

  /** How much of a path that is refused is told. */
  private static final int LONGEST_TOLD = 300;

  private final RestoreSpec spec;
  private final @Nullable SafeTarget target;
  private final CollisionDetector names;
  private final WantedPaths wanted;
  private final PackOrder files;
  private final ExternalSorter links;
  private final ExternalSorter folders;
  private final Set<String> linked = new HashSet<>();
  private final List<ObjectFailure> refused = new ArrayList<>();
  private final List<ObjectFailure> refusedFolders = new ArrayList<>();

  /** Folders that are restored only if something in them is, outermost first. */
  private final Deque<SnapshotEntry> optional = new ArrayDeque<>();

  private boolean any;
  private boolean leftOut;
  private long objects;
  private long bytes;

  SnapshotContents(VaultReader reader, RestoreSpec spec, @Nullable SafeTarget target) {
    this.spec = spec;
    this.target = target;
    names = new CollisionDetector(target == null ? NameTraits.EXACT : target.traits());
    wanted = new WantedPaths(spec.paths());
    files = reader.inPackOrder();
    links = new ExternalSorter(EntryFormat::compare, spec.temporaryDirectory(), MEMORY);
    // What is in a folder comes before the folder: its permissions may shut it for good.
    folders =
        new ExternalSorter((a, b) -> EntryFormat.compare(b, a), spec.temporaryDirectory(), MEMORY);
  }

  void readAll(VaultReader.Entries entries, Cancellation cancellation) throws IOException {
    while (entries.hasNext()) {
      cancellation.throwIfCancelled();
      add(entries.next());
    }
    optional.clear();
  }

  private void add(VaultEntry entry) throws IOException {
    SnapshotEntry about = entry.entry();
    boolean folder = about.type() == SnapshotEntry.Type.DIRECTORY;
    try {
      RestorePath.parse(about.path(), Platform.current());
      wanted.saw(about.path());
      if (spec.rules().accepts(about.path(), folder)) {
        any = true;
        addOptional(about.path());
        if (!folder) {
          addObject(entry, spec.root().path(about.path()));
        } else if (spec.root().takes(about.path())) {
          addFolder(about, true);
        }
      } else {
        leftOut = true;
        if (folder && spec.root().takes(about.path())) {
          putOff(about);
        }
      }
    } catch (RefusedEntryException e) {
      refuse(about, folder ? refusedFolders : refused, e);
    }
  }

  private void refuse(SnapshotEntry entry, List<ObjectFailure> where, IOException why) {
    String path = entry.path();
    String told = path.length() > LONGEST_TOLD ? path.substring(0, LONGEST_TOLD) + "…" : path;
    where.add(ObjectFailure.of(told, why));
    if (where == refused) {
      objects++;
      bytes += entry.size();
    }
  }

  private void addObject(VaultEntry entry, RestorePath path) throws IOException {
    SnapshotEntry about = entry.entry();
    if (names.add(path) != CollisionDetector.Verdict.FRESH) {
      throw collision();
    }
    objects++;
    bytes += about.size();
    if (about.type() == SnapshotEntry.Type.FILE) {
      files.add(entry);
      return;
    }
    links.add(EntryFormat.write(entry));
    String to = about.linkTarget();
    if (about.type() == SnapshotEntry.Type.HARD_LINK && to != null) {
      linked.add(to);
    }
  }

  /** Takes in a folder, which stays as it is if it is there and was not asked for. */
  private void addFolder(SnapshotEntry folder, boolean asked) throws IOException {
    RestorePath path = spec.root().path(folder.path());
    if (names.addFolder(path) == CollisionDetector.Verdict.COLLIDING) {
      throw collision();
    }
    if (target == null || spec.dryRun()) {
      return;
    }
    try {
      TargetEntry there = target.stat(path);
      if (!target.createDirectory(path)) {
        folders.add(EntryFormat.write(new VaultEntry(folder, BlobIds.NONE)));
        return;
      }
      boolean shut =
          there != null && there.mode() != SafeTarget.NO_MODE && (there.mode() & OWNER) != OWNER;
      if (there == null || (spec.overwrite() != OverwritePolicy.NEVER && (asked || shut))) {
        if (there != null && shut) {
          // It must take files again; its permissions are set at the end.
          target.finishDirectory(path, SafeTarget.NO_TIME, there.mode() | OWNER);
        }
        SnapshotEntry then = asked || there == null ? folder : asIs(folder, there);
        folders.add(EntryFormat.write(new VaultEntry(then, BlobIds.NONE)));
      }
    } catch (IOException e) {
      refuse(folder, refusedFolders, e);
    }
  }

  /** A folder that was not asked for gets back what it had. */
  private static SnapshotEntry asIs(SnapshotEntry folder, TargetEntry there) {
    return SnapshotEntry.builder(folder.path(), folder.type(), CompactTime.instant(there.mtimeNs()))
        .permissions(there.mode())
        .build();
  }

  private void putOff(SnapshotEntry folder) {
    while (!optional.isEmpty() && !folder.path().startsWith(optional.getLast().path() + "/")) {
      optional.removeLast();
    }
    optional.addLast(folder);
  }

  /** Takes in the folders above a path that were put off. */
  private void addOptional(String path) throws IOException {
    while (!optional.isEmpty()) {
      SnapshotEntry folder = optional.removeFirst();
      if (path.startsWith(folder.path() + "/")) {
        addFolder(folder, false);
      }
    }
  }

  private static RefusedEntryException collision() {
    return new RefusedEntryException(
        "Not restored: in the target, its name or that of a folder it is in is one with another"
            + " entry's.");
  }

  /** The paths that are asked for one by one. */
  WantedPaths wanted() {
    return wanted;
  }

  /** Whether there is anything that the rules take, empty folders included. */
  boolean hasAny() {
    return any || objects > 0;
  }

  /** Whether there is anything that the rules leave out. */
  boolean hasLeftOut() {
    return leftOut;
  }

  /** Files and links that are to be restored, those included whose names are refused. */
  long objects() {
    return objects;
  }

  /** The content length of all files. */
  long bytes() {
    return bytes;
  }

  /** Files and links that cannot be restored because of their names. */
  List<ObjectFailure> refused() {
    return refused;
  }

  /** The same, of folders. */
  List<ObjectFailure> refusedFolders() {
    return refusedFolders;
  }

  /** Files in the order of their packs. */
  PackOrder files() {
    return files;
  }

  /** Symbolic and hard links in the order of their paths. */
  Iterator<SnapshotEntry> links() throws IOException {
    return entries(links);
  }

  /** Folders whose attributes are still to be set, those inside others first. */
  Iterator<SnapshotEntry> folders() throws IOException {
    return entries(folders);
  }

  /** Whether a hard link says that it is another name of this path. */
  boolean isLinked(String path) {
    return linked.contains(path);
  }

  /** Whether a path is, in this target, that of an entry or of a folder of one. */
  boolean has(RestorePath path) {
    return names.has(path);
  }

  private static Iterator<SnapshotEntry> entries(ExternalSorter sorter) throws IOException {
    Iterator<byte[]> records = sorter.sorted();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return records.hasNext();
      }

      @Override
      public SnapshotEntry next() {
        try {
          DataInputStream in = new DataInputStream(new ByteArrayInputStream(records.next()));
          VaultEntry entry = EntryFormat.read(in);
          if (entry == null) {
            throw new SpaceException("A temporary file was changed during the restore.");
          }
          return entry.entry();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  @Override
  public void close() {
    files.close();
    links.close();
    folders.close();
  }
}
