package io.spaces.client.internal.content.seal;

import io.spaces.client.internal.crypto.Hashes;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Seals without a key: the content stays readable, and each segment ends with half a SHA-256 over
 * its place, its object's name and its content. Detects damage and mix-ups, not a forger.
 */
public final class ChecksumSealer implements Sealer {
  @Override
  public int saltLength() {
    return 0;
  }

  @Override
  public SegmentSeal seal(byte[] salt, byte[] name) {
    return new ObjectSeal(name);
  }

  private static final class ObjectSeal implements SegmentSeal {
    private final MessageDigest sha256 = Hashes.newSha256();
    private final byte[] name;
    private final byte[] sum = new byte[32];
    private final ByteBuffer place = ByteBuffer.allocate(12);

    ObjectSeal(byte[] name) {
      this.name = name;
    }

    @Override
    public int seal(long index, boolean last, byte[] content, int length, byte[] sealed) {
      System.arraycopy(content, 0, sealed, 0, length);
      sum(index, last, content, length);
      System.arraycopy(sum, 0, sealed, length, TAG);
      return length + TAG;
    }

    @Override
    public int open(long index, boolean last, byte[] sealed, int length, byte[] content) {
      int contentLength = length - TAG;
      if (contentLength < 0) {
        return -1;
      }
      sum(index, last, sealed, contentLength);
      if (!Arrays.equals(sum, 0, TAG, sealed, contentLength, length)) {
        return -1;
      }
      System.arraycopy(sealed, 0, content, 0, contentLength);
      return contentLength;
    }

    private void sum(long index, boolean last, byte[] content, int length) {
      place.putLong(3, index).put(11, (byte) (last ? 1 : 0));
      sha256.update(place.array());
      sha256.update(name);
      sha256.update(content, 0, length);
      try {
        sha256.digest(sum, 0, sum.length);
      } catch (DigestException e) {
        throw new IllegalStateException("SHA-256 cannot finish", e);
      }
    }
  }
}
