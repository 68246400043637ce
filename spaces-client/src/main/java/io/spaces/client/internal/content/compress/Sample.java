package io.spaces.client.internal.content.compress;

/**
 * Guesses from a few bytes whether content shrinks: what is already compressed or encrypted uses
 * all byte values equally often, and is not worth a pass.
 */
final class Sample {
  private static final int STRIPES = 4;
  private static final int STRIPE = 2048;
  private static final int TOO_SHORT_TO_TELL = 512;
  private static final double RANDOM_BITS = 7.9;
  private static final double LN2 = Math.log(2);

  private Sample() {}

  static boolean mayShrink(byte[] content, int length) {
    if (length < TOO_SHORT_TO_TELL) {
      return true;
    }
    int[] counts = new int[256];
    int sampled = 0;
    int stripe = Math.min(STRIPE, length / STRIPES);
    for (int i = 0; i < STRIPES; i++) {
      int start = (int) ((long) (length - stripe) * i / (STRIPES - 1));
      for (int p = start; p < start + stripe; p++) {
        counts[content[p] & 0xff]++;
      }
      sampled += stripe;
    }
    return entropy(counts, sampled) < RANDOM_BITS;
  }

  /** Bits a byte, corrected for how little a short sample shows (Miller and Madow). */
  private static double entropy(int[] counts, int sampled) {
    double sum = 0;
    int seen = 0;
    for (int count : counts) {
      if (count > 0) {
        sum += count * Math.log(count);
        seen++;
      }
    }
    double nats = Math.log(sampled) - sum / sampled + (seen - 1) / (2.0 * sampled);
    return nats / LN2;
  }
}
