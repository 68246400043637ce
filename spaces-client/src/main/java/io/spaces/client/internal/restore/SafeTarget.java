package io.spaces.client.internal.restore;

import io.spaces.client.internal.memory.Descriptors;
import io.spaces.client.internal.restore.platform.NameTraits;
import io.spaces.client.internal.restore.platform.Platform;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A folder that entries are restored into. Whatever the entries are called and whatever links are
 * in the folder or appear in it meanwhile, nothing outside of it is changed. New files get their
 * names only when they are complete and on the disk; until then an old file stays.
 *
 * <p>Safe for use by several threads. Paths are refused with {@link RefusedEntryException}; other
 * entries can go on after that, and after any error of one entry.
 */
public final class SafeTarget implements Closeable {
  /** A modification time that is not known. */
  public static final long NO_TIME = Long.MIN_VALUE;

  /** Permissions that are not known. */
  public static final int NO_MODE = -1;

  /** How many at the most. Each takes two descriptors on POSIX systems. */
  static final int OPEN_FOLDERS = 192;

  private final TargetDirectory root;
  private final @Nullable Staging staging;
  private final @Nullable Placement placement;
  private final NameTraits traits;
  private final DirectoryCache folders;
  private final Platform platform;

  private SafeTarget(TargetDirectory root, @Nullable Staging staging, NameTraits traits) {
    this.root = root;
    this.staging = staging;
    this.traits = traits;
    this.folders = new DirectoryCache(root, traits, Descriptors.folders(OPEN_FOLDERS), staging);
    this.placement = staging == null ? null : new Placement(folders, traits);
    this.platform = Platform.current();
  }

  /**
   * Opens a target for writing. Removes what killed restores have left in it.
   *
   * @param folder the target; made if it does not exist; when it is a link, where that leads
   * @return the open target
   * @throws IOException when it is no folder or cannot be written to
   */
  public static SafeTarget open(Path folder) throws IOException {
    makeFolder(folder);
    TargetDirectory root = directory(folder.toRealPath());
    return open(root);
  }

  /** Opens a target over a folder that is then closed with it. */
  static SafeTarget open(TargetDirectory root) throws IOException {
    try {
      Staging staging = Staging.open(root);
      try {
        return new SafeTarget(root, staging, TraitsProbe.probe(staging));
      } catch (IOException | RuntimeException e) {
        staging.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  /**
   * Opens a target to look at; nothing in it is changed.
   *
   * @param folder the target, which must exist
   * @return the open target; its writing methods fail
   * @throws IOException when it is no folder
   */
  public static SafeTarget openReadOnly(Path folder) throws IOException {
    return new SafeTarget(directory(folder.toRealPath()), null, TraitsProbe.guess());
  }

  private static void makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw new IOException("The target " + folder + " is not a folder.", e);
      }
    }
  }

  @SuppressWarnings("StreamResourceLeak") // The folder that is returned owns the stream.
  static TargetDirectory directory(Path folder) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
    try {
      if (stream instanceof SecureDirectoryStream<Path> secure) {
        return new HandleDirectory(secure, folder);
      }
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
    stream.close();
    return new PathDirectory(folder);
  }

  /**
   * Checks an object's key by the rules of this platform.
   *
   * @param key the key relative to the target
   * @return the path
   * @throws RefusedEntryException when it is not fit to be restored
   */
  public RestorePath path(String key) throws RefusedEntryException {
    return RestorePath.parse(key, platform);
  }

  /**
   * Says which names are one in this target.
   *
   * @return found out by a try, or for a target to look at, what is usual on the system
   */
  public NameTraits traits() {
    return traits;
  }

  /**
   * Looks at what is there. A symbolic link is not followed.
   *
   * @param path where
   * @return what is there, or null when nothing is
   * @throws RefusedEntryException when a folder on the way is a link or a file
   * @throws IOException when it cannot be looked at
   */
  public @Nullable TargetEntry stat(RestorePath path) throws IOException {
    try (DirectoryCache.Lease lease = folders.openExisting(path.parent())) {
      return lease == null ? null : lease.directory().stat(path.name());
    }
  }

