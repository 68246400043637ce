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

  private static final Base32 CODEC = new SmallBase32();

  private Cid() {}

  static String format(byte[] digest) {
    if (digest.length != DIGEST_SIZE) {
      throw new IllegalArgumentException("a digest of " + digest.length + " bytes");
    }
    byte[] bytes = Arrays.copyOf(PREFIX, SIZE);
    System.arraycopy(digest, 0, bytes, PREFIX.length, DIGEST_SIZE);
    String padded = CODEC.encodeAsString(bytes);
    return BASE32 + padded.substring(0, DIGITS).toLowerCase(Locale.ROOT);
  }

  static byte @Nullable [] parse(String text) {
    if (text.length() != BASE32.length() + DIGITS || !text.startsWith(BASE32)) {
      return null;
    }
    // By hand: the decoder passes over what is no digit, takes those in upper case, and is slow for
    // a list of a million.
    byte[] bytes = new byte[SIZE];
    int size = 0;
    int read = 0;
    int bits = 0;
    for (int i = BASE32.length(); i < text.length(); i++) {
      int value = valueOf(text.charAt(i));
      if (value < 0) {
        return null;
      }
      read = read << 5 | value;
      bits += 5;
      if (bits >= Byte.SIZE) {
        bits -= Byte.SIZE;
        bytes[size++] = (byte) (read >> bits);
        read &= (1 << bits) - 1;
      }
    }
    // The bits of the last digit that say nothing are zero in the one way to write it.
    return read == 0 && Arrays.equals(bytes, 0, PREFIX.length, PREFIX, 0, PREFIX.length)
        ? Arrays.copyOfRange(bytes, PREFIX.length, SIZE)
        : null;
  }

  private static int valueOf(char digit) {
    if (digit >= 'a' && digit <= 'z') {
      return digit - 'a';
    }
    return digit >= '2' && digit <= '7' ? digit - '2' + 26 : -1;
  }

  /** With buffers as long as what is written: the usual 8 KiB for each are more than a hash's. */
  private static final class SmallBase32 extends Base32 {
    @Override
    protected int getDefaultBufferSize() {
      return 64;
    }
  }
}
