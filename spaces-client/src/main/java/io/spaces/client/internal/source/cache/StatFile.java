package io.spaces.client.internal.source.cache;

import io.spaces.client.internal.compact.SipHash;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A {@link StatTable} on disk, all numbers little-endian: the magic, the version, the hash key, the
 * scope's digest and a CRC-32C of these; blocks of whole records, each with its length and a
 * CRC-32C over the header's CRC, the block's number and the records; an empty block with a CRC-32C
 * over all blocks and the number of records; nothing behind it.
 */
final class StatFile {
  static final int SCOPE = 32;

  private static final long MAGIC = 0x31746174_73637073L; // "spcstat1"
  private static final int VERSION = 1;
  private static final int HEADER = 8 + 4 + SipHash.KEY + SCOPE + 4;
  private static final int BLOCK = 256 * 1024;

  private StatFile() {}

  /**
   * Reads a file into a table.
   *
   * @return the hash key that the table was made with
   * @throws IOException when the file is missing, damaged, of another version or another scope; the
   *     table is then to be cleared
   */
  static byte[] read(Path file, byte[] scope, long maxBytes, StatTable table) throws IOException {
    check(
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .isRegularFile(),
        "it is not a file");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      if (channel.size() > maxBytes) {
        throw new IOException("it is too large for this heap");
      }
      ByteBuffer header = take(channel, ByteBuffer.allocate(HEADER), HEADER);
      int crc = crc(header.array(), HEADER - 4);
      byte[] key = new byte[SipHash.KEY];
      byte[] fileScope = new byte[SCOPE];
      check(header.getLong() == MAGIC && header.getInt() == VERSION, "it has another format");
      header.get(key).get(fileScope);
      check(header.getInt() == crc, "its header is damaged");
      check(Arrays.equals(scope, fileScope), "it belongs to another backup");
      table.expect((channel.size() - HEADER) / (StatTable.HEAD + 32));
      readBlocks(channel, crc, table);
      return key;
    }
  }

  private static void readBlocks(FileChannel channel, int headerCrc, StatTable table)
      throws IOException {
    ByteBuffer head = ByteBuffer.allocate(8);
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, channel.size()));
    CRC32C all = new CRC32C();
    for (int number = 0; ; number++) {
      take(channel, head, 8);
      int length = head.getInt();
      int crc = head.getInt();
      if (length == 0) {
        check(crc == (int) all.getValue(), "it is damaged");
        break;
      }
      check(length > 0 && length <= block.capacity(), "a block's length is damaged");
      take(channel, block, length);
      check(crc == blockCrc(headerCrc, number, block.array(), length), "a block is damaged");
      all.update(block.array(), 0, length);
      readRecords(block.array(), length, table);
    }
    check(take(channel, head, 8).getLong() == table.count(), "records are missing");
    check(channel.position() == channel.size(), "there is more behind its end");
  }

  private static void readRecords(byte[] block, int length, StatTable table) throws IOException {
    for (int at = 0; at < length; ) {
      check(length - at >= StatTable.HEAD, "a record is cut off");
      int value = StatTable.length(block, at);
      int end = at + StatTable.HEAD + value;
      check(value <= StatTable.MAX_VALUE && end <= length, "a record's length is damaged");
      table.put(
          StatTable.hash(block, at),
          StatTable.hash(block, at + 16),
          block,
          at + StatTable.HEAD,
          value,
          false);
      at = end;
    }
  }

  /** Writes a table, or those of its entries that were seen; leaves syncing to the caller. */
  static void write(
      FileChannel channel, byte[] scope, byte[] key, StatTable table, boolean onlySeen)
      throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC).putInt(VERSION).put(key).put(scope);
    int crc = crc(header.array(), HEADER - 4);
    writeAll(channel, header.putInt(crc).flip());
    Blocks blocks = new Blocks(channel, crc);
    table.forEach(onlySeen, blocks);
    blocks.end();
  }

  private static final class Blocks implements StatTable.RecordSink<IOException> {
    private final FileChannel channel;
    private final int headerCrc;
    private final CRC32C all = new CRC32C();
    private final ByteBuffer out = ByteBuffer.allocate(8 + BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] block = new byte[BLOCK];
    private int length;
    private int number;
    private long records;

    Blocks(FileChannel channel, int headerCrc) {
      this.channel = channel;
      this.headerCrc = headerCrc;
    }

    @Override
    public void accept(byte[] bytes, int offset, int count) throws IOException {
      if (length + count > BLOCK) {
        flush();
      }
      System.arraycopy(bytes, offset, block, length, count);
      StatTable.unmark(block, length);
      length += count;
      records++;
    }

    private void flush() throws IOException {
      if (length > 0) {
        all.update(block, 0, length);
        out.clear().putInt(length).putInt(blockCrc(headerCrc, number++, block, length));
        writeAll(channel, out.put(block, 0, length).flip());
        length = 0;
      }
    }

    void end() throws IOException {
      flush();
      out.clear().putInt(0).putInt((int) all.getValue()).putLong(records);
      writeAll(channel, out.flip());
    }
  }

  private static int blockCrc(int headerCrc, int number, byte[] block, int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putInt(headerCrc).putInt(number).flip());
    crc.update(block, 0, length);
    return (int) crc.getValue();
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static ByteBuffer take(FileChannel channel, ByteBuffer into, int length)
      throws IOException {
    into.clear().limit(length);
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw new EOFException("it is cut off");
      }
    }
    return into.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static void check(boolean condition, String problem) throws IOException {
    if (!condition) {
      throw new IOException(problem);
    }
  }
}