  /**
   * Opens a file that is there for reading.
   *
   * @param path a regular file
   * @return a channel, which the caller closes
   * @throws IOException when it is no regular file or cannot be read
   */
  public FileChannel openFile(RestorePath path) throws IOException {
    try (DirectoryCache.Lease lease = existing(path)) {
      return lease.directory().openFile(path.name());
    }
  }

  /**
   * Starts a file, in the file system that it is to be in. Nothing changes at its place until it is
   * committed.
   *
   * @param path where it is to go
   * @param expectedLength its length in bytes, or -1 when that is not known
   * @return the file; to be closed
   * @throws RefusedEntryException when a folder on the way is a link or a file
   * @throws IOException when no temporary file can be made
   */
  public PendingFile begin(RestorePath path, long expectedLength) throws IOException {
    return new PendingFile(writable(), path, expectedLength);
  }

  /** From now on, files that may go make way for folders, and folders for files. */
  public void clearing(Clearing clearing) {
    folders.clearing(clearing);
  }

  /**
   * Makes a folder, and those above it, unless they exist.
   *
   * @param path the folder
   * @return false when a file is there that may go, and stays for now
   * @throws RefusedEntryException when a link or file is in its place
   * @throws IOException when it cannot be made
   */
  public boolean createDirectory(RestorePath path) throws IOException {
    writable();
    try (DirectoryCache.Lease lease = folders.openOrMake(path)) {
      return lease != null;
    }
  }

  /**
   * Makes a folder, and those above it, unless they exist; files that may go make way now.
   *
   * @param path the folder
   * @throws IOException when it cannot be made
   */
  public void replaceByDirectory(RestorePath path) throws IOException {
    writable();
    folders.openOrCreate(path).close();
  }

  /**
   * Sets a folder's attributes where they differ; for when all that belongs into it is there.
   *
   * @param path an existing folder
   * @param mtimeNs modification time in nanoseconds since 1970, or {@link #NO_TIME}
   * @param mode permission bits, of which the lowest nine count, or {@link #NO_MODE}
   * @throws IOException when they cannot be set
   */
  public void finishDirectory(RestorePath path, long mtimeNs, int mode) throws IOException {
    try (DirectoryCache.Lease lease = folders.openExisting(path)) {
      TargetEntry there = lease == null ? null : lease.directory().stat(".");
      if (lease == null || there == null) {
        throw new RefusedEntryException("The folder " + path + " is no longer in the target.");
      }
      if (!there.has(mtimeNs, plain(mode))) {
        lease.directory().setOwnAttributes(mtimeNs, plain(mode));
      }
    }
  }

  /**
   * Sets the attributes of a file whose content is right already, where they differ.
   *
   * @param path a regular file
   * @param mtimeNs modification time in nanoseconds since 1970, or {@link #NO_TIME}
   * @param mode permission bits, of which the lowest nine count, or {@link #NO_MODE}
   * @return false when they differ and the file has further names, wherever these are: it takes a
   *     file of its own to let those be as they are
   * @throws IOException when they cannot be set
   */
  public boolean updateFile(RestorePath path, long mtimeNs, int mode) throws IOException {
    try (DirectoryCache.Lease lease = existing(path)) {
      TargetEntry entry = lease.directory().stat(path.name());
      if (entry == null || !entry.is(TargetEntry.Kind.FILE)) {
        throw new RefusedEntryException(path + " is no longer a regular file.");
      }
      if (entry.has(mtimeNs, plain(mode))) {
        return true;
      }
      if (lease.directory().names(path.name()) > 1) {
        return false;
      }
      lease.directory().setAttributes(path.name(), mtimeNs, plain(mode));
      return true;
    }
  }

  /**
   * Makes a symbolic link, in place of a file, link or empty folder that is there. Where it leads
   * is not looked at; no entry is ever restored through it.
   *
   * @param path where the link is to be
   * @param linkTarget what it says
   * @param mtimeNs its own modification time in nanoseconds since 1970, or {@link #NO_TIME}; set as
   *     exactly as the system can, which may be not at all
   * @throws IOException when it cannot be made
   */
  public void symbolicLink(RestorePath path, String linkTarget, long mtimeNs) throws IOException {
    if (linkTarget.isEmpty()) {
      throw new RefusedEntryException("Not restored: a symbolic link that leads nowhere.");
    }
    writable().symbolicLink(path, linkTarget, mtimeNs);
  }

