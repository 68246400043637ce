package io.spaces.client.internal.protocol.sign;

/** A request does not prove who sends it; the message says what is wrong with it. */
public final class RejectedRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RejectedRequestException(String message) {
    super(message);
  }
}
