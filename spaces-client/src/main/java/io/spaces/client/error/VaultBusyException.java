package io.spaces.client.error;

/**
 * Another client is at work on the vault in a way that must not be disturbed. Nothing was changed;
 * try again later.
 *
 * @since 0.1.0
 */
public final class VaultBusyException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with a message.
   *
   * @param message what was attempted, who is at work, and what to do
   */
  public VaultBusyException(String message) {
    super(message);
  }
}
