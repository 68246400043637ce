package io.spaces.client.internal.protocol;

import io.spaces.client.error.SpaceException;

/** An answer is longer than it can be. */
public final class TooLongException extends SpaceException {
  private static final long serialVersionUID = 1L;

  TooLongException(String what, long limit) {
    super(what + " is longer than " + limit + " bytes, the most that are read of it.");
  }
}
