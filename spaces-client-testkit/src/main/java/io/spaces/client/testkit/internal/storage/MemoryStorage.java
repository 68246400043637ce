package io.spaces.client.testkit.internal.storage;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps all in memory, or, when told to discard, the names only. */
public final class MemoryStorage implements Storage {
  private final Shelf shelf;

  private MemoryStorage(boolean discard) {
    this.shelf = new MemoryShelf(discard);
  }

  /** Keeps every byte. */
  public static MemoryStorage keeping() {
    return new MemoryStorage(false);
  }

  /** Keeps names, sizes and hashes, and no byte of content. */
  public static MemoryStorage discarding() {
    return new MemoryStorage(true);
  }

  @Override
  public Shelf shelf(String name) {
    return shelf;
  }

  @Override
  public List<String> shelves() {
    return List.of();
  }

  @Override
  public Map<String, String> identity() {
    return Map.of();
  }

  @Override
  public void identify(Map<String, String> identity) {}

  @Override
  public void close() {}

  private record MemoryShelf(boolean discard) implements Shelf {
    @Override
    public void load(Consumer<Entry> objects, Consumer<byte[]> records) {}

    @Override
    public BlobSink write(long hint) throws IOException {
      return discard ? NoBytes.WRITER : new MemoryBytes(hint);
    }

    @Override
    public void stored(Entry entry) {}

    @Override
    public void deleted(String key) {}

    @Override
    public void recorded(byte[] record) {}
  }
}
