package io.spaces.client.internal.compact;

import java.util.ArrayList;
import java.util.List;

/** A list of ints that grows by chunks, without ever copying what it holds. */
public final class IntArena {
  private static final int CHUNK_BITS = 14;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private final List<int[]> chunks = new ArrayList<>();
  private int size;

  public void add(int value) {
    if (size == chunks.size() << CHUNK_BITS) {
      chunks.add(new int[CHUNK]);
    }
    chunks.get(size >>> CHUNK_BITS)[size & (CHUNK - 1)] = value;
    size++;
  }

  public int get(int index) {
    return chunks.get(index >>> CHUNK_BITS)[index & (CHUNK - 1)];
  }

  public int size() {
    return size;
  }
}
