package io.spaces.client.internal.vault.view;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A snapshot as a read-only file system. Contents are fetched and verified when they are read.
 * Links are followed within it, and never out of it. Safe for use by several threads.
 */
public final class SnapshotFileSystem extends FileSystem {
  /** For so many readers at once; about 60 packs, 1 GiB, are kept on disk for them. */
  public static final int CONCURRENCY = 20;

  private static final int MOST_LINKS = 40;

  private final String authority;
  private final Snapshot snapshot;
  private final VaultReader reader;
  private final EntryTable table;
  private final ConcurrentLinkedQueue<VaultReader.Worker> idle = new ConcurrentLinkedQueue<>();
  private final Set<Closeable> users = ConcurrentHashMap.newKeySet();
  private volatile Runnable whenClosed = () -> {};
  private volatile boolean closed;

  /** One that a thread has found. */
  private record Found(String path, int number) {}

  private SnapshotFileSystem(
      String authority, Snapshot snapshot, VaultReader reader, EntryTable table) {
    this.authority = authority;
    this.snapshot = snapshot;
    this.reader = reader;
    this.table = table;
  }

  /**
   * Reads all entries of a snapshot.
   *
   * @param record the snapshot
   * @param reader reads its vault; closed with the file system, or at once when that fails
   * @param temporaryDirectory where the list of entries is kept, sealed
   * @return to be closed
   * @throws SpaceException when the entries cannot be read
   */
  public static SnapshotFileSystem open(
      SnapshotRecord record, VaultReader reader, Path temporaryDirectory) {
    Snapshot snapshot = record.snapshot();
    boolean open = false;
    try (VaultReader.Entries entries = reader.entries(record)) {
      EntryTable table = EntryTable.of(entries, snapshot.time(), temporaryDirectory);
      SnapshotFileSystem system =
          SnapshotProvider.INSTANCE.add(
              snapshot.id(), name -> new SnapshotFileSystem(name, snapshot, reader, table));
      open = true;
      return system;
    } catch (IOException e) {
      throw new SpaceException(
          "The entries of snapshot "
              + snapshot.id()
              + " cannot be kept in "
              + temporaryDirectory
              + ": "
              + e.getMessage(),
          e);
    } finally {
      if (!open) {
        reader.close();
      }
    }
  }

  /**
   * Says what to do once it is closed.
   *
   * @param action must not throw
   */
  public void onClose(Runnable action) {
    whenClosed = action;
  }

