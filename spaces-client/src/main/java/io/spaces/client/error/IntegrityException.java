package io.spaces.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Bytes are not what they are said to be: a hash, a signature or a seal does not fit. Nothing
 * unverified was kept.
 *
 * @since 0.1.0
 */
public sealed class IntegrityException extends SpaceException permits UnexpectedVaultException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with a message and what caused it.
   *
   * @param message what was attempted, on what, and what to do
   * @param cause what went wrong below, or null
   */
  public IntegrityException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
