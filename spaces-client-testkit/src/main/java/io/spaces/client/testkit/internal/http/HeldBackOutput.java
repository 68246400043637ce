package io.spaces.client.testkit.internal.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Holds the last bytes back until the end, so that something can be done before the other side can
 * know that the answer is complete.
 */
final class HeldBackOutput extends OutputStream {
  private static final int LARGEST = 1 << 16;

  private final OutputStream out;
  private final Runnable beforeLast;
  private final byte[] buffer;
  private int used;
  private long count;

  HeldBackOutput(OutputStream out, long length, Runnable beforeLast) {
    this.out = out;
    this.beforeLast = beforeLast;
    this.buffer = new byte[length < 0 ? LARGEST : (int) Math.min(length, LARGEST)];
  }

  long count() {
    return count;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > buffer.length - used) {
      spill();
    }
    if (length > buffer.length) {
      out.write(bytes, offset, length - buffer.length);
      System.arraycopy(bytes, offset + length - buffer.length, buffer, 0, buffer.length);
      used = buffer.length;
    } else {
      System.arraycopy(bytes, offset, buffer, used, length);
      used += length;
    }
    count += length;
  }

  private void spill() throws IOException {
    out.write(buffer, 0, used);
    used = 0;
  }

  @Override
  public void flush() throws IOException {
    spill();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    beforeLast.run();
    spill();
    out.close();
  }
}
