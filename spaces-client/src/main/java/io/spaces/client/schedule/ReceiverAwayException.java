package io.spaces.client.schedule;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a {@link Notifier} whose receiver is not there, or busy: the scheduler keeps the
 * notification, and those behind it, and tries again.
 *
 * @since 0.1.0
 */
public class ReceiverAwayException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Says who is away.
   *
   * @param message who, and how that shows; it is logged, and may hold no secret
   * @param cause what has happened, or null
   */
  public ReceiverAwayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
