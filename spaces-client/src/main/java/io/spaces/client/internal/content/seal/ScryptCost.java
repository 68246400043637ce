package io.spaces.client.internal.content.seal;

/**
 * What stretching a passphrase costs (RFC 7914).
 *
 * @param n time and memory: a power of two
 * @param r block size
 * @param p how often, one after the other
 */
public record ScryptCost(int n, int r, int p) {
  /** About 32 MiB and a tenth of a second. */
  public static final ScryptCost DEFAULT = new ScryptCost(1 << 15, 8, 1);

  private static final int MIN_N = 1 << 14;
  private static final long MAX_MEMORY = 256L << 20;

  /** Checks the bounds: a crafted vault must exhaust neither the secret nor the memory. */
  public ScryptCost {
    if (n < MIN_N
        || Integer.bitCount(n) != 1
        || r < 1
        || p < 1
        || p > 4
        || r > 64
        || 128L * n * r > MAX_MEMORY) {
      throw new IllegalArgumentException(
          "scrypt parameters " + n + ", " + r + ", " + p + " are out of range");
    }
  }
}
