package io.spaces.client.testkit.internal.fault;

import io.spaces.client.testkit.internal.http.ConnectionCut;
import java.io.IOException;
import java.io.OutputStream;

/** Lets so many bytes through and then throws {@link ConnectionCut}. */
final class CutOutput extends OutputStream {
  private final OutputStream out;
  private long left;

  CutOutput(OutputStream out, long bytes) {
    this.out = out;
    this.left = bytes;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int part = (int) Math.min(left, length);
    out.write(bytes, offset, part);
    left -= part;
    if (part < length) {
      throw new ConnectionCut();
    }
  }
}
