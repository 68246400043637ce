package io.spaces.client.internal.source.read;

import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.source.SourceChangedException;
import io.spaces.client.internal.source.SourceProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Content that was hashed and is read again to be sent: checked on the way, so that its last bytes
 * are withheld when it has changed.
 */
final class VerifiedPayload implements Payload {
  private final long length;
  private final long expected;
  private final Opener opener;
  private final SourceProblem ifChanged;

  /** Opens the content at its start. */
  interface Opener {
    InputStream open() throws IOException;
  }

  VerifiedPayload(long length, long expected, Opener opener, SourceProblem ifChanged) {
    this.length = length;
    this.expected = expected;
    this.opener = opener;
    this.ifChanged = ifChanged;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open() throws IOException {
    return new Verified(opener.open());
  }

  private final class Verified extends InputStream {
    private final InputStream in;
    private final Fingerprint fingerprint = new Fingerprint();
    private long left = length;

    Verified(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, into.length);
      if (count == 0) {
        return 0;
      }
      if (left == 0) {
        return -1;
      }
      int read = in.read(into, offset, (int) Math.min(count, left));
      if (read < 0) {
        throw new SourceChangedException(ifChanged);
      }
      fingerprint.update(into, offset, read);
      left -= read;
      if (left == 0 && fingerprint.value() != expected) {
        throw new SourceChangedException(ifChanged);
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
