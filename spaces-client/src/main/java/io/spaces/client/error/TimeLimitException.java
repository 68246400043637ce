package io.spaces.client.error;

import org.jspecify.annotations.Nullable;

/**
 * A run has reached the time limit that it was given, and was ended.
 *
 * @since 0.1.0
 */
public final class TimeLimitException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with a message and what caused it.
   *
   * @param message what was attempted, on what, and what to do
   * @param cause what the end of the run has broken off, or null
   */
  public TimeLimitException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
