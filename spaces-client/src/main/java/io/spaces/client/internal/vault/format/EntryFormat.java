package io.spaces.client.internal.vault.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.internal.memory.Heap;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a snapshot, one record behind the other, sorted by path. The same entry is the
 * same bytes in every snapshot, so that what two have in common is stored once.
 */
public final class EntryFormat {
  private static final int PATH_START = 5;
  private static final int MAX_PATH = 1 << 16;
  private static final int MAX_BLOBS = 1 << 24;

  /** A list that grows is held several times over for a moment. */
  private static final long TIMES = 4;

  private static final int BLOBS_AT_ONCE = 1024;
  private static final List<SnapshotEntry.Type> TYPES =
      List.of(
          SnapshotEntry.Type.FILE,
          SnapshotEntry.Type.DIRECTORY,
          SnapshotEntry.Type.SYMBOLIC_LINK,
          SnapshotEntry.Type.HARD_LINK);

  private EntryFormat() {}

  /**
   * Writes one record.
   *
   * @param value the entry
   * @return its bytes
   */
  public static byte[] write(VaultEntry value) {
    SnapshotEntry entry = value.entry();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(96 + value.blobs().bytes().length);
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(TYPES.indexOf(entry.type()));
      writeText(out, entry.path());
      out.writeShort(entry.permissions());
      writeTime(out, entry.modified());
      String target = entry.linkTarget();
      switch (entry.type()) {
        case FILE -> {
          out.writeLong(entry.size());
          out.writeInt(value.blobs().size());
          out.write(value.blobs().bytes());
        }
        case SYMBOLIC_LINK, HARD_LINK -> writeText(out, target == null ? "" : target);
        case DIRECTORY -> {}
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads the next record.
   *
   * @param in at a record
   * @return the entry, or null at the end
   * @throws IOException when it cannot be read or is no entry
   */
  public static @Nullable VaultEntry read(DataInputStream in) throws IOException {
    int type = in.read();
    if (type < 0) {
      return null;
    }
    if (type >= TYPES.size()) {
      throw new FormatException("has an entry of unknown type " + type);
    }
    try {
      String path = readText(in);
      int permissions = in.readShort();
      if (permissions < -1 || permissions > 0777) {
        throw new FormatException("has an entry with impossible permissions");
      }
      Instant modified = readTime(in);
      long size = 0;
      BlobIds blobs = BlobIds.NONE;
      String target = null;
      switch (TYPES.get(type)) {
        case FILE -> {
          size = in.readLong();
          blobs = readBlobs(in);
          if (size < 0 || (size == 0) != (blobs.size() == 0)) {
            throw new FormatException("has a file with an impossible size");
          }
        }
        case SYMBOLIC_LINK, HARD_LINK -> target = readText(in);
        case DIRECTORY -> {}
      }
      return new VaultEntry(
          SnapshotEntry.builder(path, TYPES.get(type), modified)
              .size(size)
              .permissions(permissions)
              .linkTarget(target)
              .build(),
          blobs);
    } catch (EOFException e) {
      throw new FormatException("ends within an entry");
    }
  }

  /**
   * Compares records as snapshots are sorted: by the UTF-8 bytes of their paths, unsigned, with the
   * slash before everything else, so that a folder's entries follow it at once.
   *
   * @param one a record
   * @param other another
   * @return below, at or above 0
   */
  public static int compare(byte[] one, byte[] other) {
    return compare(one, PATH_START, pathEnd(one), other, PATH_START, pathEnd(other));
  }

  /**
   * Compares paths in the order of {@link #compare(byte[], byte[])}.
   *
   * @param one a path
   * @param other another
   * @return below, at or above 0
   */
  public static int comparePaths(String one, String other) {
    byte[] a = one.getBytes(UTF_8);
    byte[] b = other.getBytes(UTF_8);
    return compare(a, 0, a.length, b, 0, b.length);
  }

  /**
   * Tells how long a record is, for who looks for one behind it.
   *
   * @param bytes hold it
   * @param at where it starts
   * @param path the path that is looked for, in UTF-8
   * @return its length; -1 when it is not before that path, not whole in these bytes, or no record
   */
  public static int lengthBefore(byte[] bytes, int at, byte[] path) {
    if (bytes.length - at < PATH_START) {
      return -1;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int type = bytes[at];
    int pathLength = in.getInt(at + 1);
    long rest = (long) at + PATH_START + pathLength + Short.BYTES + Long.BYTES + Integer.BYTES;
    if (type < 0 || type >= TYPES.size() || pathLength < 0 || rest > bytes.length) {
      return -1;
    }
    int pathAt = at + PATH_START;
    if (compare(bytes, pathAt, pathAt + pathLength, path, 0, path.length) >= 0) {
      return -1;
    }
    SnapshotEntry.Type kind = TYPES.get(type);
    long counted = kind == SnapshotEntry.Type.FILE ? rest + Long.BYTES : rest;
    long end = rest;
    if (kind != SnapshotEntry.Type.DIRECTORY) {
      if (counted + Integer.BYTES > bytes.length) {
        return -1;
      }
      long unit = kind == SnapshotEntry.Type.FILE ? BlobId.LENGTH : 1;
      end = counted + Integer.BYTES + unit * in.getInt((int) counted);
    }
    return end < rest || end > bytes.length ? -1 : (int) end - at;
  }

  /**
   * Tells which path a record is of.
   *
   * @param record a record
   * @return its path
   */
  public static String path(byte[] record) {
    return new String(record, PATH_START, pathEnd(record) - PATH_START, UTF_8);
  }

  private static int compare(
      byte[] one, int oneStart, int oneEnd, byte[] other, int otherStart, int otherEnd) {
    int at = Arrays.mismatch(one, oneStart, oneEnd, other, otherStart, otherEnd);
    if (at < 0) {
      return 0;
    }
    return Integer.compare(
        rank(one, oneStart + at, oneEnd), rank(other, otherStart + at, otherEnd));
  }

  private static int rank(byte[] path, int at, int end) {
    if (at == end) {
      return -2;
    }
    return path[at] == '/' ? -1 : path[at] & 0xff;
  }

  private static int pathEnd(byte[] record) {
    return PATH_START + ByteBuffer.wrap(record).getInt(1);
  }

  private static void writeTime(DataOutputStream out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  private static Instant readTime(DataInputStream in) throws IOException {
    try {
      return Instant.ofEpochSecond(in.readLong(), in.readInt());
    } catch (DateTimeException | ArithmeticException e) {
      throw new FormatException("has an entry with an impossible time");
    }
  }

  private static BlobIds readBlobs(InputStream in) throws IOException {
    int count = new DataInputStream(in).readInt();
    if (count < 0 || count > MAX_BLOBS) {
      throw new FormatException("has a file with an impossible number of blobs");
    }
    // Grows with what is really there: a lie about the count must not cost memory.
    ByteArrayOutputStream ids = new ByteArrayOutputStream();
    for (int left = count; left > 0; left -= BLOBS_AT_ONCE) {
      int want = Math.min(left, BLOBS_AT_ONCE) * BlobId.LENGTH;
      byte[] part = in.readNBytes(want);
      if (part.length < want) {
        throw new EOFException();
      }
      Heap.require("The list of a file's pieces", TIMES * ids.size());
      ids.write(part);
    }
    return BlobIds.of(ids.toByteArray());
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length > MAX_PATH) {
      throw new IllegalArgumentException("A path of " + bytes.length + " bytes is too long");
    }
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_PATH) {
      throw new FormatException("has a path of impossible length");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new FormatException("has a path that is not UTF-8");
    }
  }
}
