package io.spaces.client.internal.vault.view;

import static java.util.Objects.checkFromIndexSize;

import io.spaces.client.internal.vault.format.BlobIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/**
 * A file's content. Each piece of it is fetched and verified when a byte of it is read; the last
 * one is kept.
 */
final class FileContent extends FileChannel {
  private static final int AT_ONCE = 1 << 16;

  private final SnapshotFileSystem system;
  private final String path;
  private final BlobIds blobs;

  /** Where each piece ends. */
  private final long[] ends;

  private long position;
  private int current = -1;
  private byte[] piece = {};

  FileContent(SnapshotFileSystem system, String path, BlobIds blobs, long[] ends) {
    this.system = system;
    this.path = path;
    this.blobs = blobs;
    this.ends = ends;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public synchronized int read(ByteBuffer target) throws IOException {
    int read = readAt(target, position);
    position += Math.max(0, read);
    return read;
  }

  @Override
  public synchronized int read(ByteBuffer target, long from) throws IOException {
    requireNotNegative(from);
    return readAt(target, from);
  }

  @Override
  public synchronized long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    checkFromIndexSize(offset, length, targets.length);
    long all = 0;
    for (ByteBuffer target : Arrays.asList(targets).subList(offset, offset + length)) {
      int wanted = target.remaining();
      int read = wanted == 0 ? 0 : read(target);
      all += Math.max(0, read);
      if (read < wanted) {
        return read < 0 && all == 0 ? -1 : all;
      }
    }
    return all;
  }

  /** Fills the target as far as the content goes. */
  private int readAt(ByteBuffer target, long from) throws IOException {
    requireOpen();
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("The buffer to read into is read-only");
    }
    long length = length();
    if (from >= length) {
      return -1;
    }
    int wanted = (int) Math.min(target.remaining(), length - from);
    boolean completed = false;
    try {
      begin();
      long at = from;
      for (int left = wanted; left > 0 && isOpen(); ) {
        load(at);
        int start = (int) (at - (ends[current] - piece.length));
        int part = Math.min(left, piece.length - start);
        target.put(piece, start, part);
        at += part;
        left -= part;
      }
      completed = isOpen();
    } catch (IOException | RuntimeException e) {
      completed = isOpen();
      throw e;
    } finally {
      end(completed);
    }
    return wanted;
  }

  private void load(long at) throws IOException {
    int found = Arrays.binarySearch(ends, at);
    int wanted = found < 0 ? -found - 1 : found + 1; // an end belongs to the piece behind it
    if (wanted != current) {
      current = -1;
      piece = system.read(path, blobs.get(wanted));
      current = wanted;
    }
  }

  private long length() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  private static void requireNotNegative(long position) {
    if (position < 0) {
      throw new IllegalArgumentException("The position " + position + " is negative");
    }
  }

  @Override
  public synchronized long position() throws IOException {
    requireOpen();
    return position;
  }

  @Override
  public synchronized FileChannel position(long next) throws IOException {
    requireOpen();
    requireNotNegative(next);
    position = next;
    return this;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return length();
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    requireOpen();
    requireNotNegative(from);
    requireNotNegative(count);
    long left = Math.min(count, length() - from);
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(left, AT_ONCE)));
    long moved = 0;
    while (moved < left) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), left - moved));
      int unused = read(buffer, from + moved);
      int written = target.write(buffer.flip());
      moved += written;
      if (buffer.hasRemaining()) {
        break;
      }
    }
    return moved;
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) throws IOException {
    requireOpen();
    if (mode != MapMode.READ_ONLY) {
      throw new NonWritableChannelException();
    }
    throw new UnsupportedOperationException("A file of a snapshot cannot be mapped into memory");
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) throws IOException {
    return tryLock(from, size, shared);
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) throws IOException {
    requireOpen();
    if (!shared) {
      throw new NonWritableChannelException();
    }
    throw new UnsupportedOperationException("A file of a snapshot never changes");
  }

  @Override
  public void force(boolean metadata) throws IOException {
    requireOpen();
  }

  private NonWritableChannelException readOnly() throws IOException {
    requireOpen();
    return new NonWritableChannelException();
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    throw readOnly();
  }

  @Override
  public int write(ByteBuffer source, long to) throws IOException {
    throw readOnly();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    throw readOnly();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    throw readOnly();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) throws IOException {
    throw readOnly();
  }

  @Override
  protected void implCloseChannel() {
    system.forget(this);
  }
}
