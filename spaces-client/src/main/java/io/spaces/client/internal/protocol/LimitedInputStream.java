package io.spaces.client.internal.protocol;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An answer of which is known how long it can be: more is an error, not a full heap. */
final class LimitedInputStream extends FilterInputStream {
  private final Question question;
  private long left;

  LimitedInputStream(InputStream in, Question question) {
    super(in);
    this.question = question;
    left = question.longest();
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    count(Math.max(0, read));
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = super.skip(n);
    count(skipped);
    return skipped;
  }

  private void count(long read) {
    left -= read;
    if (left < 0) {
      throw new TooLongException("The answer to " + question.describe(), question.longest());
    }
  }
}
