package io.spaces.client.internal.content.chunk;

/**
 * Cuts where the top bits of a rolling Gear hash are all zero. Who sees where contents of his own
 * choice are cut can compute a secret table from it, by lattice reduction: it is for vaults that
 * have been cut so from the start, and for those without a secret.
 */
public final class GearChunker extends Chunker {
  private final long[] gear;
  private long hash;
  private int scanned;

  /**
   * A chunker at the start of a content.
   *
   * @param gear mixes
   * @param sizes bounds
   */
  public GearChunker(GearTable gear, ChunkSizes sizes) {
    super(sizes);
    this.gear = gear.values();
  }

  @Override
  public void reset() {
    hash = 0;
    scanned = 0;
  }

  @Override
  int scanTo(byte[] bytes, int limit, int bits) {
    long[] table = gear;
    long mask = topBits(bits);
    long rolling = hash;
    int position = Math.max(scanned, sizes().min());
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
