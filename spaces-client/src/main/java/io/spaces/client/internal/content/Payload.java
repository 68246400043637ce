package io.spaces.client.internal.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes with a known length that can be read again from their start, as often as it takes. */
public interface Payload {
  /**
   * Returns the number of bytes that {@link #open} yields.
   *
   * @return 0 or more
   */
  long length();

  /**
   * Opens the bytes at their start. The caller closes the stream.
   *
   * @return a fresh stream
   * @throws IOException when the bytes cannot be read
   */
  InputStream open() throws IOException;

  /**
   * A payload over an array, which is not copied and must not change.
   *
   * @param bytes the array
   * @return all of it
   */
  static Payload of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * A payload over a part of an array, which is not copied and must not change.
   *
   * @param bytes the array
   * @param offset where the part starts
   * @param length how long it is
   * @return the part
   */
  static Payload of(byte[] bytes, int offset, int length) {
    return new Payload() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes, offset, length);
      }
    };
  }
}
