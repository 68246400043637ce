package io.spaces.client.internal.content.chunk;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a stream into chunks, in memory of one chunk; a large one is borrowed from a pool until the
 * stream has ended. Serves one thread; used for many streams.
 */
public final class ChunkReader {
  private static final int STEP = 128 * 1024;
  private static final int SMALL = 6 * STEP;

  private final Chunker chunker;
  private final BufferPool pool;
  private byte[] small = new byte[STEP];
  private byte[] buffer = small;
  private InputStream in = InputStream.nullInputStream();
  private int chunkLength;
  private int filled;
  private boolean ended = true;

  /**
   * A reader without a stream.
   *
   * @param chunker says where to cut; used by this reader alone
   * @param pool lends large buffers
   */
  public ChunkReader(Chunker chunker, BufferPool pool) {
    this.chunker = chunker;
    this.pool = pool;
  }

  /** Gives back what was borrowed; no stream can be read on afterwards. */
  public void release() {
    in = InputStream.nullInputStream();
    ended = true;
    filled = 0;
    chunkLength = 0;
    if (buffer != small) {
      pool.giveBack(buffer);
      buffer = small;
    }
  }

  /**
   * Starts a stream.
   *
   * @param stream read to its end, not closed
   */
  public void start(InputStream stream) {
    release();
    in = stream;
    ended = false;
    chunker.reset();
  }

  /**
   * Reads the next chunk. After the last one {@link #release} is due.
   *
   * @return its length, at least 1, or -1 after the last
   * @throws IOException when the stream cannot be read
   */
  public int next() throws IOException {
    System.arraycopy(buffer, chunkLength, buffer, 0, filled - chunkLength);
    filled -= chunkLength;
    chunkLength = 0;
    while (true) {
      int cut = filled == 0 ? -1 : chunker.scan(buffer, filled);
      if (cut >= 0) {
        chunkLength = cut;
        return cut;
      }
      if (ended) {
        chunkLength = filled;
        return filled == 0 ? -1 : filled;
      }
      fill();
    }
  }

  /**
   * Returns what holds the chunk: from 0, as long as {@link #next} said, until its next call.
   *
   * @return the buffer, which may be another after each call
   */
  public byte[] buffer() {
    return buffer;
  }

  private void fill() throws IOException {
    if (filled + STEP > buffer.length) {
      grow();
    }
    int want = Math.min(STEP, buffer.length - filled);
    int read = in.readNBytes(buffer, filled, want);
    filled += read;
    ended = read < want;
  }

  private void grow() {
    int needed = filled + STEP;
    byte[] next;
    if (needed <= SMALL) {
      next = new byte[Math.min(SMALL, Math.max(small.length * 2, needed))];
      small = next;
    } else {
      next = pool.borrow(chunker.sizes().max() + STEP);
    }
    System.arraycopy(buffer, 0, next, 0, filled);
    buffer = next;
  }
}
