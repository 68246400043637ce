package io.spaces.client.internal.vault.format;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A pack: a mark, then blobs back to back, each behind its header, then zeros that only make it
 * longer. Readable without an index.
 */
public final class PackFormat {
  /** The first bytes of a pack's content: SVP1. */
  public static final int MARK = 0x53565031;

  /** Where the first header starts. */
  public static final int START = 4;

  /** A pack takes no further blob once it is this long. */
  public static final int TARGET = 16 << 20;

  /** No pack is longer: one that lacks a byte of the target, the longest blob, and all around. */
  public static final long LONGEST = 48 << 20;

  private static final int SEGMENT = 128 << 10;

  private PackFormat() {}

  /**
   * Returns how much of a pack's content is worth reading.
   *
   * @param end where the last blob ends that anybody knows of
   * @return bytes: with what a pack may be padded by, and with the whole segment that the blob ends
   *     in
   */
  public static long longest(long end) {
    return Math.min(LONGEST, end + end / 8 + SEGMENT);
  }

  /**
   * Reads a pack from start to end.
   *
   * @param content the pack's content
   * @param visitor told each blob
   * @throws IOException when it cannot be read or is no pack
   */
  public static void read(InputStream content, Visitor visitor) throws IOException {
    DataInputStream in = new DataInputStream(content);
    byte[] header = new byte[BlobHeader.LENGTH];
    try {
      if (in.readInt() != MARK) {
        throw new FormatException("is no pack");
      }
      long offset = START;
      while (true) {
        int read = in.readNBytes(header, 0, header.length);
        if (read == 0) {
          return;
        }
        if (Padding.isZero(header, read)) { // as no header is
          visitor.padding(read + Padding.skip(in, Integer.MAX_VALUE - offset - read));
          return;
        }
        if (read < header.length) {
          throw new EOFException();
        }
        BlobHeader blob = BlobHeader.read(ByteBuffer.wrap(header));
        byte[] stored = in.readNBytes(blob.storedLength());
        if (stored.length < blob.storedLength()) {
          throw new EOFException();
        }
        visitor.blob(blob, (int) offset, stored);
        offset += BlobHeader.LENGTH + blob.storedLength();
        if (offset > Integer.MAX_VALUE) {
          throw new FormatException("is too long for a pack");
        }
      }
    } catch (EOFException e) {
      throw new FormatException("ends within a blob");
    }
  }

  /** Told the blobs of a pack. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * A blob.
     *
     * @param header what precedes it
     * @param offset where the header starts
     * @param stored its stored bytes
     * @throws IOException when the visitor fails
     */
    void blob(BlobHeader header, int offset, byte[] stored) throws IOException;

    /**
     * The end, where it is padded.
     *
     * @param length by how many bytes
     */
    default void padding(int length) {}
  }
}
