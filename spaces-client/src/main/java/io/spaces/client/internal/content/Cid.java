package io.spaces.client.internal.content;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** CIDv1 of a dag-pb node by SHA-256, in the base32 of RFC 4648 in lower case without padding. */
final class Cid {
  private static final byte[] PREFIX = {0x01, 0x70, 0x12, 0x20};
  private static final int DIGEST_SIZE = 32;
  private static final int SIZE = PREFIX.length + DIGEST_SIZE;
  private static final char BASE32 = 'b';
  private static final byte[] DIGITS =
      "abcdefghijklmnopqrstuvwxyz234567".getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = 1 + (SIZE * 8 + 4) / 5;

  private Cid() {}

  static String format(byte[] digest) {
    if (digest.length != DIGEST_SIZE) {
      throw new IllegalArgumentException("a digest of " + digest.length + " bytes");
    }
    byte[] text = new byte[LENGTH];
    text[0] = BASE32;
    int at = 1;
    int bits = 0;
    int held = 0;
    for (int i = 0; i < SIZE; i++) {
      byte next = i < PREFIX.length ? PREFIX[i] : digest[i - PREFIX.length];
      bits = bits << 8 | (next & 0xff);
      held += 8;
      while (held >= 5) {
        held -= 5;
        text[at++] = DIGITS[(bits >> held) & 0x1f];
      }
      bits &= 0x1f;
    }
    text[at] = DIGITS[(bits << (5 - held)) & 0x1f];
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  static byte @Nullable [] parse(String text) {
    if (text.length() != LENGTH || text.charAt(0) != BASE32) {
      return null;
    }
    byte[] bytes = new byte[SIZE];
    int at = 0;
    int bits = 0;
    int held = 0;
    for (int i = 1; i < LENGTH; i++) {
      int digit = digit(text.charAt(i));
      if (digit < 0) {
        return null;
      }
      bits = bits << 5 | digit;
      held += 5;
      if (held >= 8) {
        held -= 8;
        bytes[at++] = (byte) (bits >> held);
        bits &= (1 << held) - 1;
      }
    }
    boolean fits = bits == 0 && Arrays.equals(bytes, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
    return fits ? Arrays.copyOfRange(bytes, PREFIX.length, SIZE) : null;
  }

  private static int digit(char c) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a';
    }
    return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
  }
}
