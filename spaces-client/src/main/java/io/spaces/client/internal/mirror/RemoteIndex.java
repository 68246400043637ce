package io.spaces.client.internal.mirror;

import io.spaces.client.internal.compact.KeyHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What the space holds below one folder: for each key its size and content hash, in some 65 bytes a
 * key. The keys themselves are not kept, only 128 bits of a seeded hash of each. Filled by one
 * thread; then safe for use by several.
 */
public final class RemoteIndex {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int ENTRY = 7; // longs: two of key hash, one of size, four of content hash
  private static final int CHUNK = 4096; // entries; small enough not to be humongous for G1
  private static final byte[] UNKNOWN = new byte[32];

  private long[][] chunks = new long[16][];
  private int[] slots = new int[1024]; // entry number + 1, or 0; at most two thirds taken
  private int size;
  private final BitSet seen = new BitSet();
  private int seenCount;

  /** Adds a key, or replaces what was known of it. A null digest means that the hash is unknown. */
  public void put(String key, long length, byte @Nullable [] digest) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    long high = KeyHash.high(name);
    long low = KeyHash.low(name);
    int entry = find(high, low);
    if (entry < 0) {
      entry = append(high, low);
    }
    long[] chunk = chunks[entry / CHUNK];
    int at = entry % CHUNK * ENTRY;
    byte[] hash = digest == null ? UNKNOWN : digest;
    chunk[at + 2] = length;
    for (int i = 0; i < 4; i++) {
      chunk[at + 3 + i] = (long) LONG.get(hash, i * 8);
    }
  }

  /** How much memory it takes, about. */
  long held() {
    return 4L * slots.length + 8L * ENTRY * CHUNK * (size / CHUNK + 1L);
  }

  /** Returns how many keys there are. */
  public int size() {
    return size;
  }

  /** Tells whether the space has the key, whatever its content. */
  public boolean contains(String key) {
    return find(key) >= 0;
  }

  /** Tells whether the space has the key with just this content. */
  public boolean matches(String key, long length, byte[] digest) {
    int entry = find(key);
    if (entry < 0) {
      return false;
    }
    long[] chunk = chunks[entry / CHUNK];
    int at = entry % CHUNK * ENTRY;
    boolean same = chunk[at + 2] == length && !Arrays.equals(digest, UNKNOWN);
    for (int i = 0; i < 4; i++) {
      same &= chunk[at + 3 + i] == (long) LONG.get(digest, i * 8);
    }
    return same;
  }

  /** Returns the size of what lies under the key, or -1. */
  long length(String key) {
    int entry = find(key);
    return entry < 0 ? -1 : chunks[entry / CHUNK][entry % CHUNK * ENTRY + 2];
  }

  /** Tells whether nothing says that the key has another content: a size of -1 says nothing. */
  boolean agrees(String key, long length, byte @Nullable [] digest) {
    int entry = find(key);
    if (entry < 0) {
      return false;
    }
    long[] chunk = chunks[entry / CHUNK];
    int at = entry % CHUNK * ENTRY;
    boolean same = length < 0 || chunk[at + 2] == length;
    for (int i = 0; digest != null && i < 4; i++) {
      same &= chunk[at + 3 + i] == (long) LONG.get(digest, i * 8);
    }
    return same;
  }

  /**
   * Tells whether the key is known to have another content: a hash that is not known says nothing.
   */
  boolean differs(String key, long length, byte @Nullable [] digest) {
    int entry = find(key);
    if (entry < 0) {
      return false;
    }
    long[] chunk = chunks[entry / CHUNK];
    int at = entry % CHUNK * ENTRY;
    boolean known = false;
    boolean same = true;
    for (int i = 0; digest != null && i < 4; i++) {
      known |= chunk[at + 3 + i] != 0;
      same &= chunk[at + 3 + i] == (long) LONG.get(digest, i * 8);
    }
    boolean otherLength = length >= 0 && chunk[at + 2] >= 0 && length != chunk[at + 2];
    return otherLength || (known && !same);
  }

  /** Notes that the source has the key too. */
  public synchronized void see(String key) {
    int entry = find(key);
    if (entry >= 0 && !seen.get(entry)) {
      seen.set(entry);
      seenCount++;
    }
  }

  /** Tells whether the space had the key and {@link #see} was never called for it. */
  public synchronized boolean isUnseen(String key) {
    int entry = find(key);
    return entry >= 0 && !seen.get(entry);
  }

  /** Returns how many keys {@link #see} was not called for. */
  public synchronized int unseenCount() {
    return size - seenCount;
  }

  private int find(String key) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    return find(KeyHash.high(name), KeyHash.low(name));
  }

  private int find(long high, long low) {
    for (int slot = slot(low); slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
      int entry = slots[slot] - 1;
      long[] chunk = chunks[entry / CHUNK];
      int at = entry % CHUNK * ENTRY;
      if (chunk[at] == high && chunk[at + 1] == low) {
        return entry;
      }
    }
    return -1;
  }

  private int slot(long low) {
    return (int) low & (slots.length - 1);
  }

  private int append(long high, long low) {
    if (size >= slots.length / 3 * 2) {
      grow();
    }
    int entry = size++;
    int number = entry / CHUNK;
    if (number == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunks.length * 2);
    }
    if (chunks[number] == null) {
      chunks[number] = new long[CHUNK * ENTRY];
    }
    chunks[number][entry % CHUNK * ENTRY] = high;
    chunks[number][entry % CHUNK * ENTRY + 1] = low;
    take(entry, low);
    return entry;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    for (int entry = 0; entry < size; entry++) {
      take(entry, chunks[entry / CHUNK][entry % CHUNK * ENTRY + 1]);
    }
  }

  private void take(int entry, long low) {
    int slot = slot(low);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = entry + 1;
  }
}
