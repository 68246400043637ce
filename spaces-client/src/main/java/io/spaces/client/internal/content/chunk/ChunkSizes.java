package io.spaces.client.internal.content.chunk;

/**
 * How long chunks are.
 *
 * @param min the least, but for a content's last chunk
 * @param average what chunks are about as long as; a power of two
 * @param max the most
 */
public record ChunkSizes(int min, int average, int max) {
  /** The most that any chunk may have: a bound on memory when foreign data is read. */
  public static final int LIMIT = 16 << 20;

  /** The least length that a vault may ask for. Releases have written 128 KiB and more. */
  private static final int LEAST_MIN = 4 << 10;

  /** The least average length that a vault may ask for. */
  private static final int LEAST_AVERAGE = 16 << 10;

  /**
   * Tells whether a vault may ask for these: who cuts contents to dust needs an index that is
   * larger than they are.
   *
   * @return false below 4 KiB, or 16 KiB on average
   */
  public boolean areForVaults() {
    return min >= LEAST_MIN && average >= LEAST_AVERAGE;
  }

  /** Checks that the sizes make sense. */
  public ChunkSizes {
    if (min < 64
        || min > average
        || average >= max
        || max > LIMIT
        || Integer.bitCount(average) != 1) {
      throw new IllegalArgumentException(
          "chunk sizes " + min + ", " + average + ", " + max + " are out of range");
    }
  }
}
