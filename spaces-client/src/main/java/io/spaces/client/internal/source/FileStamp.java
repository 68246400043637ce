package io.spaces.client.internal.source;

import java.util.concurrent.TimeUnit;

/**
 * What the file system says about a file at one moment. Two equal stamps of one path mean, up to
 * the granularity of the clock behind them, the same content.
 *
 * @param size in bytes
 * @param modified time of the last change of content, as {@code CompactTime}
 * @param changed time of the last change of content or attributes, as {@code CompactTime}; {@link
 *     #UNKNOWN} where the file system does not tell
 * @param inode the file's number on its device, 0 where there is none
 * @param device the device's number, 0 where there is none
 * @param mode type and permission bits as in {@code stat(2)}; only the type where the file system
 *     has no such permissions
 * @param links how many names the file has, at least 1
 */
public record FileStamp(
    long size, long modified, long changed, long inode, long device, int mode, int links) {

  /** Stands for a change time that the file system does not tell. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  public static final int TYPE_MASK = 0170000;
  public static final int REGULAR = 0100000;
  static final int FOLDER = 0040000;
  static final int LINK = 0120000;
  static final int OTHER = 0060000;

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long COARSE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Stands for a stream's: a regular file of which only the size is known. */
  public static FileStamp ofStream(long size) {
    return new FileStamp(size, 0, UNKNOWN, 0, 0, REGULAR, 1);
  }

  /** Whether this is a regular file. */
  public boolean isFile() {
    return (mode & TYPE_MASK) == REGULAR;
  }

  /** Whether this is a folder. */
  public boolean isFolder() {
    return (mode & TYPE_MASK) == FOLDER;
  }

  /** Whether this is a symbolic link. */
  public boolean isLink() {
    return (mode & TYPE_MASK) == LINK;
  }

  /** Whether the file system keeps change times, inodes and POSIX permissions. */
  public boolean isPosix() {
    return changed != UNKNOWN;
  }

  /** The twelve permission bits, setuid, setgid and sticky included. */
  public int permissions() {
    return mode & 07777;
  }

  /** Whether both are of the same file, whatever it holds; false where inodes are unknown. */
  public boolean isSameFile(FileStamp other) {
    return isPosix() && inode == other.inode && device == other.device;
  }

  /** Whether nothing suggests that the content differs; the device's number may, after a reboot. */
  public boolean isSameContent(FileStamp other) {
    return size == other.size
        && modified == other.modified
        && changed == other.changed
        && inode == other.inode
        && (mode & TYPE_MASK) == (other.mode & TYPE_MASK);
  }

  /**
   * Whether the last change is so recent that another one just now might leave no trace in the
   * stamp. Where times are in whole seconds the clock behind them is taken to be that coarse.
   *
   * @param now in ns since the epoch
   */
  public boolean isFresh(long now) {
    long latest = changed == UNKNOWN ? modified : Math.max(modified, changed);
    boolean coarse = modified % SECOND == 0 && (changed == UNKNOWN || changed % SECOND == 0);
    return latest > now - (coarse ? COARSE_NANOS : TICK_NANOS);
  }
}
