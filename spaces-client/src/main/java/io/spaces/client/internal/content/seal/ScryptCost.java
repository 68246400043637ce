package io.spaces.client.internal.content.seal;

/**
 * What stretching a passphrase costs (RFC 7914).
 *
 * @param n time and memory: a power of two
 * @param r block size
 * @param p how often, one after the other
 */
public record ScryptCost(int n, int r, int p) {
  /** 128 MiB and some 0.3 seconds: what OWASP asks for at least, as of 2024. */
  public static final ScryptCost DEFAULT = new ScryptCost(1 << 17, 8, 1);

  private static final int MIN_N = 1 << 14;
  private static final long MAX_MEMORY = 256L << 20;

  /** Checks the bounds: a crafted vault must exhaust neither the secret nor the memory. */
  public ScryptCost {
    if (n < MIN_N
        || Integer.bitCount(n) != 1
        || r < 8
        || p < 1
        || p > 4
        || r > 64
        || 128L * n * r > MAX_MEMORY) {
      throw new IllegalArgumentException(
          "scrypt parameters " + n + ", " + r + ", " + p + " are out of range");
    }
  }

  /**
   * Returns how much memory it takes.
   *
   * @return a number of bytes
   */
  public long memory() {
    return 128L * n * r;
  }

  /**
   * Returns how much work it is: all the memory that is written, each time it is.
   *
   * @return a number of bytes
   */
  public long work() {
    return memory() * p;
  }

  /**
   * Returns what is asked for, unless that costs a guesser less than before.
   *
   * @param before what it must not fall below
   * @return this or the other
   */
  public ScryptCost orAtLeast(ScryptCost before) {
    return memory() < before.memory() || work() < before.work() ? before : this;
  }
}
