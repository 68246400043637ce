package io.spaces.client.internal.vault.view;

import static java.util.Objects.requireNonNull;

import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the methods of {@link java.nio.file.Files} ask of snapshots. Nothing can be changed. */
final class SnapshotProvider extends FileSystemProvider {
  static final String SCHEME = "spaces-snapshot";
  static final SnapshotProvider INSTANCE = new SnapshotProvider();

  private static final Set<OpenOption> CHANGING =
      Set.of(
          StandardOpenOption.WRITE, StandardOpenOption.APPEND, StandardOpenOption.DELETE_ON_CLOSE);
  private static final int BUFFER = 1 << 16;

  private final Map<String, SnapshotFileSystem> open = new ConcurrentHashMap<>();
  private final AtomicLong opened = new AtomicLong();

  private SnapshotProvider() {}

  SnapshotFileSystem add(String id, Function<String, SnapshotFileSystem> made) {
    String name = id + "." + opened.incrementAndGet();
    SnapshotFileSystem system = made.apply(name);
    open.put(name, system);
    return system;
  }

  void remove(String name) {
    open.remove(name);
  }

  static boolean follows(LinkOption... options) {
    return !Arrays.asList(options).contains(LinkOption.NOFOLLOW_LINKS);
  }

  private static int find(SnapshotPath path, boolean follow) throws IOException {
    return path.getFileSystem().find(path, follow);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("A snapshot is opened by the client that has its key");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    if (!SCHEME.equals(uri.getScheme()) || uri.getAuthority() == null) {
      throw new IllegalArgumentException(uri + " does not begin with " + SCHEME + "://");
    }
    SnapshotFileSystem system = open.get(uri.getAuthority());
    if (system == null) {
      throw new FileSystemNotFoundException(uri + " is of no snapshot that is open");
    }
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    return getFileSystem(uri).getPath(uri.getPath());
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    SnapshotPath file = SnapshotPath.of(path);
    file.getFileSystem().requireOpen();
    for (OpenOption option : options) {
      if (CHANGING.contains(option)) {
        throw new ReadOnlyFileSystemException();
      }
      if (!(option instanceof StandardOpenOption) && !(option instanceof LinkOption)) {
        throw new UnsupportedOperationException("The option " + option + " is unknown");
      }
    }
    int found = find(file, !options.contains(LinkOption.NOFOLLOW_LINKS));
    return file.getFileSystem().content(file, found);
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    return Channels.newInputStream(newByteChannel(path, Set.of(options)));
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) {
    throw readOnly(path);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    SnapshotPath folder = SnapshotPath.of(path);
    requireNonNull(filter);
    int found = find(folder, true);
    if (!folder.getFileSystem().attributes(found).isDirectory()) {
      throw new NotDirectoryException(path.toString());
    }
    return new FolderStream(folder, found, filter);
  }

  @Override
  public Path readSymbolicLink(Path path) throws IOException {
    SnapshotPath link = SnapshotPath.of(path);
    SnapshotFileSystem system = link.getFileSystem();
    int found = find(link, false);
    if (!system.attributes(found).isSymbolicLink()) {
      throw new NotLinkException(path.toString());
    }
    try {
      return system.getPath(system.linkTarget(found));
    } catch (InvalidPathException e) {
      throw new NotLinkException(path.toString(), null, "leads to what is no path");
    }
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    SnapshotPath one = SnapshotPath.of(path);
    if (path.equals(other)) {
      return true;
    }
    if (!(other instanceof SnapshotPath two) || two.getFileSystem() != one.getFileSystem()) {
      return false;
    }
    SnapshotFileSystem system = one.getFileSystem();
    return system
        .attributes(find(one, true))
        .fileKey()
        .equals(system.attributes(find(two, true)).fileKey());
  }

  @Override
  public boolean isHidden(Path path) {
    Path name = SnapshotPath.of(path).getFileName();
    return name != null && name.toString().startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    SnapshotPath ours = SnapshotPath.of(path);
    int unused = find(ours, true);
    return new SnapshotStorage(ours.getFileSystem().snapshot());
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    SnapshotPath ours = SnapshotPath.of(path);
    EntryAttributes about = ours.getFileSystem().attributes(find(ours, true));
    List<AccessMode> wanted = Arrays.asList(modes);
    boolean runs =
        about.isDirectory() || about.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
    if (wanted.contains(AccessMode.WRITE)) {
      throw new AccessDeniedException(path.toString(), null, "a snapshot is read-only");
    }
    if (wanted.contains(AccessMode.EXECUTE) && !runs) {
      throw new AccessDeniedException(path.toString());
    }
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    SnapshotPath ours = SnapshotPath.of(path);
    if (type != BasicFileAttributes.class && type != PosixFileAttributes.class) {
      throw new UnsupportedOperationException("A snapshot has no " + type.getSimpleName());
    }
    return type.cast(ours.getFileSystem().attributes(find(ours, follows(options))));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    SnapshotPath ours = SnapshotPath.of(path);
    int found = find(ours, follows(options));
    return nullable(
        AttributeNames.read(
            names, ours.getFileSystem().attributes(found), () -> hash(ours, found)));
  }

  /** What this interface says of its values is not known to NullAway. */
  @SuppressWarnings("NullAway")
  private static Map<String, Object> nullable(Map<String, @Nullable Object> values) {
    return values;
  }

  /** Reads a file to compute its hash; there is none of anything else. */
  private static @Nullable String hash(SnapshotPath path, int number) throws IOException {
    SnapshotFileSystem system = path.getFileSystem();
    if (system.entry(number).entry().type() != SnapshotEntry.Type.FILE) {
      return null;
    }
    ContentHash hash = new ContentHash();
    try (InputStream in = Channels.newInputStream(system.content(path, number))) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        hash.update(buffer, 0, read);
      }
    }
    return ContentHash.toCid(hash.finish());
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    SnapshotPath ours = SnapshotPath.of(path);
    if (type == BasicFileAttributeView.class
        || type == PosixFileAttributeView.class
        || type == FileOwnerAttributeView.class) {
      String name = AttributeView.name(type);
      return type.cast(
          new AttributeView(name, () -> readAttributes(ours, PosixFileAttributes.class, options)));
    }
    return null;
  }

  private static ReadOnlyFileSystemException readOnly(Path path) {
    SnapshotPath.of(path).getFileSystem().requireOpen();
    return new ReadOnlyFileSystemException();
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) {
    throw readOnly(path);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) {
    throw readOnly(link);
  }

  @Override
  public void createLink(Path link, Path existing) {
    throw readOnly(link);
  }

  @Override
  public void delete(Path path) {
    throw readOnly(path);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw readOnly(target);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) {
    throw readOnly(source);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw readOnly(path);
  }
}
