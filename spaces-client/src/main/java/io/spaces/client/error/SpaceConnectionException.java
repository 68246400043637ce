package io.spaces.client.error;

import org.jspecify.annotations.Nullable;

/**
 * The space could not be reached, or a connection to it broke or stalled, more often than may be
 * retried.
 *
 * @since 0.1.0
 */
public final class SpaceConnectionException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with a message and what caused it.
   *
   * @param message what was attempted, on what, and what to do
   * @param cause what went wrong below, or null
   */
  public SpaceConnectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
