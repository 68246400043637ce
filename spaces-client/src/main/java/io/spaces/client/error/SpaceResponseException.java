package io.spaces.client.error;

/**
 * The space answered a request with a failure.
 *
 * @since 0.1.0
 */
public final class SpaceResponseException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /** The HTTP status code of the answer. */
  private final int statusCode;

  /** The server's own words. */
  private final String statusMessage;

  /**
   * An error for one failed answer.
   *
   * @param message what was attempted, on what, and what the space said
   * @param statusCode the HTTP status code of the answer
   * @param statusMessage the server's own words, or empty when it had none
   */
  public SpaceResponseException(String message, int statusCode, String statusMessage) {
    super(message);
    this.statusCode = statusCode;
    this.statusMessage = statusMessage;
  }

  /**
   * Returns the HTTP status code of the answer (RFC 9110, section 15).
   *
   * @return 200 to 599; below 300 where the answer itself tells of no success
   */
  public int statusCode() {
    return statusCode;
  }

  /**
   * Returns the server's own words.
   *
   * @return the words, or empty when it had none
   */
  public String statusMessage() {
    return statusMessage;
  }
}
