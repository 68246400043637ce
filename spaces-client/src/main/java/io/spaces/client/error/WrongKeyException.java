package io.spaces.client.error;

/**
 * The key or passphrase is not the one the vault was made with, or one is missing, or one was given
 * for a vault without encryption. Thrown before anything is transferred.
 *
 * @since 0.1.0
 */
public final class WrongKeyException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with a message.
   *
   * @param message what was attempted, on what, and what to do; never a key
   */
  public WrongKeyException(String message) {
    super(message);
  }
}
