package io.spaces.client.internal.source.read;

import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceChangedException;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceFile;
import io.spaces.client.internal.source.SourceProblems;
import io.spaces.client.internal.source.Stamps;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** A regular file, open, with its stamp from just after it was opened. */
final class OpenFile implements Closeable {
  /** Java copies through a direct buffer as large as one read, and keeps it with the thread. */
  private static final int READ = 256 * 1024;

  private final SourceFile file;
  private final Cancellation cancellation;
  private final Stamps stamps;
  private final SeekableByteChannel channel;
  private final FileStamp stamp;

  private OpenFile(
      SourceFile file,
      Cancellation cancellation,
      Stamps stamps,
      SeekableByteChannel channel,
      FileStamp stamp) {
    this.file = file;
    this.cancellation = cancellation;
    this.stamps = stamps;
    this.channel = channel;
    this.stamp = stamp;
  }

  /**
   * Opens a file, if it still is one.
   *
   * @throws SourceException when it cannot be read, or something else is in its place
   */
  static OpenFile open(SourceFile file, OpenWatch watch) throws SourceException {
    Stamps stamps = Stamps.on(file.path().getFileSystem());
    try {
      FileStamp before = stamps.of(file.path(), file.follow());
      check(file, before);
      SeekableByteChannel channel = watch.open(file.path(), file.follow());
      boolean good = false;
      try {
        FileStamp stamp = stamps.of(file.path(), file.follow());
        check(file, stamp);
        if (stamp.isPosix() && !stamp.isSameFile(before)) {
          throw new SourceChangedException(SourceProblems.changing(file.key()));
        }
        good = true;
        return new OpenFile(file, watch.cancellation(), stamps, channel, stamp);
      } finally {
        if (!good) {
          channel.close();
        }
      }
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      watch.cancellation().throwIfCancelled();
      throw new SourceException(
          SourceProblems.of(file.key(), file.path(), file.root(), file.stamp(), e));
    }
  }

  private static void check(SourceFile file, FileStamp stamp) throws IOException {
    if (!stamp.isFile()) {
      boolean special = !stamp.isFolder() && !stamp.isLink();
      throw new SourceException(
          special ? SourceProblems.special(file.key()) : SourceProblems.replaced(file.key()));
    }
    // The file that was found needs no second look; one that has taken its place might lie
    // elsewhere, behind a link.
    boolean found = stamp.isPosix() && stamp.isSameFile(file.stamp());
    if (!found && !file.follow() && isBehindLink(file)) {
      throw new SourceException(SourceProblems.replaced(file.key()));
    }
  }

  private static boolean isBehindLink(SourceFile file) throws IOException {
    Path root = file.root();
    Stamps stamps = Stamps.on(file.path().getFileSystem());
    for (Path p = file.path().getParent(); p != null && root != null; p = p.getParent()) {
      if (p.equals(root)) {
        return false;
      }
      if (stamps.of(p, false).isLink()) {
        return true;
      }
    }
    return false;
  }

  FileStamp stamp() {
    return stamp;
  }

  /** Whether the path still leads to this file, and its stamp is the same. */
  boolean isUnchanged() {
    try {
      FileStamp now = stamps.of(file.path(), file.follow());
      return now.isSameContent(stamp) && now.device() == stamp.device();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the file is longer by now than its stamp says. */
  boolean hasGrown() throws SourceException {
    try {
      return channel.size() > stamp.size();
    } catch (IOException e) {
      throw new SourceException(SourceProblems.of(file.key(), e));
    }
  }

  /** Reads until so many bytes are there or the file ends; returns how many there are. */
  int read(byte[] into, int length) throws SourceException {
    int done = 0;
    while (done < length) {
      int count = readSome(into, done, length - done);
      if (count < 0) {
        break;
      }
      done += count;
    }
    return done;
  }

  /** Whether {@link #readAt} works; it does not in a zip file's file system, for one. */
  boolean hasPositions() {
    return channel instanceof FileChannel;
  }

  /**
   * Reads from some position on until so many bytes are there or the file ends; returns how many
   * there are. Several threads may do this at once.
   */
  int readAt(long position, byte[] into, int length) throws SourceException {
    int done = 0;
    try {
      while (done < length) {
        ByteBuffer rest = ByteBuffer.wrap(into, done, length - done);
        int count = ((FileChannel) channel).read(rest, position + done);
        cancellation.throwIfCancelled();
        if (count < 0) {
          break;
        }
        done += count;
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return done;
  }

  /** Reads what one call yields, or -1 at the end. */
  int readSome(byte[] into, int offset, int length) throws SourceException {
    try {
      int count = channel.read(ByteBuffer.wrap(into, offset, Math.min(length, READ)));
      cancellation.throwIfCancelled();
      return count;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** A read that a cancellation has broken off tells nothing about the file. */
  private SourceException unreadable(IOException e) {
    cancellation.throwIfCancelled();
    return new SourceException(SourceProblems.of(file.key(), e));
  }

  /** Takes bytes as they are read. */
  interface Sink<X extends Exception> {
    void accept(byte[] bytes, int offset, int count) throws X;
  }

  /** Reads so many bytes, or all until the file ends; returns how many there were. */
  <X extends Exception> long transfer(long length, byte[] buffer, Sink<X> sink)
      throws SourceException, X {
    long done = 0;
    while (done < length) {
      int count = readSome(buffer, 0, (int) Math.min(buffer.length, length - done));
      if (count < 0) {
        break;
      }
      sink.accept(buffer, 0, count);
      done += count;
    }
    return done;
  }

  /** All that is left, as a stream that closes the file. */
  InputStream stream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return readSome(into, offset, length);
      }

      @Override
      public void close() throws IOException {
        OpenFile.this.close();
      }
    };
  }

  @Override
  public void close() throws SourceException {
    try {
      channel.close();
    } catch (IOException e) {
      throw new SourceException(SourceProblems.of(file.key(), e));
    }
  }
}
