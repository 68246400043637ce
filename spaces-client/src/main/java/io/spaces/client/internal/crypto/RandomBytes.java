package io.spaces.client.internal.crypto;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Bytes that nobody can foretell: keys, salts and names. Safe for use by several threads. */
public final class RandomBytes {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomBytes() {}

  /**
   * Returns fresh random bytes.
   *
   * @param length how many
   * @return a fresh array
   */
  public static byte[] of(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /**
   * Returns a fresh random name.
   *
   * @param bytes its length in bytes
   * @return twice as many hexadecimal digits
   */
  public static String name(int bytes) {
    return HexFormat.of().formatHex(of(bytes));
  }
}
