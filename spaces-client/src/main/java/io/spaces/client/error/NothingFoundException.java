package io.spaces.client.error;

/**
 * What was asked for is not there: the space holds no backup, the vault no such snapshot, or the
 * backup nothing that matches. The message says what was looked for, and where.
 *
 * @since 0.1.0
 */
public class NothingFoundException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with a message.
   *
   * @param message what was looked for, where, and what to do
   */
  public NothingFoundException(String message) {
    super(message);
  }
}
