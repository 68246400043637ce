package io.spaces.client.transfer;

import static java.util.Objects.requireNonNull;

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
   * Refuses null where it means nothing.
   *
   * @param key see {@link #key}
   * @param message see {@link #message}
   * @param cause see {@link #cause}
   */
  public ObjectFailure {
    requireNonNull(key, "key");
    requireNonNull(message, "message");
  }

  /**
   * A failure that an error tells all about.
   *
   * @param key the object's key
   * @param cause the error
   * @return the failure, with the error's message
   */
  public static ObjectFailure of(String key, Throwable cause) {
    requireNonNull(key, "key");
    String message = requireNonNull(cause, "cause").getMessage();
    return new ObjectFailure(key, message == null ? cause.toString() : message, cause);
  }
}
