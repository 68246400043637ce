package io.spaces.client.internal.http;

import java.io.IOException;

/** The one seam between what to ask and how it travels. */
public interface Transport {
  /**
   * Sends one request and returns the answer, of whatever status, once its headers are here.
   *
   * @param request what to ask
   * @return the answer; the caller closes it
   * @throws BrokenConnectionException when there is no connection or it breaks
   * @throws IOException what the request's body threw
   */
  TransportResponse open(TransportRequest request) throws IOException;

  /**
   * Sends one request and hands the answer, of whatever status, to the handler. The answer is
   * closed when the handler returns or throws.
   *
   * @param request what to ask
   * @param handler reads the answer; a transport that retries may call it more than once
   * @param <T> what the handler makes of the answer
   * @return what the handler returned
   * @throws BrokenConnectionException when there is no connection or it breaks
   * @throws IOException what the request's body or the handler threw
   */
  default <T> T send(TransportRequest request, ResponseHandler<T> handler) throws IOException {
    try (TransportResponse response = open(request)) {
      return handler.handle(response);
    }
  }

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
     * @throws NoSuccessException when it is no success, whatever its status says
     * @throws IOException when the body cannot be read
     */
    T handle(TransportResponse response) throws IOException;
  }
}
