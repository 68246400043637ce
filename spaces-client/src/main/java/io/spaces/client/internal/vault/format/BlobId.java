package io.spaces.client.internal.vault.format;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The name of a blob: SHA-256 of its content, or HMAC-SHA256 under the vault's key.
 *
 * @param a its first 8 bytes, big-endian
 * @param b the next 8
 * @param c the next 8
 * @param d the last 8
 */
public record BlobId(long a, long b, long c, long d) {
  /** The length in bytes. */
  public static final int LENGTH = 32;

  private static final long[] SEEDS = new SecureRandom().longs(9).map(seed -> seed | 1).toArray();

  /**
   * Reads an id.
   *
   * @param bytes holds it
   * @param offset where
   * @return the id
   */
  public static BlobId read(byte[] bytes, int offset) {
    return read(ByteBuffer.wrap(bytes, offset, LENGTH));
  }

  /**
   * Reads an id.
   *
   * @param bytes at the id; afterwards behind it
   * @return the id
   */
  public static BlobId read(ByteBuffer bytes) {
    return new BlobId(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  /**
   * Writes the id.
   *
   * @param target takes 32 bytes
   */
  public void write(ByteBuffer target) {
    target.putLong(a).putLong(b).putLong(c).putLong(d);
  }

  /**
   * A hash that differs from one process to the next: whoever chooses names, as the space of a
   * vault without a key can, cannot make many of them fall into one place of a table.
   */
  @Override
  public int hashCode() {
    long mixed = mix(a, 0) + mix(b, 2) + mix(c, 4) + mix(d, 6);
    mixed ^= mixed >>> 32;
    return (int) ((mixed * SEEDS[8]) >>> 32);
  }

  /** By halves: in a product of whole words, top bits would meet only the low bits of a seed. */
  private static long mix(long word, int seed) {
    return (word >>> 32) * SEEDS[seed] + (word & 0xffffffffL) * SEEDS[seed + 1];
  }

  @Override
  public String toString() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    write(bytes);
    return HexFormat.of().formatHex(bytes.array());
  }
}
