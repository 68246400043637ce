package io.spaces.client.internal.source.read;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Tells whether two passes over a file saw the same, at a small part of what hashing costs: two
 * cyclic redundancy checks of different polynomials, which accidents outwit once in 2^64 times. Who
 * changes a file on purpose gains nothing from outwitting it: the hash that names the content still
 * tells whoever receives it.
 *
 * <p>Content is checked in chunks, so that several threads can share a file's.
 */
final class Fingerprint {
  static final int CHUNK_SIZE = 256 * 1024;

  private static final long SPREAD = 0x9E3779B97F4A7C15L; // odd, so that nothing is lost

  private final CRC32 one = new CRC32();
  private final CRC32C other = new CRC32C();
  private long folded;
  private int filled;

  void update(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      int taken = Math.min(left, CHUNK_SIZE - filled);
      one.update(bytes, from, taken);
      other.update(bytes, from, taken);
      from += taken;
      left -= taken;
      filled += taken;
      if (filled == CHUNK_SIZE) {
        addChunk(chunk());
      }
    }
  }

  /** Takes in the next whole chunk, or the last one, by its own {@link #of fingerprint}. */
  void addChunk(long chunk) {
    folded = fold(chunk);
    filled = 0;
    one.reset();
    other.reset();
  }

  /** The value so far. */
  long value() {
    return filled == 0 ? folded : fold(chunk());
  }

  private long fold(long chunk) {
    return Long.rotateLeft(folded, 29) * SPREAD ^ chunk;
  }

  private long chunk() {
    return one.getValue() << 32 | other.getValue();
  }

  static long of(byte[] bytes, int length) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.update(bytes, 0, length);
    return fingerprint.value();
  }
}
