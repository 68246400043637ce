package io.spaces.client.error;

import org.jspecify.annotations.Nullable;

/**
 * A backup or a restore did not succeed in full; thrown by the orElseThrow of a result.
 *
 * @since 0.1.0
 */
public final class TransferException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with a message and what caused it.
   *
   * @param message what was attempted, on what, and what to do
   * @param cause what went wrong below, or null
   */
  public TransferException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
