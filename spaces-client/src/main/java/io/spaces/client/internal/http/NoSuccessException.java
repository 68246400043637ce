package io.spaces.client.internal.http;

import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import java.io.IOException;

/**
 * An answer's status says success, and the answer itself does not: it is tried again like the
 * failure of a server. Thrown by a {@link Transport.ResponseHandler}.
 */
public final class NoSuccessException extends IOException {
  private static final long serialVersionUID = 1L;

  private final SpaceException failure;

  /**
   * For one answer.
   *
   * @param failure what to tell when no attempt is left
   */
  public NoSuccessException(SpaceException failure) {
    super(failure.getMessage(), failure);
    this.failure = failure;
  }

  public int status() {
    return failure instanceof SpaceResponseException answer ? answer.statusCode() : 200;
  }

  /**
   * Returns what to tell when no attempt is left.
   *
   * @return the error for the user
   */
  public SpaceException failure() {
    return failure;
  }
}
