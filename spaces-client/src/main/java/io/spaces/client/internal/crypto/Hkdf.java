package io.spaces.client.internal.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;

/** Key derivation: HKDF with HMAC-SHA256, RFC 5869. */
public final class Hkdf {
  private static final int HASH_LENGTH = 32;

  private Hkdf() {}

  /**
   * Extracts and expands in one step.
   *
   * @param keyMaterial the secret to derive from; not changed
   * @param salt need not be secret; may be empty
   * @param info what the key is for
   * @param length how many bytes to derive, at most 255 × 32
   * @return a fresh array; the caller wipes it
   */
  public static byte[] derive(byte[] keyMaterial, byte[] salt, byte[] info, int length) {
    byte[] pseudoRandomKey = extract(salt, keyMaterial);
    try {
      return expand(pseudoRandomKey, info, length);
    } finally {
      Arrays.fill(pseudoRandomKey, (byte) 0);
    }
  }

  static byte[] extract(byte[] salt, byte[] keyMaterial) {
    return hmac(salt.length == 0 ? new byte[HASH_LENGTH] : salt).doFinal(keyMaterial);
  }

  static byte[] expand(byte[] pseudoRandomKey, byte[] info, int length) {
    if (length > 255 * HASH_LENGTH) {
      throw new IllegalArgumentException("HKDF cannot expand to " + length + " bytes");
    }
    Mac mac = hmac(pseudoRandomKey);
    byte[] result = new byte[length];
    byte[] block = new byte[0];
    for (int done = 0, counter = 1; done < length; counter++) {
      mac.update(block);
      mac.update(info);
      mac.update((byte) counter);
      Arrays.fill(block, (byte) 0);
      block = mac.doFinal();
      int part = Math.min(block.length, length - done);
      System.arraycopy(block, 0, result, done, part);
      done += part;
    }
    Arrays.fill(block, (byte) 0);
    return result;
  }

  /**
   * Returns an HMAC-SHA256 ready for use.
   *
   * @param key the key; copied
   * @return a fresh instance for one thread
   */
  public static Mac hmac(byte[] key) {
    try (WipedKey secret = WipedKey.copyOf(key, "HmacSHA256")) {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime lacks HMAC-SHA256", e);
    }
  }
}
