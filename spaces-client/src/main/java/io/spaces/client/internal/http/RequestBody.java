package io.spaces.client.internal.http;

import java.io.IOException;
import java.io.OutputStream;

/** A request's body: a known length, and bytes that can be written again from their start. */
public interface RequestBody {
  /**
   * Returns the media type.
   *
   * @return the value of the header {@code content-type}
   */
  String contentType();

  /**
   * Returns how many bytes {@link #writeTo} writes.
   *
   * @return 0 or more
   */
  long length();

  /**
   * Writes all of it.
   *
   * @param out where to; not closed
   * @throws IOException when the bytes cannot be read or written; the request is then broken off
   */
  void writeTo(OutputStream out) throws IOException;
}
