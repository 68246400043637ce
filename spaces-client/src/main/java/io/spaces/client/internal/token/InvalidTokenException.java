package io.spaces.client.internal.token;

/** A token is malformed, forged, or not valid now; the message completes "the token …". */
public final class InvalidTokenException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidTokenException(String problem) {
    super(problem);
  }
}
