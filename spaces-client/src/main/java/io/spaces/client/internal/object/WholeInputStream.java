package io.spaces.client.internal.object;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A caller's stream, which holds as many bytes as was told, or fails at its end; left open. */
public final class WholeInputStream extends FilterInputStream {
  private final long length;
  private long left;

  public WholeInputStream(InputStream in, long length) {
    super(in);
    this.length = length;
    left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    int read = super.read(bytes, offset, left == 0 ? 1 : (int) Math.min(count, left));
    if (read < 0 && left > 0) {
      throw new EOFException(
          "it ended after " + (length - left) + " bytes of the " + length + " that were told");
    }
    if (read > left) {
      throw new IOException("it holds more than the " + length + " bytes that were told");
    }
    left -= Math.max(0, read);
    return read;
  }

  @Override
  public void close() {
    // the caller's
  }
}
