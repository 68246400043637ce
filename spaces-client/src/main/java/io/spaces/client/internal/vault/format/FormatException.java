package io.spaces.client.internal.vault.format;

import java.io.IOException;

/** An object's content is not of its format. */
public final class FormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * An error.
   *
   * @param problem what is wrong
   */
  public FormatException(String problem) {
    super(problem);
  }
}
