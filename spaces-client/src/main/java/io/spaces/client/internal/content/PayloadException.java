package io.spaces.client.internal.content;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A payload cannot yield the bytes that it promised. The fault lies with the content, not with the
 * connection: the same request is not worth another try.
 */
public class PayloadException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with a message and what caused it.
   *
   * @param message what was read and what is wrong with it
   * @param cause what went wrong below, or null
   */
  public PayloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
