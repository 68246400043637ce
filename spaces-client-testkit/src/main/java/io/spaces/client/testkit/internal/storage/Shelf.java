package io.spaces.client.testkit.internal.storage;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * One app's part of a storage: the bytes of its objects, and a journal of what became of them. The
 * index itself is its user's, who calls one method at a time but for {@link #write}.
 */
public interface Shelf {
  /** Replays the objects and the records that were kept. */
  void load(Consumer<Entry> objects, Consumer<byte[]> records) throws IOException;

  /** Begins new bytes; the hint is an upper bound of their number, or -1. */
  BlobSink write(long hint) throws IOException;

  /** An object has come to be or was replaced. From here on it survives. */
  void stored(Entry entry) throws IOException;

  /** An object is gone. */
  void deleted(String key) throws IOException;

  /** A record was made or changed. */
  void recorded(byte[] record) throws IOException;
}
