package io.spaces.client.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of all errors this library throws. All are unchecked; the message says what was
 * attempted, on what, and what to do about it, and never contains a secret.
 *
 * @since 0.1.0
 */
public class SpaceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with a message.
   *
   * @param message what was attempted, on what, and what to do
   */
  public SpaceException(String message) {
    super(message);
  }

  /**
   * An error with a message and what caused it.
   *
   * @param message what was attempted, on what, and what to do
   * @param cause what went wrong below, or null
   */
  public SpaceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
