package io.spaces.client.internal.restore;

import java.io.IOException;

/**
 * An entry is not written because of what it is called or what stands in its place. Nothing was
 * changed.
 */
public final class RefusedEntryException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param message why, and what to do
   */
  public RefusedEntryException(String message) {
    super(message);
  }

  /** A hostile list can name a million entries; where they were refused tells nothing. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
