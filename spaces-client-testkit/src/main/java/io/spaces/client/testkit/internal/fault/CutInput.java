package io.spaces.client.testkit.internal.fault;

import io.spaces.client.testkit.internal.http.ConnectionCut;
import java.io.IOException;
import java.io.InputStream;

/** Lets so many bytes through and cuts the connection; also where a shorter body ends. */
final class CutInput extends InputStream {
  private final InputStream in;
  private long left;

  CutInput(InputStream in, long bytes) {
    this.in = in;
    this.left = bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int ignored = read(one, 0, 1);
    return one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = left == 0 ? -1 : in.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new ConnectionCut();
    }
    left -= read;
    return read;
  }
}
