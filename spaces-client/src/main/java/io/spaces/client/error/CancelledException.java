package io.spaces.client.error;

import org.jspecify.annotations.Nullable;

/**
 * The operation was cancelled before it ended.
 *
 * @since 0.1.0
 */
public final class CancelledException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with a message and what caused it.
   *
   * @param message what was attempted, on what, and what to do
   * @param cause what went wrong below, or null
   */
  public CancelledException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
