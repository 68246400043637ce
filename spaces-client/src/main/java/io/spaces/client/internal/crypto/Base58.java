package io.spaces.client.internal.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Base58 with Bitcoin's alphabet (base58btc), for addresses and keys: the time it takes grows with
 * the square of the length, so that longer values are refused.
 */
public final class Base58 {
  /** The most bytes that are written or read; the longest key has 65. */
  public static final int MAX_SIZE = 128;

  private static final byte[] DIGITS =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
          .getBytes(StandardCharsets.US_ASCII);
  private static final int BASE = DIGITS.length;
  private static final byte[] VALUES = values();
  // A byte is log(256) / log(58) = 1.366 digits.
  private static final int MAX_DIGITS = MAX_SIZE * 1366 / 1000 + 1;

  private Base58() {}

  /**
   * Writes bytes: a big-endian number, and a {@code 1} for each zero byte in front of it.
   *
   * @param bytes up to {@link #MAX_SIZE} bytes
   * @return the digits, without any prefix
   */
  public static String encode(byte[] bytes) {
    if (bytes.length > MAX_SIZE) {
      throw new IllegalArgumentException("base58 of " + bytes.length + " bytes");
    }
    byte[] digits = new byte[MAX_DIGITS];
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    int from = digits.length;
    for (int i = zeros; i < bytes.length; i++) {
      from = multiplyAndAdd(digits, from, 256, bytes[i] & 0xff, BASE);
    }
    byte[] text = new byte[zeros + digits.length - from];
    Arrays.fill(text, 0, zeros, DIGITS[0]);
    for (int i = from; i < digits.length; i++) {
      text[zeros + i - from] = DIGITS[digits[i]];
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads digits. Each text of digits stands for bytes of its own.
   *
   * @param text digits, without any prefix
   * @return their bytes; null where one is no digit, or they are more than {@link #MAX_SIZE}
   */
  public static byte @Nullable [] decode(String text) {
    if (text.length() > MAX_DIGITS) {
      return null;
    }
    byte[] bytes = new byte[MAX_DIGITS];
    int zeros = 0;
    while (zeros < text.length() && text.charAt(zeros) == DIGITS[0]) {
      zeros++;
    }
    int from = bytes.length;
    for (int i = zeros; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit >= VALUES.length || VALUES[digit] < 0) {
        return null;
      }
      from = multiplyAndAdd(bytes, from, BASE, VALUES[digit], 256);
    }
    int size = zeros + bytes.length - from;
    return size <= MAX_SIZE ? Arrays.copyOfRange(bytes, from - zeros, bytes.length) : null;
  }

  /** Multiplies the number whose digits end the array, and tells where it begins then. */
  private static int multiplyAndAdd(byte[] number, int from, int factor, int summand, int base) {
    int carry = summand;
    int at = number.length;
    while (at > from || carry > 0) {
      at--;
      carry += (number[at] & 0xff) * factor;
      number[at] = (byte) (carry % base);
      carry /= base;
    }
    return at;
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < BASE; i++) {
      values[DIGITS[i]] = (byte) i;
    }
    return values;
  }
}
