package io.spaces.client.internal.vault;

import io.spaces.client.internal.vault.format.BlobIds;
import java.io.InputStream;

/** Reads blobs one behind the other. */
final class BlobStream extends InputStream {
  private final BlobReader reader;
  private final BlobIds ids;
  private int nextBlob;
  private byte[] current = new byte[0];
  private int position;

  BlobStream(BlobReader reader, BlobIds ids) {
    this.reader = reader;
    this.ids = ids;
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
      if (nextBlob == ids.size()) {
        return false;
      }
      current = reader.read(ids.get(nextBlob++));
      position = 0;
    }
    return true;
  }

  @Override
  public void close() {
    reader.close();
  }
}
