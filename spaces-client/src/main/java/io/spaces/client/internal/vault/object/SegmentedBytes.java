package io.spaces.client.internal.vault.object;

import io.spaces.client.internal.content.Payload;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes in memory that grow without being copied, in pieces small enough for any garbage collector
 * to place. Filled by one thread; what is complete may be read by many.
 */
public final class SegmentedBytes extends OutputStream implements Payload {
  private static final int PIECE = 1 << 17;

  private final List<byte[]> pieces = new ArrayList<>();
  private long length;

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    int from = offset;
    int left = count;
    while (left > 0) {
      int start = (int) (length % PIECE);
      if (start == 0 && length / PIECE == pieces.size()) {
        pieces.add(new byte[PIECE]);
      }
      int part = Math.min(left, PIECE - start);
      System.arraycopy(bytes, from, pieces.get((int) (length / PIECE)), start, part);
      length += part;
      from += part;
      left -= part;
    }
  }

  /** Forgets the bytes but keeps the memory. */
  public void clear() {
    length = 0;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open() {
    return new Reader();
  }

  private final class Reader extends InputStream {
    private long position;

    @Override
    public int read() {
      if (position == length) {
        return -1;
      }
      byte value = pieces.get((int) (position / PIECE))[(int) (position % PIECE)];
      position++;
      return value & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      if (count == 0) {
        return 0;
      }
      if (position == length) {
        return -1;
      }
      int start = (int) (position % PIECE);
      int part = (int) Math.min(Math.min(count, PIECE - start), length - position);
      System.arraycopy(pieces.get((int) (position / PIECE)), start, target, offset, part);
      position += part;
      return part;
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, length - position);
    }
  }
}
