package io.spaces.client.internal.restore;

import io.spaces.client.internal.memory.Descriptors;
import io.spaces.client.internal.restore.platform.NameTraits;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open folders of a target: the most recently used ones, so many at the most. Each time a
 * folder is asked for, the whole way down to it is looked at again; a folder that was replaced
 * meanwhile, by a link or another folder, is opened anew or refused. Safe for use by several
 * threads.
 */
final class DirectoryCache implements Closeable {
  /** How many closed folders for each open one may wait to be synced. */
  private static final int UNSYNCED_FOR_ONE = 16;

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryCache.class);

  private final NameTraits traits;
  private final int limit;
  private final @Nullable Mounts mounts;
  private final Node rootNode;
  private final LinkedHashMap<String, Node> nodes = new LinkedHashMap<>(64, 0.75f, true);

  private volatile @Nullable Clearing clearing;

  /** Folders that were closed before they were synced: one sync for many visits is cheaper. */
  private final Set<String> unsynced = new HashSet<>();

  /**
   * A cache over a root that it does not close.
   *
   * @param staging where what is new is made, but in other file systems; null when nothing is to be
   *     made
   */
  DirectoryCache(TargetDirectory root, NameTraits traits, int limit, @Nullable Staging staging) {
    this.traits = traits;
    this.limit = limit;
    this.mounts = staging == null ? null : new Mounts(root);
    this.rootNode = new Node("", root, staging, null);
  }

  /** What a folder that does not exist makes of the way to it. */
  private enum Missing {
    /** There is none. */
    GIVE_UP,
    /** It ends at the last one that exists. */
    STOP,
    /** It is made. */
    MAKE,
    /** It is made, also where a file has to make way. */
    REPLACE
  }

  /** From now on, files that it lets go make way for folders, and folders for files. */
  void clearing(Clearing clearing) {
    this.clearing = clearing;
  }

  @Nullable Clearing clearing() {
    return clearing;
  }

  /**
   * Opens a folder, making it and those above it where they are missing, or a file that may go is
   * in their place; null is the target.
   */
  Lease openOrCreate(@Nullable RestorePath path) throws IOException {
    return found(open(path, Missing.REPLACE));
  }

  /** The same, but returns null where a file would have to go. */
  @Nullable Lease openOrMake(RestorePath path) throws IOException {
    return open(path, Missing.MAKE);
  }

  /** Opens a folder or the nearest one above it that exists. */
  Lease openNearest(@Nullable RestorePath path) throws IOException {
    return found(open(path, Missing.STOP));
  }

  private static Lease found(@Nullable Lease lease) {
    if (lease == null) {
      throw new IllegalStateException("a folder was neither found nor made");
    }
    return lease;
  }

  /** Opens a folder, or returns null when it or one above it does not exist, or may go. */
  @Nullable Lease openExisting(@Nullable RestorePath path) throws IOException {
    return open(path, Missing.GIVE_UP);
  }

  private synchronized @Nullable Lease open(@Nullable RestorePath path, Missing missing)
      throws IOException {
    if (unsynced.size() > limit * UNSYNCED_FOR_ONE) {
      syncClosed();
    }
    Node node = path == null ? rootNode : start(path.key());
    node.pins++;
    if (path == null) {
      return new Lease(node);
    }
    String key = path.key();
    int start = node == rootNode ? 0 : node.key.length() + 1;
    while (start <= key.length()) {
      int slash = key.indexOf('/', start);
      int end = slash < 0 ? key.length() : slash;
      Node next;
      boolean last = false;
      try {
        next = child(node, key.substring(0, end), key.substring(start, end), missing);
        last = next == null && missing == Missing.STOP;
      } finally {
        if (!last) {
          unpin(node);
        }
      }
      if (next == null) {
        return last ? new Lease(node) : null;
      }
      node = next;
      start = end + 1;
    }
    return new Lease(node);
  }

  /**
   * Where the way down begins. Of a way that is longer than what is kept open, all would be opened
   * anew each time: there it begins at the nearest open folder that is still in its place.
   */
  private Node start(String key) {
    if (key.chars().filter(c -> c == '/').count() < limit) {
      return rootNode;
    }
    for (int end = key.length(); end > 0; end = key.lastIndexOf('/', end - 1)) {
      Node known = nodes.get(key.substring(0, end));
      if (known != null) {
        return known.directory.isAt(rootNode.directory, known.key) ? known : rootNode;
      }
    }
    return rootNode;
  }

  /** The pinned node of a folder in an open one. */
  private @Nullable Node child(Node parent, String key, String name, Missing missing)
      throws IOException {
    TargetEntry entry = parent.directory.stat(name);
    Node known = nodes.get(key);
    if (known != null) {
      if (known.directory.self().isSameFileAs(entry)) {
        known.pins++;
        return known;
      }
      nodes.remove(key);
      retire(known);
    }
    boolean inTheWay = entry != null && mayGo(entry, key);
    if (entry == null || inTheWay) {
      if (missing == Missing.REPLACE || (missing == Missing.MAKE && !inTheWay)) {
        make(parent, name, inTheWay);
      } else {
        return null;
      }
    } else {
      requireFolder(entry, key);
      requireSpelling(parent.directory, name, traits);
    }
    Node node = node(parent, key, name);
    node.pins++;
    nodes.put(key, node);
    shrink(limit);
    return node;
  }

  private Node node(Node parent, String key, String name) throws IOException {
    TargetDirectory directory = openDirectory(parent.directory, name);
    Staging staging = parent.staging;
    IOException problem = null;
    if (mounts != null
        && (staging == null || mounts.beginsAt(key, directory.self(), parent.directory.self()))) {
      staging = null;
      try {
        staging = mounts.staging(key, parent.directory, name);
      } catch (IOException e) {
        // Its own root may not be writable where a folder further down is.
        problem = e;
      }
    }
    return new Node(key, directory, staging, problem);
  }

  private boolean mayGo(TargetEntry entry, String key) {
    Clearing mine = clearing;
    return mine != null
        && entry.is(TargetEntry.Kind.FILE)
        && mine.mayGo(RestorePath.found(null, key), entry.kind());
  }

  /** Where the application has opened what was left, folders that are not needed now are closed. */
  private TargetDirectory openDirectory(TargetDirectory parent, String name) throws IOException {
    try {
      return parent.openDirectory(name);
    } catch (IOException e) {
      if (!Descriptors.areUsedUp(e)) {
        throw e;
      }
      shrink(0);
      return parent.openDirectory(name);
    }
  }

  private void make(Node parent, String name, boolean replace) throws IOException {
    Staging staging = parent.staging();
    TargetDirectory there = staging.directory();
    String temporary = staging.newName();
    there.createDirectory(temporary);
    try {
      if (replace) {
        requireSpelling(parent.directory, name, traits);
        String aside = staging.newName();
        parent.directory.move(name, there, aside);
        try {
          there.move(temporary, parent.directory, name);
        } catch (IOException e) {
          there.move(aside, parent.directory, name);
          throw e;
        }
        staging.discard(aside, TargetEntry.Kind.FILE);
      } else {
        there.move(temporary, parent.directory, name);
      }
    } catch (IOException e) {
      staging.discard(temporary, TargetEntry.Kind.DIRECTORY);
      throw e;
    }
    parent.dirty = true;
  }

  private static void requireFolder(TargetEntry entry, String key) throws RefusedEntryException {
    if (entry.is(TargetEntry.Kind.LINK)) {
      throw new RefusedEntryException(
          "Not restored: its folder "
              + key
              + " is a symbolic link in the target; remove the link.");
    }
    if (!entry.is(TargetEntry.Kind.DIRECTORY)) {
      throw new RefusedEntryException(
          "Not restored: its folder " + key + " is a file in the target; move the file away.");
    }
  }

  /** Refuses an entry that exists under a name which only this file system takes for the same. */
  static void requireSpelling(TargetDirectory directory, String name, NameTraits traits)
      throws IOException {
    if (traits.isExact()) {
      return;
    }
    String spelling = directory.spelling(name);
    if (!NameTraits.composed(spelling).equals(NameTraits.composed(name))) {
      throw new RefusedEntryException(
          "Not restored: the target has \"" + spelling + "\", which it takes for the same name.");
    }
  }

  private void shrink(int most) throws IOException {
    Iterator<Map.Entry<String, Node>> eldest = nodes.entrySet().iterator();
    while (nodes.size() > most && eldest.hasNext()) {
      Node node = eldest.next().getValue();
      if (node.pins == 0) {
        eldest.remove();
        retire(node);
      }
    }
  }

  private void retire(Node node) throws IOException {
    node.retired = true;
    if (node.pins == 0) {
      closeNode(node);
    }
  }

  private synchronized void unpin(Node node) throws IOException {
    node.pins--;
    if (node.retired && node.pins == 0) {
      closeNode(node);
    }
  }

  private void closeNode(Node node) throws IOException {
    node.directory.close();
    if (node.dirty) {
      unsynced.add(node.key);
    }
  }

  private void syncClosed() throws IOException {
    List<String> keys = List.copyOf(unsynced);
    unsynced.clear();
    for (String key : keys) {
      try (Lease lease = openExisting(RestorePath.found(null, key))) {
        if (lease != null) {
          lease.directory().sync();
        }
      } catch (RefusedEntryException e) {
        LOG.debug("The folder {} was replaced before it was synced.", key);
      }
    }
  }

  /** Makes all changes outlast a power failure. */
  synchronized void sync() throws IOException {
    syncClosed();
    List<Node> all = new ArrayList<>(nodes.values());
    all.add(rootNode);
    for (Node node : all) {
      if (node.dirty) {
        node.dirty = false;
        node.directory.sync();
      }
    }
  }

  /** Closes all that is open; what was not synced stays so. */
  @Override
  public synchronized void close() throws IOException {
    IOException failure = null;
    for (Node node : nodes.values()) {
      node.dirty = false;
      try {
        retire(node);
      } catch (IOException e) {
        failure = e;
      }
    }
    nodes.clear();
    try {
      if (mounts != null) {
        mounts.close();
      }
    } catch (IOException e) {
      failure = e;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static final class Node {
    private final String key;
    private final TargetDirectory directory;

    /** Where is made what goes into it; null where nothing can be, with what is the matter. */
    private final @Nullable Staging staging;

    private final @Nullable IOException problem;
    private int pins;
    private boolean retired;
    private volatile boolean dirty;

    Node(
        String key,
        TargetDirectory directory,
        @Nullable Staging staging,
        @Nullable IOException problem) {
      this.key = key;
      this.directory = directory;
      this.staging = staging;
      this.problem = problem;
    }

    Staging staging() throws IOException {
      if (problem != null) {
        throw problem;
      }
      if (staging == null) {
        throw new IllegalStateException("opened for reading only");
      }
      return staging;
    }

    @Override
    public String toString() {
      return key;
    }
  }

  /** A folder that stays open until the lease is closed. */
  final class Lease implements Closeable {
    private final Node node;

    private Lease(Node node) {
      this.node = node;
    }

    TargetDirectory directory() {
      return node.directory;
    }

    /** Where is made what goes into the folder. */
    Staging staging() throws IOException {
      return node.staging();
    }

    /** Says that entries of the folder have changed. */
    void changed() {
      node.dirty = true;
    }

    @Override
    public void close() throws IOException {
      unpin(node);
    }
  }
}
