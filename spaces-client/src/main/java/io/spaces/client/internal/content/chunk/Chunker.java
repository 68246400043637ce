package io.spaces.client.internal.content.chunk;

/**
 * Finds the end of a chunk as FastCDC does, with normalised chunking of level 2: of the places
 * where a chunk may end, four times fewer than average count before the average length, four times
 * more after it. Which places these are is a subclass's. Serves one thread.
 */
public abstract class Chunker {
  private static final int NORMALISATION = 2;

  private final ChunkSizes sizes;
  private final int strictBits;
  private final int looseBits;

  /**
   * A chunker at the start of a content.
   *
   * @param sizes bounds
   */
  protected Chunker(ChunkSizes sizes) {
    this.sizes = sizes;
    int bits = Integer.numberOfTrailingZeros(sizes.average());
    strictBits = bits + NORMALISATION;
    looseBits = bits - NORMALISATION;
  }

  static long topBits(int count) {
    return -1L << (Long.SIZE - count);
  }

  /**
   * Returns the bounds of chunks.
   *
   * @return as given
   */
  public ChunkSizes sizes() {
    return sizes;
  }

  /** Forgets what was scanned: the next scan starts a chunk. */
  public abstract void reset();

  /**
   * Looks for the end of the chunk that starts at 0, going on where the last call stopped.
   *
   * @param bytes holds the chunk so far
   * @param length how much of it is there; not less than in the last call
   * @return the chunk's length, and the next scan starts a new chunk; or -1 when it may go on
   */
  public int scan(byte[] bytes, int length) {
    int cut = scanTo(bytes, Math.min(length, sizes.average()), strictBits);
    if (cut < 0) {
      cut = scanTo(bytes, Math.min(length, sizes.max()), looseBits);
    }
    if (cut < 0 && length >= sizes.max()) {
      cut = sizes.max();
    }
    if (cut >= 0) {
      reset();
    }
    return cut;
  }

  /**
   * Goes on to a limit, which may have been passed already.
   *
   * @param bits that one place in two to so many is to count
   * @return where the chunk ends, or -1 when that is not before the limit
   */
  abstract int scanTo(byte[] bytes, int limit, int bits);
}
