package io.spaces.client.internal.compact;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * A 128-bit hash of object keys under a seed that nobody outside this process knows, so that a
 * million keys can be told apart by 16 bytes each and nobody can choose keys that collide. Not a
 * cryptographic hash: two multiply-and-fold lanes in the manner of wyhash.
 */
public final class KeyHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long[] SEED = new SecureRandom().longs(4).map(seed -> seed | 1).toArray();

  private KeyHash() {}

  /** Returns the first half of the hash. */
  public static long high(byte[] key) {
    return lane(key, SEED[0], SEED[1]);
  }

  /** Returns the second half of the hash. */
  public static long low(byte[] key) {
    return lane(key, SEED[2], SEED[3]);
  }

  private static long lane(byte[] key, long seed, long multiplier) {
    long hash = seed ^ key.length;
    int at = 0;
    for (; at + 8 <= key.length; at += 8) {
      hash = fold(hash ^ (long) LONG.get(key, at), multiplier);
    }
    long tail = 0;
    for (int shift = 0; at < key.length; at++, shift += 8) {
      tail |= (key[at] & 0xffL) << shift;
    }
    return fold(fold(hash ^ tail, multiplier) ^ seed, multiplier);
  }

  private static long fold(long value, long multiplier) {
    return (value * multiplier) ^ Math.multiplyHigh(value, multiplier);
  }
}
