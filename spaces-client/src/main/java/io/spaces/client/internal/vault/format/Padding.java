package io.spaces.client.internal.vault.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * PADMÉ (Nikitin and others, Reducing Metadata Leakage from Encrypted Files, 2019): a length is
 * rounded up so that of its binary digits only the first few tell anything, as many as the number
 * of digits has. It costs 12 % at the most, 3 % of 16 MiB.
 */
public final class Padding {
  private Padding() {}

  /**
   * Rounds a length up.
   *
   * @param length 0 or more
   * @return itself or more
   */
  public static long padded(long length) {
    if (length < 4) {
      return length;
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(length);
    int digits = Integer.SIZE - Integer.numberOfLeadingZeros(exponent);
    long mask = (1L << (exponent - digits)) - 1;
    return length + mask & ~mask;
  }

  /**
   * Pads a content at its end.
   *
   * @param content what to pad
   * @param filler what with
   * @return a padded copy
   */
  public static byte[] pad(byte[] content, byte filler) {
    byte[] padded = Arrays.copyOf(content, Math.toIntExact(padded(content.length)));
    Arrays.fill(padded, content.length, padded.length, filler);
    return padded;
  }

  /**
   * Reads zeros to the end.
   *
   * @return how many there are
   * @throws FormatException when there is anything else, or more than there may be
   */
  static int skip(InputStream in, long most) throws IOException {
    byte[] buffer = new byte[1 << 13];
    long length = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      length += read;
      if (length > most || !isZero(buffer, read)) {
        throw new FormatException("has something behind its end");
      }
    }
    return (int) length;
  }

  /** Tells whether bytes are nothing but zeros. */
  static boolean isZero(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
