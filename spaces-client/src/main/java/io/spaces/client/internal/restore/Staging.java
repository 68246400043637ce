package io.spaces.client.internal.restore;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private folder, such as the one in a target where entries are made before they are moved into
 * place. A file lock in it, which the system drops when the process dies, tells folders of running
 * processes from what killed ones have left behind.
 */
final class Staging implements Closeable {
  /** What the names of private folders in targets begin with. */
  static final String PREFIX = ".spaces-restore-";

  /** All that stands behind it in such a name; other names that begin so are the user's. */
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

  private static final String LOCK = "lock";
  private static final int ATTEMPTS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

  /**
   * The folders of this process. Their locks must not even be tried: closing any descriptor of a
   * file gives up all locks that the process holds on it (fcntl(2)).
   */
  private static final Set<String> OURS = ConcurrentHashMap.newKeySet();

  private final TargetDirectory root;
  private final String folder;
  private final TargetDirectory directory;
  private final FileChannel lock;
  private final AtomicLong counter = new AtomicLong();

  private Staging(
      TargetDirectory root, String folder, TargetDirectory directory, FileChannel lock) {
    this.root = root;
    this.folder = folder;
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Whether a name is one of a private folder in a target, or the same to a file system that
   * ignores case.
   */
  static boolean isName(String name) {
    return isName(PREFIX, name);
  }

  private static boolean isName(String prefix, String name) {
    return name.length() > prefix.length()
        && name.regionMatches(true, 0, prefix, 0, prefix.length())
        && UUID_TEXT.matcher(name.substring(prefix.length())).matches();
  }

  /** Makes a private folder in a target and removes those that killed restores have left. */
  static Staging open(TargetDirectory root) throws IOException {
    return open(root, PREFIX);
  }

  /**
   * Makes a private folder and removes those of its kind that killed processes have left.
   *
   * @param prefix what the names of this kind begin with
   */
  static Staging open(TargetDirectory root, String prefix) throws IOException {
    removeStale(root, prefix);
    for (int attempt = 1; ; attempt++) {
      String folder = prefix + UUID.randomUUID();
      OURS.add(folder);
      try {
        Staging staging = create(root, folder);
        if (staging != null) {
          return staging;
        }
      } catch (IOException | RuntimeException e) {
        OURS.remove(folder);
        throw e;
      }
      OURS.remove(folder);
      if (attempt == ATTEMPTS) {
        throw new IOException("No private folder could be made; something removes it.");
      }
    }
  }

  /** Returns null when another process took the new folder for a stale one before it was locked. */
  private static @Nullable Staging create(TargetDirectory root, String folder) throws IOException {
    root.createDirectory(folder);
    TargetDirectory directory = root.openDirectory(folder);
    FileChannel lock = null;
    try {
      directory.setOwnAttributes(SafeTarget.NO_TIME, 0700);
      lock = directory.createFile(LOCK);
      if (isLockable(lock) && directory.stat(LOCK) != null && root.stat(folder) != null) {
        return new Staging(root, folder, directory, lock);
      }
    } catch (NoSuchFileException e) {
      LOG.debug("The private folder {} was removed while it was made.", folder);
    } catch (IOException | RuntimeException e) {
      release(lock, directory);
      throw e;
    }
    release(lock, directory);
    return null;
  }

  private static void release(@Nullable FileChannel lock, TargetDirectory directory)
      throws IOException {
    try (directory) {
      if (lock != null) {
        lock.close();
      }
    }
  }

  /** A file system without locks is no reason not to restore. */
  private static boolean isLockable(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      LOG.debug("There are no file locks here: {}", e.getMessage());
      return true;
    }
  }

  private static void removeStale(TargetDirectory root, String prefix) throws IOException {
    List<String> folders = new ArrayList<>();
    root.forEach(
        name -> {
          if (isName(prefix, name) && !OURS.contains(name)) {
            folders.add(name);
          }
        });
    for (String name : folders) {
      TargetEntry entry = root.stat(name);
      if (entry != null && entry.is(TargetEntry.Kind.DIRECTORY)) {
        removeIfStale(root, name);
      }
    }
  }

  private static void removeIfStale(TargetDirectory root, String name) {
    try (TargetDirectory directory = root.openDirectory(name);
        FileChannel channel =
            directory.stat(LOCK) == null ? directory.createFile(LOCK) : directory.openLock(LOCK);
        FileLock held = channel.tryLock()) {
      if (held == null) {
        return;
      }
      removeContents(directory, LOCK);
      directory.delete(LOCK, TargetEntry.Kind.FILE);
      root.delete(name, TargetEntry.Kind.DIRECTORY);
    } catch (IOException | OverlappingFileLockException e) {
      LOG.debug("The leftover {} was not removed: {}", name, e.toString());
    }
  }

  private static void removeContents(TargetDirectory directory, String except) throws IOException {
    List<String> names = new ArrayList<>();
    directory.forEach(names::add);
    for (String name : names) {
      TargetEntry entry = directory.stat(name);
      if (entry != null && !name.equals(except)) {
        directory.delete(name, entry.kind());
      }
    }
  }

  /** What the folder is called. */
  String name() {
    return folder;
  }

  /** The folder itself. */
  TargetDirectory directory() {
    return directory;
  }

  /** A name that nothing in the folder has. */
  String newName() {
    return Long.toString(counter.incrementAndGet());
  }

  /** Deletes an entry that did not reach its place; what cannot be deleted goes with the folder. */
  void discard(String name, TargetEntry.Kind kind) {
    try {
      directory.delete(name, kind);
    } catch (IOException e) {
      LOG.debug("Temporary {} was not removed: {}", name, e.toString());
    }
  }

  /** Removes the folder and all that is in it. */
  @Override
  public void close() throws IOException {
    try (directory;
        lock) {
      removeContents(directory, LOCK);
      directory.delete(LOCK, TargetEntry.Kind.FILE);
      root.delete(folder, TargetEntry.Kind.DIRECTORY);
    } catch (NoSuchFileException | DirectoryNotEmptyException e) {
      throw new IOException("The private folder " + folder + " was tampered with.", e);
    } finally {
      OURS.remove(folder);
    }
  }
}
