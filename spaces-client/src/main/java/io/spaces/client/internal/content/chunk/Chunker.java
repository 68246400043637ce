package io.spaces.client.internal.content.chunk;

/**
 * Finds the end of a chunk by FastCDC with normalised chunking of level 2: a cut is where the top
 * bits of a rolling Gear hash are all zero, two bits more than average before the average length,
 * two bits fewer after it. Serves one thread.
 */
public final class Chunker {
  private static final int NORMALISATION = 2;

  private final long[] gear;
  private final ChunkSizes sizes;
  private final long strictMask;
  private final long looseMask;
  private long hash;
  private int scanned;

  /**
   * A chunker at the start of a content.
   *
   * @param gear mixes
   * @param sizes bounds
   */
  public Chunker(GearTable gear, ChunkSizes sizes) {
    this.gear = gear.values();
    this.sizes = sizes;
    int bits = Integer.numberOfTrailingZeros(sizes.average());
    this.strictMask = topBits(bits + NORMALISATION);
    this.looseMask = topBits(bits - NORMALISATION);
  }

  private static long topBits(int count) {
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
  public void reset() {
    hash = 0;
    scanned = 0;
  }

  /**
   * Looks for the end of the chunk that starts at 0, going on where the last call stopped.
   *
   * @param bytes holds the chunk so far
   * @param length how much of it is there; not less than in the last call
   * @return the chunk's length, and the next scan starts a new chunk; or -1 when it may go on
   */
  public int scan(byte[] bytes, int length) {
    int cut = scanTo(bytes, Math.min(length, sizes.average()), strictMask);
    if (cut < 0) {
      cut = scanTo(bytes, Math.min(length, sizes.max()), looseMask);
    }
    if (cut < 0 && length >= sizes.max()) {
      cut = sizes.max();
    }
    if (cut >= 0) {
      reset();
    }
    return cut;
  }

  private int scanTo(byte[] bytes, int limit, long mask) {
    long[] table = gear;
    long rolling = hash;
    int position = Math.max(scanned, sizes.min());
    while (position < limit) {
      rolling = (rolling << 1) + table[bytes[position++] & 0xff];
      if ((rolling & mask) == 0) {
        return position;
      }
    }
    hash = rolling;
    scanned = Math.max(scanned, Math.min(position, limit));
    return -1;
  }
}
