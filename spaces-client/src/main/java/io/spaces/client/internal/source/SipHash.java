package io.spaces.client.internal.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 with 128 bits of output (Aumasson and Bernstein): short inputs fast, and without the
 * key nobody makes two that collide.
 */
final class SipHash {
  /** Bytes of a key. */
  static final int KEY = 16;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long v0;
  private long v1;
  private long v2;
  private long v3;

  private SipHash(long k0, long k1) {
    v0 = 0x736f6d6570736575L ^ k0;
    v1 = 0x646f72616e646f6dL ^ k1 ^ 0xee;
    v2 = 0x6c7967656e657261L ^ k0;
    v3 = 0x7465646279746573L ^ k1;
  }

  record Hash(long low, long high) {}

  static Hash of(byte[] key, byte[] data) {
    SipHash hash = new SipHash((long) LONGS.get(key, 0), (long) LONGS.get(key, 8));
    int whole = data.length & ~7;
    for (int i = 0; i < whole; i += 8) {
      hash.absorb((long) LONGS.get(data, i));
    }
    long last = (long) data.length << 56;
    for (int i = whole; i < data.length; i++) {
      last |= (data[i] & 0xFFL) << ((i - whole) * 8);
    }
    hash.absorb(last);
    return hash.finish();
  }

  private void absorb(long word) {
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  }

  private Hash finish() {
    v2 ^= 0xee;
    rounds(4);
    long low = v0 ^ v1 ^ v2 ^ v3;
    v1 ^= 0xdd;
    rounds(4);
    return new Hash(low, v0 ^ v1 ^ v2 ^ v3);
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
