package io.spaces.client.internal.content.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream into chunks, in memory of one chunk. Serves one thread; used for many streams. */
public final class ChunkReader {
  private static final int STEP = 128 * 1024;

  private final Chunker chunker;
  private byte[] buffer = new byte[STEP];
  private InputStream in = InputStream.nullInputStream();
  private int chunkLength;
  private int filled;
  private boolean ended = true;

  /**
   * A reader without a stream.
   *
   * @param chunker says where to cut; used by this reader alone
   */
  public ChunkReader(Chunker chunker) {
    this.chunker = chunker;
  }

  /**
   * Starts a stream.
   *
   * @param stream read to its end, not closed
   */
  public void start(InputStream stream) {
    in = stream;
    chunkLength = 0;
    filled = 0;
    ended = false;
    chunker.reset();
  }

  /**
   * Reads the next chunk.
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
      int most = chunker.sizes().max() + STEP;
      buffer = Arrays.copyOf(buffer, Math.min(most, Math.max(buffer.length * 2, filled + STEP)));
    }
    int want = Math.min(STEP, buffer.length - filled);
    int read = in.readNBytes(buffer, filled, want);
    filled += read;
    ended = read < want;
  }
}
