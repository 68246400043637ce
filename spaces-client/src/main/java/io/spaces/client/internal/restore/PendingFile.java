package io.spaces.client.internal.restore;

import io.spaces.client.internal.restore.platform.TargetFullException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file that is being written and has not got its name yet. Closing it without {@link #commit}
 * discards it, and whatever had the name before stays as it was. For one thread.
 */
public final class PendingFile extends OutputStream implements Closeable {
  /** As much as file systems allocate at once. */
  private static final ByteBuffer ZEROS = ByteBuffer.allocate(4096).asReadOnlyBuffer();

  private final Placement placement;
  private final Staging staging;
  private final RestorePath path;
  private final String temporary;
  private final long expectedLength;
  private final FileChannel channel;
  private long written;

  /** How many zeros at the end are counted, but not written. */
  private long hole;

  private boolean settled;

  PendingFile(Placement placement, RestorePath path, long expectedLength) throws IOException {
    this.placement = placement;
    this.staging = placement.staging(path.parent());
    this.path = path;
    this.expectedLength = expectedLength;
    this.temporary = staging.newName();
    this.channel = create();
  }

  private FileChannel create() throws IOException {
    try {
      return staging.directory().createFile(temporary);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    write(ByteBuffer.wrap(bytes, offset, length));
  }

  /** Writes what is left of a buffer, behind the zeros before it. */
  private void put(ByteBuffer data) throws IOException {
    if (data.hasRemaining() && hole > 0) {
      channel.position(channel.position() + hole);
      hole = 0;
    }
    while (data.hasRemaining()) {
      channel.write(data);
    }
  }

  private static boolean isZero(ByteBuffer bytes, int from, int to) {
    return bytes.get(from) == 0
        && bytes.slice(from, to - from).mismatch(ZEROS.slice(0, to - from)) < 0;
  }

  /**
   * Writes all that remains in a buffer. Runs of zeros take no room where the file system can have
   * holes in files.
   *
   * @param bytes the next bytes of the file
   * @throws TargetFullException when there is no room
   * @throws IOException when the bytes cannot be written, or are more than were announced
   */
  public void write(ByteBuffer bytes) throws IOException {
    written += bytes.remaining();
    if (expectedLength >= 0 && written > expectedLength) {
      throw new IOException(
          "More than the " + expectedLength + " bytes that " + path + " should have.");
    }
    try {
      int end = bytes.limit();
      for (int at = bytes.position(); at < end; ) {
        int next = Math.min(end, at + ZEROS.capacity());
        if (isZero(bytes, at, next)) {
          put(bytes.limit(at));
          hole += next - at;
          bytes.limit(end).position(next);
        }
        at = next;
      }
      put(bytes);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  /**
   * Returns how much was written.
   *
   * @return bytes
   */
  public long length() {
    return written;
  }

  /**
   * Gives the file its attributes, makes sure that it is on the disk, and moves it into its place
   * in one step, where it replaces a file, a symbolic link or an empty folder.
   *
   * @param mtimeNs modification time in nanoseconds since 1970, or {@link SafeTarget#NO_TIME}
   * @param mode permission bits, of which only the lowest nine count, or {@link
   *     SafeTarget#NO_MODE}: those of the file it replaces, or else the usual ones
   * @throws RefusedEntryException when something stands in its place or on the way there
   * @throws TargetFullException when there is no room
   * @throws IOException when it is incomplete or cannot be moved
   */
  public void commit(long mtimeNs, int mode) throws IOException {
    if (expectedLength >= 0 && written != expectedLength) {
      throw new IOException(
          "Only " + written + " of the " + expectedLength + " bytes of " + path + ".");
    }
    try {
      if (hole > 0) {
        hole--;
        put(ByteBuffer.allocate(1));
      }
      staging.directory().finishFile(temporary, channel, mtimeNs, SafeTarget.plain(mode));
      placement.file(path, staging, temporary, mode == SafeTarget.NO_MODE);
      settled = true;
    } catch (IOException e) {
      throw explained(e);
    }
  }

  private IOException explained(IOException e) {
    return TargetFullException.isMeantBy(e)
        ? new TargetFullException("No room left in the target for " + path + ".", e)
        : e;
  }

  /** Discards what was written, unless it was committed. */
  @Override
  public void close() throws IOException {
    if (!settled) {
      settled = true;
      try {
        channel.close();
      } finally {
        staging.discard(temporary, TargetEntry.Kind.FILE);
      }
    }
  }
}