  /** What its URIs name it by. */
  String authority() {
    return authority;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  void requireOpen() {
    if (closed) {
      throw new ClosedFileSystemException();
    }
  }

  /** Returns the number of the entry of a path; that of the root is {@link EntryTable#NONE}. */
  int find(SnapshotPath path, boolean follow) throws IOException {
    return resolve(path, follow).number();
  }

  Path realPath(SnapshotPath path, boolean follow) throws IOException {
    if (follow) {
      return SnapshotPath.of(this, "/" + resolve(path, true).path());
    }
    var unused = resolve(path, false);
    return path.toAbsolutePath().normalize();
  }

  private Found resolve(SnapshotPath path, boolean follow) throws IOException {
    requireOpen();
    try {
      int listed = path.entry();
      if (listed != EntryTable.NONE && (!follow || !isLink(listed))) {
        return new Found(table.path(listed), listed);
      }
      List<String> names = path.names();
      if (!names.contains("..") && !names.contains(".")) {
        // What has this very path has no link above it.
        String key = String.join("/", names);
        int number = key.isEmpty() ? EntryTable.NONE : table.find(key);
        if (number != EntryTable.NONE && (!follow || !isLink(number))) {
          return new Found(key, number);
        }
      }
      return walk(path, names, follow);
    } catch (IOException e) {
      requireOpen(); // its table may have been closed meanwhile
      throw e;
    }
  }

  private Found walk(SnapshotPath path, List<String> names, boolean follow) throws IOException {
    Deque<String> left = new ArrayDeque<>(names);
    Found at = new Found("", EntryTable.NONE);
    int links = 0;
    while (!left.isEmpty()) {
      String name = left.removeFirst();
      if (at.number() != EntryTable.NONE && type(at.number()) != SnapshotEntry.Type.DIRECTORY) {
        throw new NoSuchFileException(path.toString());
      }
      if (name.equals("..")) {
        at = parent(at, path, links > 0);
      } else if (!name.isEmpty() && !name.equals(".")) {
        String next = at.path().isEmpty() ? name : at.path() + "/" + name;
        int number = table.find(next);
        if (number == EntryTable.NONE) {
          throw new NoSuchFileException(path.toString());
        }
        if (isLink(number) && (follow || !left.isEmpty())) {
          if (++links > MOST_LINKS) {
            throw new FileSystemLoopException(path.toString());
          }
          pushTarget(number, left, path);
        } else {
          at = new Found(next, number);
        }
      }
    }
    return at;
  }

  private Found parent(Found at, SnapshotPath path, boolean linked) throws IOException {
    int slash = at.path().lastIndexOf('/');
    if (at.path().isEmpty() && linked) {
      throw leadsOut(path);
    }
    if (slash < 0) {
      return new Found("", EntryTable.NONE);
    }
    String parent = at.path().substring(0, slash);
    return new Found(parent, table.find(parent));
  }

  private void pushTarget(int link, Deque<String> left, SnapshotPath path) throws IOException {
    String target = linkTarget(link);
    if (target.isEmpty() || target.startsWith("/")) {
      throw leadsOut(path);
    }
    String[] names = target.split("/", -1);
    for (int i = names.length - 1; i >= 0; i--) {
      left.addFirst(names[i]);
    }
  }

  private static NoSuchFileException leadsOut(SnapshotPath path) {
    return new NoSuchFileException(path.toString(), null, "a link in it leads out of the snapshot");
  }

  private SnapshotEntry.Type type(int number) throws IOException {
    return table.get(number).entry().type();
  }

  private boolean isLink(int number) throws IOException {
    return type(number) == SnapshotEntry.Type.SYMBOLIC_LINK;
  }

  /** What a symbolic or hard link says. */
  String linkTarget(int link) throws IOException {
    String target = table.get(link).entry().linkTarget();
    return target == null ? "" : target;
  }

  /** Returns an entry; of a hard link the file that it is another name of, where that is there. */
  VaultEntry entry(int number) throws IOException {
    if (number == EntryTable.NONE) {
      return new VaultEntry(
          SnapshotEntry.builder("", SnapshotEntry.Type.DIRECTORY, snapshot.time()).build(),
          BlobIds.NONE);
    }
    VaultEntry entry = table.get(number);
    int file = file(number, entry);
    return file == number ? entry : table.get(file);
  }

  private int file(int number, VaultEntry entry) throws IOException {
    if (entry.entry().type() == SnapshotEntry.Type.HARD_LINK) {
      String target = entry.entry().linkTarget();
      int file = target == null ? EntryTable.NONE : table.find(target);
      if (file != EntryTable.NONE && type(file) == SnapshotEntry.Type.FILE) {
        return file;
      }
    }
    return number;
  }

  EntryAttributes attributes(int number) throws IOException {
    int file = number == EntryTable.NONE ? number : file(number, table.get(number));
    return new EntryAttributes(entry(file).entry(), authority + "#" + file);
  }

  /** The first entry in a folder. */
  int first(int folder) {
    return folder + 1;
  }

  /** The entry that follows one in the same folder; from {@link #last} on there is none. */
  int next(int entry) {
    return table.end(entry);
  }

  int last(int folder) {
    return folder == EntryTable.NONE ? table.count() : table.end(folder);
  }

  String name(int entry) throws IOException {
    String path = table.path(entry);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Opens a file's content. */
  FileContent content(SnapshotPath path, int number) throws IOException {
    VaultEntry file = entry(number);
    switch (file.entry().type()) {
      case FILE -> {}
      case DIRECTORY -> throw new FileSystemException(path.toString(), null, "is a directory");
      case SYMBOLIC_LINK ->
          throw new FileSystemException(
              path.toString(), null, "is a symbolic link, and is not to be followed");
      case HARD_LINK ->
          throw new FileSystemException(
              path.toString(),
              null,
              "is another name of \"" + file.entry().linkTarget() + "\", which is not there");
    }
    long[] ends = verified(path.toString(), () -> reader.ends(file));
    FileContent content = new FileContent(this, path.toString(), file.blobs(), ends);
    use(content);
    return content;
  }

  byte[] read(String path, BlobId blob) throws IOException {
    return verified(
        path,
        () -> {
          VaultReader.Worker worker = idle.poll();
          VaultReader.Worker mine = worker == null ? reader.worker() : worker;
          try {
            return mine.read(blob);
          } finally {
            idle.add(mine);
            if (closed) {
              closeIdle();
            }
          }
        });
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  /** What fails here is one file. */
  private <T> T verified(String path, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (SpaceException e) {
      FileSystemException failure = new FileSystemException(path, null, e.getMessage());
      failure.initCause(e);
      throw failure;
    } catch (IllegalStateException e) {
      requireOpen(); // what it reads from was closed meanwhile
      throw e;
    }
  }

  void forget(Closeable user) {
    users.remove(user);
  }

  void use(Closeable user) throws IOException {
    users.add(user);
    if (closed) {
      user.close();
      requireOpen();
    }
  }

  private void closeIdle() {
    for (VaultReader.Worker worker = idle.poll(); worker != null; worker = idle.poll()) {
      worker.close();
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    SnapshotProvider.INSTANCE.remove(authority);
    whenClosed.run();
    try {
      for (Closeable user : users) {
        user.close();
      }
    } finally {
      closeIdle();
      try {
        reader.close();
      } finally {
        table.close();
      }
    }
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public FileSystemProvider provider() {
    return SnapshotProvider.INSTANCE;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    requireOpen();
    return List.of(getPath("/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    requireOpen();
    return List.of(new SnapshotStorage(snapshot));
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    requireOpen();
    return AttributeNames.VIEWS;
  }

  @Override
  public Path getPath(String first, String... more) {
    StringBuilder joined = new StringBuilder(first);
    for (String part : more) {
      if (!part.isEmpty()) {
        joined.append(joined.isEmpty() ? "" : "/").append(part);
      }
    }
    return SnapshotPath.of(this, joined.toString());
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    requireOpen();
    return PathPatterns.parse(syntaxAndPattern);
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("A snapshot does not know who its files belong to");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("A snapshot never changes");
  }

  @Override
  public String toString() {
    return "snapshot " + snapshot.id();
  }
}
