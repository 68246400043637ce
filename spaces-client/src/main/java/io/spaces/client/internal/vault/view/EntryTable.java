package io.spaces.client.internal.vault.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.internal.content.seal.AesGcmSealer;
import io.spaces.client.internal.content.seal.SealedOutput;
import io.spaces.client.internal.content.seal.SealedRandomAccess;
import io.spaces.client.internal.content.seal.SegmentSeal;
import io.spaces.client.internal.crypto.RandomBytes;
import io.spaces.client.internal.disk.TemporaryFile;
import io.spaces.client.internal.restore.RefusedEntryException;
import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.platform.Platform;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.format.EntryFormat;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries of a snapshot in a sealed temporary file, to be found by their paths: some 13 bytes
 * of memory for each, however long its path. They are numbered in the order of their paths, so that
 * what is in a folder follows it. Folders that have no entry of their own are put in; entries that
 * no target would take, because their paths lead elsewhere, are left out. Safe for use by several
 * threads.
 */
final class EntryTable implements AutoCloseable {
  /** The number of what is not there. */
  static final int NONE = -1;

  private static final Logger log = LoggerFactory.getLogger(EntryTable.class);
  private static final byte[] NAME = {};

  /** A record's type and how long its path is. */
  private static final int HEAD = 5;

  private final FileChannel file;
  private final AesGcmSealer sealer;
  private final SealedRandomAccess records;
  private final int count;

  /** Where the records start, and where the last one ends. */
  private final long[] starts;

  /** The number of the first entry that is neither a folder nor in it. */
  private final int[] ends;

  /** The paths of the first entries to start in their segments of the file, and their numbers. */
  private final List<String> samples;

  private final int[] sampled;

  /**
   * Takes in all entries.
   *
   * @param entries in the order of their paths
   * @param time that of folders without an entry
   * @param folder where the temporary file goes
   */
  static EntryTable of(Iterator<VaultEntry> entries, Instant time, Path folder) throws IOException {
    FileChannel file = TemporaryFile.create(folder, "spaces-entries-");
    byte[] key = RandomBytes.of(32);
    AesGcmSealer sealer = new AesGcmSealer(key);
    Arrays.fill(key, (byte) 0);
    boolean whole = false;
    try {
      EntryTable table = new EntryTable(file, sealer, new Filling(file, sealer, time).all(entries));
      whole = true;
      return table;
    } finally {
      if (!whole) {
        sealer.close();
        file.close();
      }
    }
  }

  private EntryTable(FileChannel file, AesGcmSealer sealer, Filling filled) throws IOException {
    this.file = file;
    this.sealer = sealer;
    records = new SealedRandomAccess(sealer, "a temporary file", NAME, file);
    count = filled.count;
    starts = Arrays.copyOf(filled.starts, count + 1);
    ends = Arrays.copyOf(filled.ends, count);
    samples = List.copyOf(filled.samples);
    sampled = Arrays.copyOf(filled.sampled, samples.size() + 1);
    sampled[samples.size()] = count;
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** The number of the first entry behind all that is in a folder; of another, of the next one. */
  int end(int entry) {
    return ends[entry];
  }

  /** Returns the entry of a path, or {@link #NONE}. */
  int find(String path) throws IOException {
    int low = 0;
    int high = samples.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (EntryFormat.comparePaths(samples.get(middle), path) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? NONE : find(path, sampled[low - 1], sampled[low]);
  }

  private int find(String path, int from, int to) throws IOException {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = EntryFormat.comparePaths(path(middle), path);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return NONE;
  }

  String path(int entry) throws IOException {
    byte[] head = new byte[HEAD];
    records.read(starts[entry], head, 0, HEAD);
    byte[] path = new byte[ByteBuffer.wrap(head).getInt(1)];
    records.read(starts[entry] + HEAD, path, 0, path.length);
    return new String(path, UTF_8);
  }

  VaultEntry get(int entry) throws IOException {
    byte[] record = new byte[Math.toIntExact(starts[entry + 1] - starts[entry])];
    records.read(starts[entry], record, 0, record.length);
    VaultEntry read = EntryFormat.read(new DataInputStream(new ByteArrayInputStream(record)));
    if (read == null) {
      throw new EOFException("A temporary file was changed while it was in use");
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    records.close();
    sealer.close();
    file.close();
  }

  /** Entries on their way into the table. */
  private static final class Filling {
    private final FileChannel file;
    private final AesGcmSealer sealer;
    private final Instant time;
    private final Deque<String> open = new ArrayDeque<>();
    private final Deque<Integer> openNumbers = new ArrayDeque<>();
    private final List<String> samples = new ArrayList<>();
    private long[] starts = new long[1024];
    private int[] ends = new int[1024];
    private int[] sampled = new int[64];
    private int count;
    private int refused;

    /** The path of the last entry that is no folder. */
    private String leaf = "";

    Filling(FileChannel file, AesGcmSealer sealer, Instant time) {
      this.file = file;
      this.sealer = sealer;
      this.time = time;
    }

    Filling all(Iterator<VaultEntry> entries) throws IOException {
      var buffered = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
      try (SealedOutput out = new SealedOutput(sealer, NAME, buffered)) {
        while (entries.hasNext()) {
          VaultEntry entry = entries.next();
          try {
            RestorePath path = RestorePath.parse(entry.entry().path(), Platform.current());
            leave(path.key());
            enter(path.parent(), out);
            add(entry, out);
          } catch (RefusedEntryException e) {
            if (refused++ == 0) {
              log.warn("A snapshot's view is without \"{}\": {}", told(entry), e.getMessage());
            }
          }
        }
        leave("");
        out.finish();
      }
      buffered.flush();
      if (refused > 1) {
        log.warn("{} entries in all are not in the snapshot's view", refused);
      }
      return this;
    }

    private static String told(VaultEntry entry) {
      String path = entry.entry().path();
      return path.substring(0, Math.min(path.length(), 200));
    }

    /** Ends the folders that a path is not in. */
    private void leave(String path) {
      while (!open.isEmpty() && !path.startsWith(open.getLast() + "/")) {
        open.removeLast();
        ends[openNumbers.removeLast()] = count;
      }
    }

    /** Puts in the folders that a path is in and that have no entry. */
    private void enter(@Nullable RestorePath folder, SealedOutput out) throws IOException {
      if (folder == null || folder.key().equals(open.peekLast())) {
        return;
      }
      if (folder.key().equals(leaf)) {
        throw new RefusedEntryException("what it would be in is no folder");
      }
      enter(folder.parent(), out);
      add(
          new VaultEntry(
              SnapshotEntry.builder(folder.key(), SnapshotEntry.Type.DIRECTORY, time).build(),
              BlobIds.NONE),
          out);
    }

    private void add(VaultEntry entry, SealedOutput out) throws IOException {
      String path = entry.entry().path();
      byte[] record = EntryFormat.write(entry);
      if (count + 1 == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count + 2);
        ends = Arrays.copyOf(ends, starts.length);
      }
      if (count == 0
          || starts[count] / SegmentSeal.SEGMENT != starts[count - 1] / SegmentSeal.SEGMENT) {
        if (samples.size() == sampled.length - 1) {
          sampled = Arrays.copyOf(sampled, 2 * sampled.length);
        }
        sampled[samples.size()] = count;
        samples.add(path);
      }
      out.write(record);
      starts[count + 1] = starts[count] + record.length;
      if (entry.entry().type() == SnapshotEntry.Type.DIRECTORY) {
        open.addLast(path);
        openNumbers.addLast(count);
      } else {
        ends[count] = count + 1;
        leaf = path;
      }
      count++;
    }
  }
}
