package io.spaces.client.internal.restore;

import io.spaces.client.internal.restore.platform.FileTimes;
import io.spaces.client.internal.restore.platform.Modes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A folder held by its path, where the system has no descriptors for folders (Windows). Before and
 * after every change the path must still be real, that is free of links. A link that is swapped in
 * and out again between the two looks goes unnoticed; there, creating links takes a privilege.
 */
final class PathDirectory implements TargetDirectory {
  private final Path path;
  private final TargetEntry self;

  /** A folder whose path is real now. */
  PathDirectory(Path path) throws IOException {
    this.path = path;
    this.self = TargetEntry.of(attributesOf(path));
  }

  @Override
  public TargetEntry self() {
    return self;
  }

  @Override
  public @Nullable TargetEntry stat(String name) throws IOException {
    requireReal();
    try {
      return TargetEntry.of(attributesOf(resolve(name)));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public TargetDirectory openDirectory(String name) throws IOException {
    TargetEntry entry = stat(name);
    if (entry == null) {
      throw new NoSuchFileException(resolve(name).toString());
    }
    if (!entry.is(TargetEntry.Kind.DIRECTORY)) {
      throw new NotDirectoryException(resolve(name).toString());
    }
    return new PathDirectory(resolve(spelling(name)));
  }

  @Override
  public FileChannel openFile(String name) throws IOException {
    requireFile(name);
    return checked(
        FileChannel.open(resolve(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public FileChannel openLock(String name) throws IOException {
    requireFile(name);
    return checked(
        FileChannel.open(resolve(name), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public FileChannel createFile(String name) throws IOException {
    requireReal();
    return checked(
        FileChannel.open(
            resolve(name),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public void createDirectory(String name) throws IOException {
    requireReal();
    Files.createDirectory(resolve(name));
    requireReal();
  }

  @Override
  public void createSymbolicLink(String name, String linkTarget) throws IOException {
    requireReal();
    Files.createSymbolicLink(resolve(name), path.getFileSystem().getPath(linkTarget));
    requireReal();
  }

  @Override
  public void createHardLink(String name, TargetDirectory existingIn, String existing)
      throws IOException {
    PathDirectory from = (PathDirectory) existingIn;
    from.requireFile(existing);
    requireReal();
    Files.createLink(resolve(name), from.resolve(existing));
    from.requireReal();
    requireReal();
  }

  @Override
  public String readLink(String name) throws IOException {
    return Files.readSymbolicLink(resolve(name)).toString();
  }

  @Override
  public void finishFile(String name, FileChannel channel, long mtimeNs, int mode)
      throws IOException {
    try (channel) {
      channel.force(true);
    }
    // Windows sets the time of the last write when the file is closed.
    setAttributes(name, mtimeNs, mode);
  }

  @Override
  public void setAttributes(String name, long mtimeNs, int mode) throws IOException {
    requireReal();
    set(resolve(name), mtimeNs, mode);
  }

  @Override
  public int names(String name) throws IOException {
    return Modes.names(resolve(name));
  }

  @Override
  public void setOwnAttributes(long mtimeNs, int mode) throws IOException {
    requireReal();
    set(path, mtimeNs, mode);
  }

  @Override
  public void move(String name, TargetDirectory to, String newName) throws IOException {
    PathDirectory target = (PathDirectory) to;
    requireReal();
    target.requireReal();
    Files.move(
        resolve(name),
        target.resolve(newName),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    target.requireReal();
  }

  @Override
  public void delete(String name, TargetEntry.Kind kind) throws IOException {
    requireReal();
    Files.delete(resolve(name));
  }

  @Override
  public void forEach(NameVisitor visitor) throws IOException {
    requireReal();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        visitor.visit(entry.getFileName().toString());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public String spelling(String name) throws IOException {
    return resolve(name).toRealPath().getFileName().toString();
  }

  /** Does nothing: these systems cannot sync a folder. */
  @Override
  public void sync() {}

  @Override
  public void close() {}

  private Path resolve(String name) throws RefusedEntryException {
    try {
      return path.resolve(name);
    } catch (InvalidPathException e) {
      throw new RefusedEntryException("Not restored: " + e.getReason() + ".");
    }
  }

  private void requireReal() throws IOException {
    if (!path.toRealPath().equals(path)) {
      throw new IOException(path + " was replaced by a link during the restore.");
    }
  }

  private void requireFile(String name) throws IOException {
    TargetEntry entry = stat(name);
    if (entry == null) {
      throw new NoSuchFileException(resolve(name).toString());
    }
    if (!entry.is(TargetEntry.Kind.FILE)) {
      throw new RefusedEntryException(resolve(name) + " is not a regular file.");
    }
  }

  private FileChannel checked(FileChannel channel) throws IOException {
    try {
      requireReal();
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static BasicFileAttributes attributesOf(Path file) throws IOException {
    PosixFileAttributeView posix =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (posix != null) {
      PosixFileAttributes attributes = posix.readAttributes();
      return attributes;
    }
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static void set(Path file, long mtimeNs, int mode) throws IOException {
    if (mtimeNs != SafeTarget.NO_TIME) {
      Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(FileTimes.of(mtimeNs), null, null);
    }
    PosixFileAttributeView posix =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (mode != SafeTarget.NO_MODE && posix != null) {
      posix.setPermissions(Modes.toSet(mode));
    }
  }
}
