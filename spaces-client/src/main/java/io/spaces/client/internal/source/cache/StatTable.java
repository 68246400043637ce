package io.spaces.client.internal.source.cache;

import io.spaces.client.internal.compact.ByteArena;
import io.spaces.client.internal.compact.SipHash.Hash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A hash table from a key's hash to the hash of a stamp and a few bytes, in some 75 bytes for a
 * value of 32: open addressing over records that never move. Not for several threads.
 */
final class StatTable {
  static final int MAX_VALUE = 16 * 1024;

  /** Bytes of a record before its value: two hashes and the value's length. */
  static final int HEAD = 34;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LENGTH = 32;
  private static final int SEEN = 0x8000;
  private static final int MIN_SLOTS = 1024;

  private final ByteArena records = new ByteArena();

  /** Addresses plus one; a zero is a free slot. */
  private int[] slots = new int[MIN_SLOTS];

  private int count;
  private int seen;
  private long bytes;

  int count() {
    return count;
  }

  /** How many entries were marked as seen. */
  int seen() {
    return seen;
  }

  /** Memory in use, roughly. */
  long bytes() {
    return bytes + slots.length * 4L;
  }

  /** Makes room for so many entries at once. */
  void expect(long entries) {
    long wanted = Math.min(Long.highestOneBit(Math.max(1, entries)) * 4, 1 << 24);
    if (wanted > slots.length) {
      rehash((int) wanted);
    }
  }

  /** Marks an entry as seen and returns its value if its stamp is the given one. */
  byte @Nullable [] find(Hash key, Hash stamp) {
    int slot = slot(key);
    if (slots[slot] == 0) {
      return null;
    }
    int address = slots[slot] - 1;
    byte[] chunk = records.chunk(address);
    int at = ByteArena.position(address);
    int length = markSeen(chunk, at);
    return holds(chunk, at + 16, stamp)
        ? Arrays.copyOfRange(chunk, at + HEAD, at + HEAD + length)
        : null;
  }

  /** Adds an entry, or replaces the one with its key. */
  void put(Hash key, Hash stamp, byte[] value, int offset, int length, boolean isSeen) {
    int slot = slot(key);
    if (slots[slot] != 0) {
      int address = slots[slot] - 1;
      byte[] chunk = records.chunk(address);
      int at = ByteArena.position(address);
      if (length(chunk, at) == length) {
        if (isSeen) {
          markSeen(chunk, at);
        }
        write(chunk, at + 16, stamp);
        System.arraycopy(value, offset, chunk, at + HEAD, length);
        return;
      }
      seen -= isSeen(chunk, at) ? 1 : 0;
      count--;
    }
    int address = records.reserve(HEAD + length);
    byte[] chunk = records.chunk(address);
    int at = ByteArena.position(address);
    write(chunk, at, key);
    write(chunk, at + 16, stamp);
    SHORTS.set(chunk, at + LENGTH, (short) (isSeen ? length | SEEN : length));
    System.arraycopy(value, offset, chunk, at + HEAD, length);
    records.commit(HEAD + length);
    slots[slot] = address + 1;
    bytes += HEAD + length;
    seen += isSeen ? 1 : 0;
    count++;
    if (count > slots.length / 4 * 3) {
      rehash(slots.length * 2);
    }
  }

  void clear() {
    records.clear();
    slots = new int[MIN_SLOTS];
    count = 0;
    seen = 0;
    bytes = 0;
  }

  /** Takes records as they lie in memory. */
  interface RecordSink<X extends Exception> {
    void accept(byte[] bytes, int offset, int length) throws X;
  }

  /** Hands out every entry, or only those seen: head and value, with the mark still in it. */
  <X extends Exception> void forEach(boolean onlySeen, RecordSink<X> sink) throws X {
    for (int slot : slots) {
      if (slot != 0) {
        byte[] chunk = records.chunk(slot - 1);
        int at = ByteArena.position(slot - 1);
        if (!onlySeen || isSeen(chunk, at)) {
          sink.accept(chunk, at, HEAD + length(chunk, at));
        }
      }
    }
  }

  /** The length of the value of a record that lies at a place. */
  static int length(byte[] chunk, int at) {
    return (short) SHORTS.get(chunk, at + LENGTH) & (SEEN - 1);
  }

  /** Takes the mark out of a record that was copied. */
  static void unmark(byte[] chunk, int at) {
    SHORTS.set(chunk, at + LENGTH, (short) length(chunk, at));
  }

  static Hash hash(byte[] chunk, int at) {
    return new Hash((long) LONGS.get(chunk, at), (long) LONGS.get(chunk, at + 8));
  }

  private static boolean isSeen(byte[] chunk, int at) {
    return ((short) SHORTS.get(chunk, at + LENGTH) & SEEN) != 0;
  }

  private int markSeen(byte[] chunk, int at) {
    int length = length(chunk, at);
    if (!isSeen(chunk, at)) {
      SHORTS.set(chunk, at + LENGTH, (short) (length | SEEN));
      seen++;
    }
    return length;
  }

  private static void write(byte[] chunk, int at, Hash hash) {
    LONGS.set(chunk, at, hash.low());
    LONGS.set(chunk, at + 8, hash.high());
  }

  private static boolean holds(byte[] chunk, int at, Hash hash) {
    return (long) LONGS.get(chunk, at) == hash.low()
        && (long) LONGS.get(chunk, at + 8) == hash.high();
  }

  /** The slot that a key is in, or the free one that it belongs into. */
  private int slot(Hash key) {
    int mask = slots.length - 1;
    int slot = (int) key.low() & mask;
    while (slots[slot] != 0) {
      int address = slots[slot] - 1;
      if (holds(records.chunk(address), ByteArena.position(address), key)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void rehash(int size) {
    int[] old = slots;
    slots = new int[size];
    int mask = size - 1;
    for (int entry : old) {
      if (entry != 0) {
        int at = ByteArena.position(entry - 1);
        int slot = (int) (long) LONGS.get(records.chunk(entry - 1), at) & mask;
        while (slots[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = entry;
      }
    }
  }
}