  /**
   * Sets the modification time of a symbolic link itself, as exactly as the system can.
   *
   * @param path the link
   * @param mtimeNs nanoseconds since 1970, or {@link #NO_TIME}
   * @throws IOException when it cannot be looked at
   */
  public void updateLink(RestorePath path, long mtimeNs) throws IOException {
    try (DirectoryCache.Lease lease = existing(path)) {
      TargetEntry entry = lease.directory().stat(path.name());
      // Microseconds are what JDK 17 can set.
      if (entry != null
          && entry.is(TargetEntry.Kind.LINK)
          && Math.floorDiv(entry.mtimeNs(), 1000) != Math.floorDiv(mtimeNs, 1000)) {
        Placement.setLinkTime(lease.directory(), path.name(), mtimeNs);
      }
    }
  }

  /**
   * Reads where a symbolic link leads.
   *
   * @param path the link
   * @return what it says
   * @throws IOException when it is no link or cannot be read
   */
  public String linkTarget(RestorePath path) throws IOException {
    try (DirectoryCache.Lease lease = existing(path)) {
      return lease.directory().readLink(path.name());
    }
  }

  /**
   * Makes a further name of a file that is in the target, in place of a file, link or empty folder.
   *
   * @param path the further name
   * @param existing the file
   * @throws IOException when it cannot be made
   */
  public void hardLink(RestorePath path, RestorePath existing) throws IOException {
    try (DirectoryCache.Lease from = existing(existing)) {
      writable().hardLink(path, from.directory(), existing.name());
    }
  }

  /**
   * Deletes a file, a link (not what it leads to) or an empty folder.
   *
   * @param path what to delete
   * @return false when there was nothing
   * @throws IOException when it cannot be deleted, such as a folder that is not empty
   */
  public boolean delete(RestorePath path) throws IOException {
    writable();
    try (DirectoryCache.Lease lease = folders.openExisting(path.parent())) {
      TargetEntry entry = lease == null ? null : lease.directory().stat(path.name());
      if (lease == null || entry == null) {
        return false;
      }
      lease.directory().delete(path.name(), entry.kind());
      lease.changed();
      return true;
    }
  }

  /**
   * Hands out all that is in the target and can be named.
   *
   * @param visitor gets each entry, and may delete it
   * @throws IOException when a folder cannot be read, or the visitor throws it
   */
  void walk(EntryVisitor visitor) throws IOException {
    walk(visitor, unnamable -> {});
  }

  /**
   * Hands out all that is in the target, folders after what is in them. Links are not followed.
   *
   * @param visitor gets each entry, and may delete it
   * @param unnamable told where there is an entry whose name is no text in this JVM's encoding
   * @throws IOException when a folder cannot be read, or the visitor throws it
   */
  public void walk(EntryVisitor visitor, Consumer<String> unnamable) throws IOException {
    new TargetWalk(folders, visitor, unnamable).walk();
  }

  /**
   * Makes all names given so far outlast a power failure; to be called before success is reported.
   *
   * @throws IOException when the system cannot
   */
  public void sync() throws IOException {
    folders.sync();
  }

  /** Removes all that was not committed and closes the target. */
  @Override
  public void close() throws IOException {
    try (root;
        staging;
        folders) {
      // Each is closed whatever happens to the others.
    }
  }

  private DirectoryCache.Lease existing(RestorePath path) throws IOException {
    DirectoryCache.Lease lease = folders.openExisting(path.parent());
    if (lease == null) {
      throw new RefusedEntryException("The folder of " + path + " is not in the target.");
    }
    return lease;
  }

  private Placement writable() {
    if (placement == null) {
      throw new IllegalStateException("opened for reading only");
    }
    return placement;
  }

  /** The nine permission bits: setuid, setgid and sticky are never restored. */
  static int plain(int mode) {
    return mode == NO_MODE ? NO_MODE : mode & 0777;
  }
}
