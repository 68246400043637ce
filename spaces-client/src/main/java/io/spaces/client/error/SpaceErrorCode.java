package io.spaces.client.error;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a space, as it says itself: the codes of its {@code x-error-code}.
 *
 * @since 0.1.0
 */
public enum SpaceErrorCode {
  /** The space cannot be reached from where it is looked at (1001). */
  NETWORK(1001),
  /** The app may not use the space, or not any more (1002). */
  UNAUTHORIZED(1002),
  /** The space has expired (1003). */
  EXPIRED(1003),
  /** The space has not been paid for (1004). */
  PAST_DUE(1004),
  /** The space's address is not that of a space (1005). */
  INVALID(1005),
  /** The space has used up what its plan allows (1006). */
  UNIT_LIMIT(1006),
  /** The space may not be asked from a page of another origin (1007). */
  CORS(1007),
  /** The space's version does not fit (1008). */
  INCOMPATIBLE(1008),
  /** A code that this library does not know. */
  OTHER(-1);

  private final int code;

  SpaceErrorCode(int code) {
    this.code = code;
  }

  /**
   * Returns the number that stands for it on the wire.
   *
   * @return the code; -1 for {@link #OTHER}
   */
  public int code() {
    return code;
  }

  /**
   * Returns the constant with a code.
   *
   * @param code what a space says; 0 is no error
   * @return the constant, {@link #OTHER} for a code that is not known, or null for 0
   */
  public static @Nullable SpaceErrorCode fromCode(int code) {
    for (SpaceErrorCode error : values()) {
      if (error.code == code) {
        return error;
      }
    }
    return code == 0 ? null : OTHER;
  }
}
