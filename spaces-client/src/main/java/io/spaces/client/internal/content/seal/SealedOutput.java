package io.spaces.client.internal.content.seal;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Objects;

/**
 * Writes content as one sealed object. The object is whole only after {@link #finish}; closing it
 * without leaves a truncated one, which never opens.
 */
public final class SealedOutput extends OutputStream {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final OutputStream out;
  private final SegmentSeal seal;
  private final byte[] content = new byte[SegmentSeal.SEGMENT];
  private final byte[] sealed = new byte[SegmentSeal.SEALED_SEGMENT];
  private int filled;
  private long index;
  private boolean finished;
  private boolean closed;

  /**
   * Starts an object with a fresh salt.
   *
   * @param sealer makes its seal
   * @param name its name and place
   * @param out where the sealed bytes go; not closed
   * @throws IOException when the salt cannot be written
   */
  public SealedOutput(Sealer sealer, byte[] name, OutputStream out) throws IOException {
    this(sealer, name, freshSalt(sealer), out);
  }

  SealedOutput(Sealer sealer, byte[] name, byte[] salt, OutputStream out) throws IOException {
    this.out = out;
    this.seal = sealer.seal(salt, name);
    out.write(salt);
  }

  private static byte[] freshSalt(Sealer sealer) {
    byte[] salt = new byte[sealer.saltLength()];
    RANDOM.nextBytes(salt);
    return salt;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (finished || closed) {
      throw new IllegalStateException("The object is finished");
    }
    int from = offset;
    int left = length;
    while (left > 0) {
      // A full segment waits for the next byte: only then is it known not to be the last.
      if (filled == content.length) {
        writeSegment(false);
      }
      int part = Math.min(left, content.length - filled);
      System.arraycopy(bytes, from, content, filled, part);
      filled += part;
      from += part;
      left -= part;
    }
  }

  /**
   * Seals the last segment.
   *
   * @throws IOException when it cannot be written
   */
  public void finish() throws IOException {
    if (!finished) {
      if (closed) {
        throw new IllegalStateException("The object was given up");
      }
      finished = true;
      try (seal) {
        writeSegment(true);
      }
    }
  }

  /** Wipes the object's key: nothing can be added any more. */
  @Override
  public void close() {
    closed = true;
    seal.close();
  }

  private void writeSegment(boolean last) throws IOException {
    int length = seal.seal(index++, last, content, filled, sealed);
    out.write(sealed, 0, length);
    filled = 0;
  }
}
