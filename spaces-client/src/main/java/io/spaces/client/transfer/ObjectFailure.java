package io.spaces.client.transfer;

import org.jspecify.annotations.Nullable;

/**
 * One object that could not be transferred.
 *
 * @param key the object's key: its {@code /}-separated path relative to the source or target
 * @param message what was attempted and what went wrong
 * @param cause the error below, or null when there was none
 * @since 0.1.0
 */
public record ObjectFailure(String key, String message, @Nullable Throwable cause) {
  /**
   * A failure that an error tells all about.
   *
   * @param key the object's key
   * @param cause the error
   * @return the failure, with the error's message
   */
  public static ObjectFailure of(String key, Throwable cause) {
    String message = cause.getMessage();
    return new ObjectFailure(key, message == null ? cause.toString() : message, cause);
  }
}
