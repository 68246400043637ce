package io.spaces.client.internal.restore;

import io.spaces.client.internal.compact.CompactTime;
import io.spaces.client.internal.restore.platform.DescriptorPaths;
import io.spaces.client.internal.restore.platform.FileTimes;
import io.spaces.client.internal.restore.platform.Modes;
import io.spaces.client.internal.restore.platform.MountPoints;
import io.spaces.client.internal.source.read.OpenWatch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder held by a descriptor: the system resolves every name relative to it, so that nothing
 * that happens to the path above matters.
 *
 * <p>What the JDK cannot do relative to a descriptor (create a folder or link, set times to the
 * nanosecond) goes through {@link DescriptorPaths}. Where those are missing (macOS) it goes by path
 * and is checked afterwards, and times are exact to the microsecond.
 */
final class HandleDirectory implements TargetDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(HandleDirectory.class);
  private static final LinkOption NO_FOLLOW = LinkOption.NOFOLLOW_LINKS;
  private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, NO_FOLLOW);
  private static final Set<OpenOption> WRITE = Set.of(StandardOpenOption.WRITE, NO_FOLLOW);
  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, NO_FOLLOW);

  private final SecureDirectoryStream<Path> stream;
  private final Path path;
  private final OpenWatch watch;
  private final boolean ownsWatch;
  private final TargetEntry self;
  private volatile @Nullable Path descriptor;

  /** A folder, and from it on those below. */
  HandleDirectory(SecureDirectoryStream<Path> stream, Path path) throws IOException {
    this(stream, path, new OpenWatch(), true);
  }

  private HandleDirectory(
      SecureDirectoryStream<Path> stream, Path path, OpenWatch watch, boolean ownsWatch)
      throws IOException {
    this.stream = stream;
    this.path = path;
    this.watch = watch;
    this.ownsWatch = ownsWatch;
    try {
      this.self =
          TargetEntry.of(
              stream.getFileAttributeView(PosixFileAttributeView.class).readAttributes());
    } catch (IOException | RuntimeException e) {
      if (ownsWatch) {
        watch.close();
      }
      throw e;
    }
  }

  @Override
  public TargetEntry self() {
    return self;
  }

  @Override
  public Set<String> mountPoints() {
    return MountPoints.below(path);
  }

  @Override
  public boolean isAt(TargetDirectory top, String key) {
    Path mine = place();
    Path its = top instanceof HandleDirectory other ? other.place() : null;
    return mine != null && its != null && mine.equals(its.resolve(key));
  }

  /** Where the open folder is now, as proc(5) has it; null when it does not say. */
  private @Nullable Path place() {
    Path through = descriptor();
    try {
      return through == null ? null : Files.readSymbolicLink(through.getParent());
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public @Nullable TargetEntry stat(String name) throws IOException {
    try {
      return TargetEntry.of(view(name).readAttributes());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public TargetDirectory openDirectory(String name) throws IOException {
    // Opening a pipe would wait for its other end, so what is there is looked at first.
    require(name, TargetEntry.Kind.DIRECTORY);
    DirectoryStream<Path> opened =
        watch.guard(() -> byPath(name), () -> stream.newDirectoryStream(nameOf(name), NO_FOLLOW));
    try {
      return new HandleDirectory(
          (SecureDirectoryStream<Path>) opened, path.resolve(name), watch, false);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  public FileChannel openFile(String name) throws IOException {
    require(name, TargetEntry.Kind.FILE);
    return openExisting(name, READ);
  }

  @Override
  public FileChannel openLock(String name) throws IOException {
    require(name, TargetEntry.Kind.FILE);
    return openExisting(name, WRITE);
  }

  @Override
  public FileChannel createFile(String name) throws IOException {
    return open(name, CREATE);
  }

  @Override
  public void createDirectory(String name) throws IOException {
    Files.createDirectory(byPath(name));
    requireHere(name, TargetEntry.Kind.DIRECTORY);
  }

  @Override
  public void createSymbolicLink(String name, String linkTarget) throws IOException {
    Files.createSymbolicLink(byPath(name), path.getFileSystem().getPath(linkTarget));
    requireHere(name, TargetEntry.Kind.LINK);
  }

  @Override
  public void createHardLink(String name, TargetDirectory existingIn, String existing)
      throws IOException {
    HandleDirectory from = (HandleDirectory) existingIn;
    TargetEntry wanted = from.stat(existing);
    if (wanted == null || !wanted.is(TargetEntry.Kind.FILE)) {
      throw new NoSuchFileException(existing, null, "no regular file to link to");
    }
    Files.createLink(byPath(name), from.byPath(existing));
    if (!wanted.isSameFileAs(stat(name))) {
      Files.deleteIfExists(byPath(name));
      throw new IOException("The folder of " + existing + " was replaced while linking to it.");
    }
  }

  @Override
  public String readLink(String name) throws IOException {
    return Files.readSymbolicLink(byPath(name)).toString();
  }

  @Override
  public void finishFile(String name, FileChannel channel, long mtimeNs, int mode)
      throws IOException {
    try (channel) {
      setAttributes(name, mtimeNs, mode);
      channel.force(true);
    }
  }

  @Override
  public void setAttributes(String name, long mtimeNs, int mode) throws IOException {
    PosixFileAttributeView view = view(name);
    if (mtimeNs != SafeTarget.NO_TIME) {
      FileTime time = FileTimes.of(mtimeNs);
      // By path the JDK counts nanoseconds, and by descriptor microseconds, which reach further.
      Path through = CompactTime.isFar(mtimeNs) ? null : descriptor();
      if (through != null) {
        Files.getFileAttributeView(through.resolve(name), PosixFileAttributeView.class, NO_FOLLOW)
            .setTimes(time, null, null);
      } else {
        view.setTimes(time, null, null);
      }
    }
    if (mode != SafeTarget.NO_MODE) {
      view.setPermissions(Modes.toSet(mode));
    }
  }

  @Override
  public int names(String name) throws IOException {
    return Modes.names(byPath(name));
  }

  /** Only root gives files away, and a group only its members: what cannot be set is no failure. */
  @Override
  public void takeOwner(String name, TargetDirectory from, String old) {
    try {
      PosixFileAttributes wanted = ((HandleDirectory) from).view(old).readAttributes();
      PosixFileAttributeView mine = view(name);
      PosixFileAttributes is = mine.readAttributes();
      if (!wanted.group().equals(is.group())) {
        mine.setGroup(wanted.group());
      }
      if (!wanted.owner().equals(is.owner())) {
        mine.setOwner(wanted.owner());
      }
    } catch (IOException e) {
      LOG.debug("The owner of {} was not kept: {}", old, e.toString());
    }
  }

  @Override
  public void setOwnAttributes(long mtimeNs, int mode) throws IOException {
    PosixFileAttributeView view = stream.getFileAttributeView(PosixFileAttributeView.class);
    if (mtimeNs != SafeTarget.NO_TIME) {
      FileTime time = FileTimes.of(mtimeNs);
      view.setTimes(time, null, null);
      Path through =
          mtimeNs % 1000 == 0 || CompactTime.isFar(mtimeNs)
              ? null
              : DescriptorPaths.find(self.identity());
      if (through != null) {
        Files.setLastModifiedTime(through, time);
      }
    }
    if (mode != SafeTarget.NO_MODE) {
      // The JDK sets the nine bits alone, and so takes away all others, but by this name.
      Path through = DescriptorPaths.find(self.identity());
      int special = through == null ? 0 : (int) Files.getAttribute(through, "unix:mode") & 07000;
      if (through != null && special != 0) {
        Files.setAttribute(through, "unix:mode", special | mode);
      } else {
        view.setPermissions(Modes.toSet(mode));
      }
    }
  }

  @Override
  public void move(String name, TargetDirectory to, String newName) throws IOException {
    stream.move(nameOf(name), ((HandleDirectory) to).stream, nameOf(newName));
  }

  @Override
  public void delete(String name, TargetEntry.Kind kind) throws IOException {
    if (kind == TargetEntry.Kind.DIRECTORY) {
      stream.deleteDirectory(nameOf(name));
    } else {
      stream.deleteFile(nameOf(name));
    }
  }

  @Override
  public void forEach(NameVisitor visitor) throws IOException {
    try (DirectoryStream<Path> entries = stream.newDirectoryStream(nameOf("."), NO_FOLLOW)) {
      for (Path entry : entries) {
        visitor.visit(entry.getFileName().toString());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public String spelling(String name) throws IOException {
    return byPath(name).toRealPath().getFileName().toString();
  }

  @Override
  public void sync() throws IOException {
    try (FileChannel channel = open(".", READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    try (stream) {
      if (ownsWatch) {
        watch.close();
      }
    }
  }

  private PosixFileAttributeView view(String name) throws IOException {
    return stream.getFileAttributeView(nameOf(name), PosixFileAttributeView.class, NO_FOLLOW);
  }

  /** What was a regular file when it was looked at may have become a pipe. */
  private FileChannel openExisting(String name, Set<OpenOption> options) throws IOException {
    FileChannel channel = watch.guard(() -> byPath(name), () -> open(name, options));
    OpenWatch.requireNoPipe(channel, path.resolve(name));
    return channel;
  }

  private FileChannel open(String name, Set<OpenOption> options) throws IOException {
    SeekableByteChannel channel = stream.newByteChannel(nameOf(name), options);
    return (FileChannel) channel;
  }

  private Path nameOf(String name) throws RefusedEntryException {
    try {
      return path.getFileSystem().getPath(name);
    } catch (InvalidPathException e) {
      throw new RefusedEntryException(
          "This JVM cannot write the name \""
              + name
              + "\"; run it in a UTF-8 locale (it uses "
              + System.getProperty("sun.jnu.encoding")
              + ").");
    }
  }

  private Path byPath(String name) {
    Path through = descriptor();
    return (through != null ? through : path).resolve(name);
  }

  private @Nullable Path descriptor() {
    Path known = descriptor;
    // What was found may have been another descriptor of this folder, which has led elsewhere since
    // it was closed and its number given out again.
    if (known == null || !DescriptorPaths.leadsTo(known, self.identity())) {
      known = DescriptorPaths.find(self.identity());
      descriptor = known;
    }
    return known;
  }

  private void require(String name, TargetEntry.Kind kind) throws IOException {
    TargetEntry entry = stat(name);
    if (entry == null) {
      throw new NoSuchFileException(path.resolve(name).toString());
    }
    if (!entry.is(kind)) {
      if (kind == TargetEntry.Kind.DIRECTORY) {
        throw new NotDirectoryException(path.resolve(name).toString());
      }
      throw new RefusedEntryException(path.resolve(name) + " is not a regular file.");
    }
  }

  private void requireHere(String name, TargetEntry.Kind kind) throws IOException {
    TargetEntry entry = stat(name);
    if (entry == null || !entry.is(kind)) {
      throw new IOException(path + " was replaced by something else during the restore.");
    }
  }
}
