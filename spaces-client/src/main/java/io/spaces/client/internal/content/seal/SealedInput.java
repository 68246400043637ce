package io.spaces.client.internal.content.seal;

import java.io.IOException;
import java.io.InputStream;

/** Reads a sealed object's content. No byte is handed out before its segment was verified. */
public final class SealedInput extends InputStream {
  private final InputStream in;
  private final SegmentSeal seal;
  private final String name;
  private final byte[] sealed = new byte[SegmentSeal.SEALED_SEGMENT];
  private final byte[] content = new byte[SegmentSeal.SEALED_SEGMENT];
  private int position;
  private int limit;
  private long index;
  private int lookahead;
  private boolean last;
  private boolean closed;

  /**
   * Opens an object.
   *
   * @param sealer makes its seal
   * @param name its name and place
   * @param nameBytes the same, as the seal binds it
   * @param in the sealed bytes; closed with this stream
   * @throws IOException when the salt cannot be read
   */
  public SealedInput(Sealer sealer, String name, byte[] nameBytes, InputStream in)
      throws IOException {
    this.in = in;
    this.name = name;
    byte[] salt = in.readNBytes(sealer.saltLength());
    if (salt.length < sealer.saltLength()) {
      throw new BrokenSealException(name, "is cut off");
    }
    this.lookahead = in.read();
    this.seal = sealer.seal(salt, nameBytes);
  }

  @Override
  public int read() throws IOException {
    return fill() ? content[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int part = Math.min(length, limit - position);
    System.arraycopy(content, position, target, offset, part);
    position += part;
    return part;
  }

  private boolean fill() throws IOException {
    if (closed) {
      throw new IOException("The stream is closed");
    }
    while (position == limit) {
      if (last) {
        return false;
      }
      readSegment();
    }
    return true;
  }

  private void readSegment() throws IOException {
    int length = 0;
    if (lookahead >= 0) {
      sealed[0] = (byte) lookahead;
      length = 1 + in.readNBytes(sealed, 1, sealed.length - 1);
      lookahead = length < sealed.length ? -1 : in.read();
    }
    last = lookahead < 0;
    int opened = seal.open(index++, last, sealed, length, content);
    if (opened < 0) {
      limit = position;
      last = true;
      throw new BrokenSealException(name, "is damaged, cut off, or not the object of this name");
    }
    position = 0;
    limit = opened;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try (in) {
      seal.close();
    }
  }
}
