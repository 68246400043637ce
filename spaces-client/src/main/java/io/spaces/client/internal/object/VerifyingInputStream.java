package io.spaces.client.internal.object;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.protocol.object.OpenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An object's bytes, which fail at their end when they are not what the space says they are. */
public final class VerifyingInputStream extends InputStream {
  private final String key;
  private final OpenObject object;
  private final InputStream in;
  private final byte @Nullable [] expected;
  private final ContentHash digest = new ContentHash();
  private boolean ended;
  private boolean fits;

  public VerifyingInputStream(String key, OpenObject object) {
    this.key = key;
    this.object = object;
    this.in = object.bytes();
    this.expected = object.hash();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count > 0) {
      digest.update(bytes, offset, count);
    } else if (count < 0) {
      if (!ended) {
        ended = true;
        fits = expected == null || Arrays.equals(expected, digest.finish());
      }
      if (!fits) {
        String message = "The content of " + key + " is not what the space says it is";
        throw new IOException(message, new IntegrityException(message, null));
      }
    }
    return count;
  }

  @Override
  public void close() {
    object.close();
  }
}
