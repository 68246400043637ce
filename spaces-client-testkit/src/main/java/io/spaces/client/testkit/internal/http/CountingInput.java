package io.spaces.client.testkit.internal.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read, and knows when all was. */
final class CountingInput extends FilterInputStream {
  private long count;
  private boolean ended;

  CountingInput(InputStream in) {
    super(in);
  }

  long count() {
    return count;
  }

  boolean ended() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    note(read < 0 ? -1 : 1);
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    note(read);
    return read;
  }

  private void note(int read) {
    if (read < 0) {
      ended = true;
    } else {
      count += read;
    }
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = in.skip(n);
    count += skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
