package io.spaces.client.internal.content.chunk;

import io.spaces.client.internal.crypto.Hkdf;
import java.nio.ByteBuffer;
import javax.crypto.Mac;

/**
 * The 256 random numbers that a rolling hash mixes bytes with. Derived from a seed: with a secret
 * one, the cuts of a known file cannot be foretold, so the lengths of sealed chunks do not tell
 * which file it is.
 */
public final class GearTable {
  private final long[] values = new long[256];

  /**
   * Derives a table: number {@code b} is the first 8 bytes, big-endian, of HMAC-SHA256(seed, b).
   *
   * @param seed not empty
   */
  public GearTable(byte[] seed) {
    Mac mac = Hkdf.hmac(seed);
    for (int b = 0; b < values.length; b++) {
      values[b] = ByteBuffer.wrap(mac.doFinal(new byte[] {(byte) b})).getLong();
    }
  }

  long[] values() {
    return values;
  }
}
