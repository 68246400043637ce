package io.spaces.client.internal.source;

import io.spaces.client.internal.content.Digest;
import io.spaces.client.internal.content.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Content that was hashed and is read again to be sent: hashed on the way once more, so that its
 * last bytes are withheld when it has changed.
 */
final class VerifiedPayload implements Payload {
  private final long length;
  private final byte[] expected;
  private final Supplier<? extends Digest> digests;
  private final Opener opener;
  private final SourceProblem ifChanged;

  /** Opens the content at its start. */
  interface Opener {
    InputStream open() throws IOException;
  }

  VerifiedPayload(
      long length,
      byte[] expected,
      Supplier<? extends Digest> digests,
      Opener opener,
      SourceProblem ifChanged) {
    this.length = length;
    this.expected = expected;
    this.digests = digests;
    this.opener = opener;
    this.ifChanged = ifChanged;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open() throws IOException {
    return new Verified(opener.open(), digests.get());
  }

  private final class Verified extends InputStream {
    private final InputStream in;
    private final Digest digest;
    private long left = length;

    Verified(InputStream in, Digest digest) {
      this.in = in;
      this.digest = digest;
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
      digest.update(into, offset, read);
      left -= read;
      if (left == 0 && !MessageDigest.isEqual(digest.finish(), expected)) {
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
