package io.spaces.client.internal.compact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Records of bytes, one behind the other, that never move: it grows by chunks and so never holds
 * more than it stores and one chunk. A record's address is an int and stays valid.
 */
public final class ByteArena {
  /** Small enough not to be humongous for G1, whose smallest regions would stay half empty. */
  static final int CHUNK_BITS = 18;

  static final int CHUNK = 1 << CHUNK_BITS;

  /** No record may be longer, so that at most an eighth of a chunk is left unused. */
  static final int MAX_RECORD = CHUNK / 8;

  private static final int MAX_CHUNKS = 1 << (32 - CHUNK_BITS);
  private static final byte[] NOTHING = {};

  private final List<byte[]> chunks = new ArrayList<>();
  private byte[] current = NOTHING;
  private int used;

  /** Makes room for a record of up to so many bytes and returns its address. */
  public int reserve(int length) {
    if (length > MAX_RECORD) {
      throw new IllegalArgumentException("A record of " + length + " bytes is too long.");
    }
    if (used + length > current.length) {
      if (chunks.size() <= 1) {
        growFirst(length);
      } else {
        startChunk();
      }
    }
    return (chunks.size() - 1) << CHUNK_BITS | used;
  }

  /** A small arena stays small: its only chunk starts with a few KB and doubles. */
  private void growFirst(int length) {
    int wanted = Math.max(Math.max(4096, current.length * 2), used + length);
    if (wanted > CHUNK) {
      startChunk();
      return;
    }
    current = Arrays.copyOf(current, wanted);
    chunks.clear();
    chunks.add(current);
  }

  private void startChunk() {
    if (chunks.size() == MAX_CHUNKS) {
      throw new IllegalStateException("There are more files than fit into 4 GiB of records.");
    }
    current = new byte[CHUNK];
    chunks.add(current);
    used = 0;
  }

  /** Keeps so many bytes of what was reserved last. */
  public void commit(int length) {
    used += length;
  }

  /** The chunk that a record lies in; at the moment only, since a small arena may still grow. */
  public byte[] chunk(int address) {
    return chunks.get(address >>> CHUNK_BITS);
  }

  /** Where in its chunk a record lies. */
  public static int position(int address) {
    return address & (CHUNK - 1);
  }

  public void clear() {
    chunks.clear();
    current = NOTHING;
    used = 0;
  }
}
