package io.spaces.client.internal.content;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.codec.binary.Base32;
import org.jspecify.annotations.Nullable;

/** CIDv1 of a dag-pb node by SHA-256, in the base32 of RFC 4648 in lower case without padding. */
final class Cid {
  private static final byte[] PREFIX = {0x01, 0x70, 0x12, 0x20};
  private static final int DIGEST_SIZE = 32;
  private static final int SIZE = PREFIX.length + DIGEST_SIZE;
  private static final String BASE32 = "b";
  private static final int DIGITS = (SIZE * 8 + 4) / 5;

  private Cid() {}

  static String format(byte[] digest) {
    if (digest.length != DIGEST_SIZE) {
      throw new IllegalArgumentException("a digest of " + digest.length + " bytes");
    }
    byte[] bytes = Arrays.copyOf(PREFIX, SIZE);
    System.arraycopy(digest, 0, bytes, PREFIX.length, DIGEST_SIZE);
    String padded = new Base32().encodeAsString(bytes);
    return BASE32 + padded.substring(0, DIGITS).toLowerCase(Locale.ROOT);
  }

  static byte @Nullable [] parse(String text) {
    if (text.length() != BASE32.length() + DIGITS) {
      return null;
    }
    byte[] bytes = new Base32().decode(text.substring(BASE32.length()));
    if (bytes.length != SIZE) {
      return null;
    }
    byte[] digest = Arrays.copyOfRange(bytes, PREFIX.length, SIZE);
    // The decoder passes over what is no digit; there is one way only to write this digest.
    return format(digest).equals(text) ? digest : null;
  }
}
