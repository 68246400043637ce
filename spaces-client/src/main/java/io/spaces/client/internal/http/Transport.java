package io.spaces.client.internal.http;

import java.io.IOException;

/** The one seam between what to ask and how it travels. */
public interface Transport {
  /**
   * Sends one request and hands the answer, of whatever status, to the handler. The answer is
   * closed when the handler returns or throws.
   *
   * @param request what to ask
   * @param handler reads the answer; a transport that retries may call it more than once
   * @param <T> what the handler makes of the answer
   * @return what the handler returned
   * @throws IOException when the connection breaks or the handler throws it
   */
  <T> T send(TransportRequest request, ResponseHandler<T> handler) throws IOException;

  /**
   * Makes something of an answer.
   *
   * @param <T> what it makes
   */
  @FunctionalInterface
  interface ResponseHandler<T> {
    /**
     * Reads an answer, as far as it likes.
     *
     * @param response the answer; closed afterwards
     * @return what it made of it
     * @throws IOException when the body cannot be read
     */
    T handle(TransportResponse response) throws IOException;
  }
}
