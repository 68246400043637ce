package io.spaces.client.schedule;

/**
 * How a connection to a mail server is protected.
 *
 * @since 0.1.0
 */
public enum MailTls {
  /** It begins in plain text and must become TLS before anything is told (RFC 3207); port 587. */
  STARTTLS,
  /** It is TLS from its beginning (RFC 8314); port 465. */
  TLS,
  /** It stays in plain text, without a login: for a server on the same machine, say; port 25. */
  NONE;

  /**
   * Returns the port that mail servers have for it.
   *
   * @return 587, 465 or 25
   */
  public int port() {
    return switch (this) {
      case STARTTLS -> 587;
      case TLS -> 465;
      case NONE -> 25;
    };
  }
}
