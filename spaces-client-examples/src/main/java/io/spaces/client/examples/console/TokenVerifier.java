package io.spaces.client.examples.console;

/** Knows whom a bearer token stands for. Safe for use by several threads. */
@FunctionalInterface
public interface TokenVerifier {
  /** What the bearer of a token may do. */
  enum Access {
    /** The token is not one of ours, or no longer. */
    UNKNOWN,
    /** The token is good, but not for this. */
    OTHER_ROLE,
    /** Everything. */
    ADMIN
  }

  /**
   * Judges a token.
   *
   * @param token as it was sent, at most 8 KiB
   * @return what its bearer may do
   */
  Access verify(String token);
}
