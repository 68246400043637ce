package io.spaces.client.error;

/**
 * The vault has no such snapshot, or the beginning of an id fits several. The message says what was
 * asked for.
 *
 * @since 0.1.0
 */
public final class SnapshotNotFoundException extends NothingFoundException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with a message.
   *
   * @param message what was asked for, and what to do
   */
  public SnapshotNotFoundException(String message) {
    super(message);
  }
}
