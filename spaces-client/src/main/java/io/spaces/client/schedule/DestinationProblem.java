package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

/**
 * What is wrong with a {@link Destination}.
 *
 * @param kind what it is about
 * @param message what is wrong, and what to do, in words
 * @since 0.1.0
 */
public record DestinationProblem(Kind kind, String message) {
  /**
   * Checks that both are there.
   *
   * @param kind see {@link #kind}
   * @param message see {@link #message}
   */
  public DestinationProblem {
    required("kind", kind);
    required("message", message);
  }

  /**
   * What a problem can be about.
   *
   * @since 0.1.0
   */
  public enum Kind {
    /** A secret is missing, or not what it should be. */
    SECRET,
    /** Nobody answers at the address. */
    UNREACHABLE,
    /** The space does not accept the credentials. */
    NOT_AUTHORISED,
    /** It is not the space it should be, or no space at all. */
    WRONG_SPACE,
    /** The space has no room left. */
    FULL,
    /** The space cannot be used now. */
    UNAVAILABLE
  }
}
