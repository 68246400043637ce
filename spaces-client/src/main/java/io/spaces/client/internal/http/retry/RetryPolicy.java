package io.spaces.client.internal.http.retry;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.internal.http.BrokenConnectionException;
import org.jspecify.annotations.Nullable;

/** Which failures may pass: for requests, records, notifications and the runs of plans alike. */
public final class RetryPolicy {
  private RetryPolicy() {}

  /**
   * Tells whether a status is of a failure that may pass.
   *
   * @param status an HTTP status code
   * @return true for a timeout, a server that has no time yet, and one that fails
   */
  public static boolean mayPass(int status) {
    return status == 408 || isNotBegun(status) || status >= 500;
  }

  /**
   * Tells whether the same request may have another answer another time.
   *
   * @param cause what a run ended with, or null when nobody knows
   * @return false for what only a person can change
   */
  public static boolean mayPass(@Nullable Throwable cause) {
    if (cause instanceof SpaceResponseException refused) {
      // A success that was none is an accident, too.
      return refused.statusCode() < 400 || mayPass(refused.statusCode());
    }
    return !(cause instanceof InvalidParameterException
        || cause instanceof WrongKeyException
        || cause instanceof IntegrityException
        || cause instanceof CancelledException);
  }

  /**
   * Tells whether a request that failed may have been carried out all the same.
   *
   * @param failure what became of it
   * @return false when it was surely not: it was never sent, or its answer says so
   */
  public static boolean mayHaveHappened(SpaceException failure) {
    return failure instanceof SpaceResponseException answer
        ? isAccident(answer.statusCode())
        : failure.getCause() instanceof BrokenConnectionException broken && broken.wasSent();
  }

  /** Whether the server has refused the request only because there are too many just now. */
  static boolean isThrottling(int status) {
    return status == 429 || status == 503;
  }

  /** Whether the server says that it has not even begun: nothing can happen twice. */
  static boolean isNotBegun(int status) {
    return status == 425 || isThrottling(status);
  }

  /** Whether something went wrong at the server, nobody knows how far from the end. */
  static boolean isAccident(int status) {
    // Not supported, and out of space, are answers, not accidents.
    boolean cannot = status == 501 || status == 505 || status == 507;
    return mayPass(status) && !isNotBegun(status) && !cannot;
  }
}
