package io.spaces.client.internal.vault.pack;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads pieces one behind the other. */
public abstract class PieceStream extends InputStream {
  private byte[] current = new byte[0];
  private int position;

  /** The next piece, or null at the end. */
  public abstract byte @Nullable [] next();

  @Override
  public int read() {
    return fill() ? current[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int part = Math.min(length, current.length - position);
    System.arraycopy(current, position, target, offset, part);
    position += part;
    return part;
  }

  private boolean fill() {
    while (position == current.length) {
      byte[] next = next();
      if (next == null) {
        return false;
      }
      current = next;
      position = 0;
    }
    return true;
  }
}
