package io.spaces.client.error;

/**
 * Something was asked for more often than is allowed; it was not done, and may be asked later.
 *
 * @since 0.1.0
 */
public final class RateLimitException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with a message.
   *
   * @param message what was asked for, and how often it may be
   */
  public RateLimitException(String message) {
    super(message);
  }
}
