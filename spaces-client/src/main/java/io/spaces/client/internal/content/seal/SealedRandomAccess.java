package io.spaces.client.internal.content.seal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads parts of a sealed object that lies in a file. Safe for use by several threads, which take
 * turns; the segment read last is kept, since parts are mostly asked for in order. Closing it wipes
 * the object's key, and leaves the file open.
 */
public final class SealedRandomAccess implements AutoCloseable {
  private final FileChannel file;
  private final String name;
  private final SegmentSeal seal;
  private final int saltLength;
  private final long segments;
  private final long sealedLength;
  private final ByteBuffer sealed = ByteBuffer.allocate(SegmentSeal.SEALED_SEGMENT);
  private final byte[] content = new byte[SegmentSeal.SEALED_SEGMENT];
  private long current = -1;
  private int currentLength;

  /**
   * Opens the object in a file.
   *
   * @param sealer makes its seal
   * @param name its name and place
   * @param nameBytes the same, as the seal binds it
   * @param file the sealed bytes; not closed
   * @throws IOException when the file cannot be read or is too short
   */
  public SealedRandomAccess(Sealer sealer, String name, byte[] nameBytes, FileChannel file)
      throws IOException {
    this.file = file;
    this.name = name;
    this.saltLength = sealer.saltLength();
    this.sealedLength = file.size() - saltLength;
    if (sealedLength < SegmentSeal.TAG) {
      throw new BrokenSealException(name, "is cut off");
    }
    this.segments = (sealedLength + SegmentSeal.SEALED_SEGMENT - 1) / SegmentSeal.SEALED_SEGMENT;
    ByteBuffer salt = ByteBuffer.allocate(saltLength);
    readFully(salt, 0);
    this.seal = sealer.seal(salt.array(), nameBytes);
  }

  /**
   * Reads a part of the content.
   *
   * @param position where it starts in the content
   * @param target takes the part
   * @param offset where in the target
   * @param length how much
   * @throws IOException when it is not there or not what was sealed
   */
  public synchronized void read(long position, byte[] target, int offset, int length)
      throws IOException {
    long from = position;
    int to = offset;
    int left = length;
    while (left > 0) {
      load(from / SegmentSeal.SEGMENT);
      int start = (int) (from % SegmentSeal.SEGMENT);
      int part = Math.min(left, currentLength - start);
      if (part <= 0) {
        throw new BrokenSealException(name, "is shorter than expected");
      }
      System.arraycopy(content, start, target, to, part);
      from += part;
      to += part;
      left -= part;
    }
  }

  private void load(long segment) throws IOException {
    if (segment == current) {
      return;
    }
    if (segment < 0 || segment >= segments) {
      throw new BrokenSealException(name, "is shorter than expected");
    }
    long start = segment * SegmentSeal.SEALED_SEGMENT;
    int length = (int) Math.min(SegmentSeal.SEALED_SEGMENT, sealedLength - start);
    current = -1;
    sealed.clear().limit(length);
    readFully(sealed, saltLength + start);
    int opened = seal.open(segment, segment == segments - 1, sealed.array(), length, content);
    if (opened < 0) {
      throw new BrokenSealException(name, "is damaged, cut off, or not the object of this name");
    }
    currentLength = opened;
    current = segment;
  }

  @Override
  public synchronized void close() {
    seal.close();
  }

  private void readFully(ByteBuffer target, long position) throws IOException {
    long from = position;
    while (target.hasRemaining()) {
      int read = file.read(target, from);
      if (read < 0) {
        throw new EOFException(name + " is cut off");
      }
      from += read;
    }
  }
}
