package io.spaces.client.internal.disk;

import io.spaces.client.internal.content.seal.AesGcmSealer;
import io.spaces.client.internal.content.seal.SealedInput;
import io.spaces.client.internal.content.seal.SealedOutput;
import io.spaces.client.internal.crypto.RandomBytes;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts any number of records in bounded memory: what does not fit is kept in temporary files,
 * sealed with a key that is never stored. Records may be added by several threads.
 */
public final class ExternalSorter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ExternalSorter.class);
  private static final long OVERHEAD = 48;

  private final Comparator<byte[]> order;
  private final Path folder;
  private final long memory;
  private final byte[] name = new byte[0];
  private final AesGcmSealer sealer;
  private final List<FileChannel> files = new ArrayList<>();
  private final List<Closeable> open = new ArrayList<>();
  private List<byte[]> records = new ArrayList<>();
  private long size;

  /**
   * An empty sorter.
   *
   * @param order compares records
   * @param folder where temporary files go
   * @param memory how many bytes of records to keep in memory
   */
  public ExternalSorter(Comparator<byte[]> order, Path folder, long memory) {
    this.order = order;
    this.folder = folder;
    this.memory = memory;
    byte[] key = RandomBytes.of(32);
    sealer = new AesGcmSealer(key);
    Arrays.fill(key, (byte) 0);
  }

  /**
   * Takes a record.
   *
   * @param record not copied
   * @throws IOException when it cannot be kept
   */
  public synchronized void add(byte[] record) throws IOException {
    // Before it is taken: one that is not kept must not use up memory either.
    if (size > 0 && size + record.length + OVERHEAD > memory) {
      spill();
    }
    records.add(record);
    size += record.length + OVERHEAD;
  }

  private void spill() throws IOException {
    records.sort(order);
    FileChannel file = TemporaryFile.create(folder, "spaces-sort-");
    boolean written = false;
    try {
      write(records, file);
      written = true;
    } finally {
      if (!written) {
        closeQuietly(file);
      }
    }
    files.add(file);
    records = new ArrayList<>();
    size = 0;
  }

  private void write(List<byte[]> sorted, FileChannel file) throws IOException {
    OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
    try (SealedOutput sealed = new SealedOutput(sealer, name, buffered)) {
      DataOutputStream out = new DataOutputStream(new BufferedOutputStream(sealed, 1 << 14));
      for (byte[] record : sorted) {
        out.writeInt(record.length);
        out.write(record);
      }
      out.flush();
      sealed.finish();
    }
    buffered.flush();
  }

  /**
   * Returns all records in order; nothing may be added any more.
   *
   * @return reads as it goes
   * @throws IOException when what was kept cannot be read
   */
  public synchronized Iterator<byte[]> sorted() throws IOException {
    records.sort(order);
    if (files.isEmpty()) {
      return records.iterator();
    }
    PriorityQueue<Run> runs =
        new PriorityQueue<>(Comparator.comparing((Run run) -> run.head(), order));
    for (FileChannel file : files) {
      DataInputStream in =
          new DataInputStream(
              new SealedInput(
                  sealer,
                  "a temporary file",
                  name,
                  new BufferedInputStream(Channels.newInputStream(file.position(0)), 1 << 16)));
      open.add(in);
      runs.add(new FileRun(in));
    }
    if (!records.isEmpty()) {
      runs.add(new MemoryRun(records.iterator()));
    }
    return new Merge(runs);
  }

  @Override
  public synchronized void close() {
    sealer.close();
    records = new ArrayList<>();
    open.forEach(ExternalSorter::closeQuietly);
    files.forEach(ExternalSorter::closeQuietly);
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // Only the temporary folder is left untidy.
      log.debug("A temporary file could not be removed: {}", e.toString());
    }
  }

  /** Records in order, one at a time. */
  private interface Run {
    byte[] head();

    boolean advance() throws IOException;
  }

  private static final class MemoryRun implements Run {
    private final Iterator<byte[]> rest;
    private byte[] head;

    MemoryRun(Iterator<byte[]> records) {
      rest = records;
      head = rest.next();
    }

    @Override
    public byte[] head() {
      return head;
    }

    @Override
    public boolean advance() {
      if (!rest.hasNext()) {
        return false;
      }
      head = rest.next();
      return true;
    }
  }

  private static final class FileRun implements Run {
    private final DataInputStream in;
    private byte[] head;

    FileRun(DataInputStream in) throws IOException {
      this.in = in;
      byte[] first = next();
      if (first == null) {
        throw new EOFException("A temporary file is empty");
      }
      head = first;
    }

    @Override
    public byte[] head() {
      return head;
    }

    @Override
    public boolean advance() throws IOException {
      byte[] next = next();
      if (next == null) {
        return false;
      }
      head = next;
      return true;
    }

    private byte @Nullable [] next() throws IOException {
      int length;
      try {
        length = in.readInt();
      } catch (EOFException e) {
        return null;
      }
      byte[] record = new byte[length];
      in.readFully(record);
      return record;
    }
  }

  private static final class Merge implements Iterator<byte[]> {
    private final PriorityQueue<Run> runs;

    Merge(PriorityQueue<Run> runs) {
      this.runs = runs;
    }

    @Override
    public boolean hasNext() {
      return !runs.isEmpty();
    }

    @Override
    public byte[] next() {
      Run run = runs.poll();
      if (run == null) {
        throw new NoSuchElementException();
      }
      byte[] record = run.head();
      try {
        if (run.advance()) {
          runs.add(run);
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return record;
    }
  }
}
