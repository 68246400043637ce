package io.spaces.client.internal.disk;

import io.spaces.client.internal.crypto.RandomBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
 * A folder for its owner alone, in which a scheduler keeps what must outlast the process: each file
 * is written whole or not at all, and lasts once it is written, also when the machine stops. Safe
 * for use by several threads and processes.
 */
public final class StateFolder {
  private static final Logger log = LoggerFactory.getLogger(StateFolder.class);
  private static final int LARGEST = 16 << 20;

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

  public void write(String name, byte[] content) throws IOException {
    create();
    DurableFile.write(path.resolve(name), path.resolve(TEMPORARY + randomName() + ".tmp"), content);
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
    Path file = path.resolve(name);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) { // a pipe would wait for somebody to write to it
        throw new IOException(file + " is not a file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(LARGEST);
      }
    } catch (NoSuchFileException e) {
      return null;
    }
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
          deleteOlder(file);
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

  private static void deleteOlder(Path file) {
    try {
      FileTime limit = FileTime.from(Instant.now().minus(WRITING));
      if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) { // its process has just moved it into place, say
      log.debug("{} cannot be looked at: {}", file, e.toString());
    }
  }

  /** Makes the folder, and takes from others what rights they have in it. */
  void create() throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path, OwnerOnly.folder(path));
    } else if (isPosix() && !Files.getPosixFilePermissions(path).equals(OWNER)) {
      Files.setPosixFilePermissions(path, OWNER);
    }
  }

  private boolean isPosix() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
