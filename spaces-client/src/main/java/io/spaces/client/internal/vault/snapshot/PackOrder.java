package io.spaces.client.internal.vault.snapshot;

import io.spaces.client.internal.disk.ExternalSorter;
import io.spaces.client.internal.vault.format.EntryFormat;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Files in the order in which their contents lie in packs. */
public final class PackOrder implements Iterator<VaultEntry>, AutoCloseable {
  private static final int KEY = 8;

  private final ExternalSorter sorter;
  private final Function<VaultEntry, BlobIndex.@Nullable Location> locate;
  private @Nullable Iterator<byte[]> sorted;

  public PackOrder(
      Function<VaultEntry, BlobIndex.@Nullable Location> locate, Path temporaryDirectory) {
    this.locate = locate;
    long memory = Math.max(1 << 20, Runtime.getRuntime().maxMemory() / 16);
    sorter =
        new ExternalSorter(
            (a, b) -> Arrays.compareUnsigned(a, 0, KEY, b, 0, KEY), temporaryDirectory, memory);
  }

  /**
   * Takes a file.
   *
   * @param file an entry of a snapshot
   */
  public void add(VaultEntry file) {
    if (file.entry().type() != SnapshotEntry.Type.FILE) {
      throw new IllegalArgumentException("\"" + file.entry().path() + "\" is no file");
    }
    BlobIndex.Location location = file.blobs().size() == 0 ? null : locate.apply(file);
    byte[] record = EntryFormat.write(file);
    ByteBuffer keyed = ByteBuffer.allocate(KEY + record.length);
    // What is in no pack comes first: nothing has to be fetched to learn that.
    keyed.putInt(location == null ? 0 : location.pack() + 1);
    keyed.putInt(location == null ? 0 : location.offset());
    keyed.put(record);
    try {
      sorter.add(keyed.array());
    } catch (IOException e) {
      throw new UncheckedIOException("The files to restore cannot be sorted", e);
    }
  }

  @Override
  public synchronized boolean hasNext() {
    return order().hasNext();
  }

  @Override
  public synchronized VaultEntry next() {
    byte[] record = order().next();
    try {
      VaultEntry entry =
          EntryFormat.read(
              new DataInputStream(new ByteArrayInputStream(record, KEY, record.length - KEY)));
      if (entry == null) {
        throw new NoSuchElementException();
      }
      return entry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the next file, for several threads that share the work.
   *
   * @return null when there is none left
   */
  public synchronized @Nullable VaultEntry poll() {
    return hasNext() ? next() : null;
  }

  private Iterator<byte[]> order() {
    Iterator<byte[]> current = sorted;
    if (current == null) {
      try {
        current = sorter.sorted();
      } catch (IOException e) {
        throw new UncheckedIOException("The files to restore cannot be sorted", e);
      }
      sorted = current;
    }
    return current;
  }

  @Override
  public void close() {
    sorter.close();
  }
}
