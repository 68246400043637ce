package io.spaces.client.internal.vault.format;

import java.io.IOException;

/** An object's content is not of its format. */
public final class FormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean newer;

  /**
   * An error.
   *
   * @param problem what is wrong
   */
  public FormatException(String problem) {
    this(problem, false);
  }

  private FormatException(String problem, boolean newer) {
    super(problem);
    this.newer = newer;
  }

  /** What a later client has written. */
  static FormatException newer(long format) {
    return new FormatException(
        "has format " + format + ", which is newer than this program; use a newer one", true);
  }

  /**
   * Tells whether a later client has written it, and nothing is wrong with it.
   *
   * @return false for what is damaged
   */
  public boolean isNewer() {
    return newer;
  }
}
