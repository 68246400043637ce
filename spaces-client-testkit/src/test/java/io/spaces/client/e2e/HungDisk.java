package io.spaces.client.e2e;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A disk that stops answering about what is called {@code hung}, as a server's may. */
final class HungDisk extends FileSystem {
  /** What blocks. */
  enum At {
    /** Reading, until the thread is interrupted: what Java can wake. */
    READING,
    /** Reading, whatever happens: what the system waits for and nothing can wake. */
    READING_DEAF,
    /** Opening, likewise. */
    OPENING,
    /** Listing a folder, likewise. */
    LISTING,
    /** Making a folder, likewise. */
    MAKING,
    /** Looking at its attributes, likewise. */
    LOOKING
  }

  private static final String HUNG = "hung";

  private final At at;
  private final CountDownLatch met = new CountDownLatch(1);
  private final CountDownLatch answers = new CountDownLatch(1);
  private final Provider provider = new Provider();

  HungDisk(At at) {
    this.at = at;
  }

  /** Waits until somebody waits. */
  void awaitVictim() throws InterruptedException {
    met.await();
  }

  /** From now on the disk answers. */
  @Override
  public void close() {
    answers.countDown();
  }

  /** A path of the machine, on this disk. */
  Path at(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            HungDisk.class.getClassLoader(),
            new Class<?>[] {Path.class},
            (proxy, method, args) -> call(path, method, args));
  }

  private @Nullable Object call(Path path, Method method, Object @Nullable [] args)
      throws Throwable {
    if (method.getName().equals("getFileSystem")) {
      return this;
    }
    Object[] plain = args == null ? new Object[0] : args.clone();
    for (int i = 0; i < plain.length; i++) {
      plain[i] = plain[i] instanceof Path other ? plain(other) : plain[i];
    }
    try {
      Object result = method.invoke(path, plain);
      if (result instanceof Iterator<?> names) {
        List<Path> all = new ArrayList<>();
        names.forEachRemaining(name -> all.add(at((Path) name)));
        return all.iterator();
      }
      return result instanceof Path other ? at(other) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Path plain(Path path) {
    return Proxy.isProxyClass(path.getClass())
        ? FileSystems.getDefault().getPath(path.toString())
        : path;
  }

  private void meet(Path path, At what) throws IOException {
    Path name = path.getFileName();
    if (what != at || name == null || !name.toString().equals(HUNG)) {
      return;
    }
    met.countDown();
    boolean interrupted = false;
    while (answers.getCount() > 0) {
      try {
        answers.await();
      } catch (InterruptedException e) {
        interrupted = true;
        if (what == At.READING) {
          Thread.currentThread().interrupt();
          throw new ClosedByInterruptException();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return FileSystems.getDefault().getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(at(Path.of("/")));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public Path getPath(String first, String... more) {
    return at(Path.of(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    throw new UnsupportedOperationException();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }

  /** A channel of a file that may hang. */
  private record Channel(HungDisk disk, Path path, SeekableByteChannel file)
      implements SeekableByteChannel {
    @Override
    public int read(ByteBuffer into) throws IOException {
      disk.meet(path, At.READING);
      disk.meet(path, At.READING_DEAF);
      return file.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      return file.write(from);
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
      return file.position(position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      return file.truncate(size);
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private final class Provider extends FileSystemProvider {
    @Override
    public String getScheme() {
      return HUNG;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
      return HungDisk.this;
    }

    @Override
    public Path getPath(URI uri) {
      return at(Path.of(uri));
    }

    @Override
    public SeekableByteChannel newByteChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      meet(path, At.OPENING);
      Path plain = plain(path);
      return new Channel(HungDisk.this, plain, Files.newByteChannel(plain, options, attributes));
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // What is returned owns the stream.
    public DirectoryStream<Path> newDirectoryStream(
        Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
      meet(folder, At.LISTING);
      DirectoryStream<Path> entries = Files.newDirectoryStream(plain(folder));
      return new DirectoryStream<>() {
        @Override
        public Iterator<Path> iterator() {
          List<Path> all = new ArrayList<>();
          entries.forEach(entry -> all.add(at(entry)));
          return all.iterator();
        }

        @Override
        public void close() throws IOException {
          entries.close();
        }
      };
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        Path path, Class<A> type, LinkOption... options) throws IOException {
      meet(path, At.LOOKING);
      return Files.readAttributes(plain(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
        throws IOException {
      return Files.readAttributes(plain(path), names, options);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
        Path path, Class<V> type, LinkOption... options) {
      return Files.getFileAttributeView(plain(path), type, options);
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
      Path plain = plain(path);
      plain.getFileSystem().provider().checkAccess(plain, modes);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
      return Files.isSameFile(plain(path), plain(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
      return Files.isHidden(plain(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
      return Files.getFileStore(plain(path));
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
      meet(folder, At.MAKING);
      Files.createDirectory(plain(folder), attributes);
    }

    @Override
    public void delete(Path path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options) {
      throw new UnsupportedOperationException();
    }
  }
}
