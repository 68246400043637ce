package io.spaces.client.internal.http;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One answer. */
public interface TransportResponse extends AutoCloseable {
  /**
   * Returns what was asked.
   *
   * @return the request as it was sent in this attempt
   */
  TransportRequest request();

  /**
   * Returns the HTTP status code.
   *
   * @return 200 to 599
   */
  int status();

  /**
   * Returns a header's last value.
   *
   * @param name its name, in any case
   * @return the value, or null when the header is missing
   */
  @Nullable String header(String name);

  /**
   * Returns the body. It throws {@link BrokenConnectionException} when the connection breaks, so
   * that a reader's own trouble is never taken for the network's.
   *
   * @return a stream, empty for an answer without a body
   */
  InputStream body();

  /**
   * Returns the announced length of the body.
   *
   * @return bytes, or -1 when unknown
   */
  long length();

  /** Lets go of the connection; what was not read of the body is lost. */
  @Override
  void close();
}
