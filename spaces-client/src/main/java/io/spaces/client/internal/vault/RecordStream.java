package io.spaces.client.internal.vault;

import java.io.InputStream;
import java.util.Iterator;

/** Reads records one behind the other. */
final class RecordStream extends InputStream {
  private final Iterator<byte[]> records;
  private byte[] current = new byte[0];
  private int position;

  RecordStream(Iterator<byte[]> records) {
    this.records = records;
  }

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
      if (!records.hasNext()) {
        return false;
      }
      current = records.next();
      position = 0;
    }
    return true;
  }
}
