package io.spaces.client.internal.vault.snapshot;

import io.spaces.client.internal.disk.ExternalSorter;
import io.spaces.client.internal.vault.format.EntryFormat;
import io.spaces.client.internal.vault.format.VaultEntry;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The entries of a snapshot in the making, counted and sorted. Takes them from any thread. */
public final class BackupEntries implements AutoCloseable {
  private final ExternalSorter sorter;
  private final LongAdder files = new LongAdder();
  private final LongAdder directories = new LongAdder();
  private final LongAdder links = new LongAdder();
  private final LongAdder size = new LongAdder();

  /** No entries; those that do not fit into memory will be kept in temporary files. */
  public BackupEntries(Path temporaryDirectory) {
    long memory = Math.max(1 << 20, Runtime.getRuntime().maxMemory() / 16);
    sorter = new ExternalSorter(EntryFormat::compare, temporaryDirectory, memory);
  }

  public void add(VaultEntry entry) {
    try {
      sorter.add(EntryFormat.write(entry));
    } catch (IOException e) {
      throw new UncheckedIOException("The snapshot's entries cannot be kept", e);
    }
    switch (entry.entry().type()) {
      case FILE -> files.increment();
      case DIRECTORY -> directories.increment();
      case SYMBOLIC_LINK, HARD_LINK -> links.increment();
    }
    size.add(entry.entry().size());
  }

  /** All entries one behind the other in their order; nothing may be added any more. */
  public InputStream sorted() throws IOException {
    return new RecordStream(sorter.sorted());
  }

  /** The same, one entry after the other. */
  public Iterator<VaultEntry> all() throws IOException {
    Iterator<byte[]> records = sorter.sorted();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return records.hasNext();
      }

      @Override
      public VaultEntry next() {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(records.next()))) {
          return Objects.requireNonNull(EntryFormat.read(in));
        } catch (IOException e) {
          throw new UncheckedIOException("An entry of the snapshot is not one", e);
        }
      }
    };
  }

  public long files() {
    return files.sum();
  }

  public long directories() {
    return directories.sum();
  }

  public long links() {
    return links.sum();
  }

  public long size() {
    return size.sum();
  }

  @Override
  public void close() {
    sorter.close();
  }
}
