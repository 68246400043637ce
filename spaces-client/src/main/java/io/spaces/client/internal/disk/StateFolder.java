package io.spaces.client.internal.disk;

import io.spaces.client.internal.crypto.RandomBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for its owner alone, in which is kept what outlasts the process: each file is written
 * whole or not at all. Safe for use by several threads and processes.
 */
public final class StateFolder {
  private static final Logger log = LoggerFactory.getLogger(StateFolder.class);
  private static final int LARGEST = 64 << 20;

  /** What the names of files begin with that are being written; none takes longer than an hour. */
  private static final String TEMPORARY = ".";

  private static final Duration WRITING = Duration.ofHours(1);
  private static final Set<PosixFilePermission> OWNER =
      Collections.unmodifiableSet(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final Path path;

  public StateFolder(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  public static String randomName() {
    return RandomBytes.name(4);
  }

  StateFolder folder(String name) {
    return new StateFolder(path.resolve(name));
  }

  /** Writes a file, which lasts once this returns, also when the machine stops. */
  public void write(String name, byte[] content) throws IOException {
    create();
    DurableFile.write(path.resolve(name), temporary(), content);
  }

  /** Writes a file that may be gone when the machine stops. */
  void writeQuickly(String name, InputStream content) throws IOException {
    create();
    Path temporary = temporary();
    try {
      Files.copy(content, temporary);
      Files.move(temporary, path.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private Path temporary() {
    return path.resolve(TEMPORARY + RandomBytes.name(8) + ".tmp");
  }

  /** Opens a file that has no content: it is there to be locked. */
  FileChannel openLock(String name) throws IOException {
    return FileChannel.open(
        path.resolve(name),
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        OwnerOnly.file(path));
  }

  /** The content, or null where there is no such file. */
  public byte @Nullable [] read(String name) throws IOException {
    try (InputStream in = open(name)) {
      return in.readNBytes(LARGEST);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Opens a file; a pipe in its place would wait for somebody to write to it. */
  InputStream open(String name) throws IOException {
    Path file = path.resolve(name);
    if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
      throw new IOException(file + " is not a file");
    }
    return Files.newInputStream(file);
  }

  /** Notes that a file was used. */
  void touch(String name) throws IOException {
    Files.setLastModifiedTime(path.resolve(name), FileTime.from(Instant.now()));
  }

  public void delete(String name) throws IOException {
    if (Files.deleteIfExists(path.resolve(name))) {
      DurableFile.syncNames(path);
    }
  }

  /** The names of its files, in order; deletes what a process has left that was killed. */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(TEMPORARY)) {
          deleteOlder(name, WRITING);
        } else {
          names.add(name);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    Collections.sort(names);
    return names;
  }

  /** Deletes a file that was neither written nor used for so long. */
  void deleteOlder(String name, Duration age) {
    Path file = path.resolve(name);
    try {
      FileTime limit = FileTime.from(Instant.now().minus(age));
      if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) { // its process has just moved it into place, say
      log.debug("{} cannot be looked at: {}", file, e.toString());
    }
  }

  private void create() throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path, OwnerOnly.folder(path));
    }
  }

  /** Makes the folder, and takes from others what rights they have in it. */
  public void shut() throws IOException {
    create();
    if (isPosix() && !Files.getPosixFilePermissions(path).equals(OWNER)) {
      Files.setPosixFilePermissions(path, OWNER);
    }
  }

  private boolean isPosix() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
