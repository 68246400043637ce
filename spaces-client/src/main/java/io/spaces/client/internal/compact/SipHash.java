package io.spaces.client.internal.compact;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 (Aumasson and Bernstein): short inputs fast, and without the key nobody foretells a
 * hash or makes two inputs that collide.
 */
public final class SipHash {
  /** Bytes of a key. */
  public static final int KEY = 16;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long v0;
  private long v1;
  private long v2;
  private long v3;

  private SipHash(byte[] key) {
    long k0 = (long) LONGS.get(key, 0);
    long k1 = (long) LONGS.get(key, 8);
    v0 = 0x736f6d6570736575L ^ k0;
    v1 = 0x646f72616e646f6dL ^ k1;
    v2 = 0x6c7967656e657261L ^ k0;
    v3 = 0x7465646279746573L ^ k1;
  }

  /**
   * A hash of 128 bits.
   *
   * @param low its first 8 bytes, little-endian
   * @param high its last 8 bytes, little-endian
   */
  public record Hash(long low, long high) {}

  /**
   * Hashes to 128 bits.
   *
   * @param key 16 bytes
   * @param data what to hash
   * @return the hash
   */
  public static Hash of(byte[] key, byte[] data) {
    SipHash hash = new SipHash(key);
    hash.v1 ^= 0xee;
    hash.absorb(data, 0, data.length);
    hash.v2 ^= 0xee;
    hash.rounds(4);
    long low = hash.fold();
    hash.v1 ^= 0xdd;
    hash.rounds(4);
    return new Hash(low, hash.fold());
  }

  /**
   * Hashes to 64 bits, as the authors first described it.
   *
   * @param key 16 bytes
   * @param data holds what to hash
   * @param offset where that starts
   * @param length how long it is
   * @return the 8 bytes of the hash, little-endian
   */
  public static long of64(byte[] key, byte[] data, int offset, int length) {
    SipHash hash = new SipHash(key);
    hash.absorb(data, offset, length);
    hash.v2 ^= 0xff;
    hash.rounds(4);
    return hash.fold();
  }

  private void absorb(byte[] data, int offset, int length) {
    int whole = offset + (length & ~7);
    for (int i = offset; i < whole; i += 8) {
      absorb((long) LONGS.get(data, i));
    }
    long last = (long) length << 56;
    for (int i = whole; i < offset + length; i++) {
      last |= (data[i] & 0xFFL) << ((i - whole) * 8);
    }
    absorb(last);
  }

  private void absorb(long word) {
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  }

  private long fold() {
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
