package io.spaces.client.internal.content.chunk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spaces.client.internal.compact.SipHash;

/**
 * Cuts where a pseudo-random function of the last 64 bytes says so, and only where a hash that
 * everybody knows makes them a candidate. The hash is fast and tells nothing, since it has no key;
 * the function is asked for one byte in 256 or so, and who sees its answers for bytes of his own
 * choice learns nothing of those for others.
 */
public final class KeyedChunker extends Chunker {
  /** Bytes of a key. */
  public static final int KEY = SipHash.KEY;

  /** As many as a 64-bit Gear hash depends on. */
  static final int WINDOW = Long.SIZE;

  static final GearTable CANDIDATES = new GearTable("spaces-vault/1/gear".getBytes(US_ASCII));

  private static final int MOST_CANDIDATE_BITS = 8;

  private final long[] gear = CANDIDATES.values();
  private final byte[] key;
  private final int candidateBits;
  private final int start;
  private long hash;
  private int scanned;

  /**
   * A chunker at the start of a content.
   *
   * @param key 16 secret bytes; not copied
   * @param sizes bounds
   */
  public KeyedChunker(byte[] key, ChunkSizes sizes) {
    super(sizes);
    this.key = key;
    int looseBits = Integer.numberOfTrailingZeros(sizes.average()) - 2;
    candidateBits = Math.min(MOST_CANDIDATE_BITS, looseBits / 2);
    start = sizes.min() - WINDOW;
    scanned = start;
  }

  @Override
  public void reset() {
    hash = 0;
    scanned = start;
  }

  @Override
  int scanTo(byte[] bytes, int limit, int bits) {
    long[] table = gear;
    long candidates = topBits(candidateBits);
    long cuts = topBits(bits - candidateBits);
    long rolling = hash;
    int position = scanned;
    for (int filled = Math.min(sizes().min(), limit); position < filled; position++) {
      rolling = (rolling << 1) + table[bytes[position] & 0xff];
    }
    while (position < limit) {
      rolling = (rolling << 1) + table[bytes[position++] & 0xff];
      if ((rolling & candidates) == 0
          && (SipHash.of64(key, bytes, position - WINDOW, WINDOW) & cuts) == 0) {
        return position;
      }
    }
    hash = rolling;
    scanned = position;
    return -1;
  }
}
