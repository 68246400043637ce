package io.spaces.client.internal.http.retry;

import io.spaces.client.internal.http.BrokenConnectionException;
import io.spaces.client.internal.http.TransportRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One attempt at a request that failed: what {@link RetryPolicy} decides upon. */
final class FailedAttempt extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient TransportRequest request;
  private final int status;
  private final transient @Nullable Duration retryAfter;
  private final @Nullable BrokenConnectionException broken;
  private final boolean belied;

  private FailedAttempt(
      TransportRequest request,
      int status,
      @Nullable Duration retryAfter,
      @Nullable BrokenConnectionException broken,
      boolean belied) {
    super(null, broken, false, false);
    this.request = request;
    this.status = status;
    this.retryAfter = retryAfter;
    this.broken = broken;
    this.belied = belied;
  }

  static FailedAttempt answered(
      TransportRequest request, int status, @Nullable Duration retryAfter) {
    return new FailedAttempt(request, status, retryAfter, null, false);
  }

  static FailedAttempt broke(TransportRequest request, BrokenConnectionException broken) {
    return new FailedAttempt(request, 0, null, broken, false);
  }

  /** The status says success, the answer itself does not. */
  static FailedAttempt belied(TransportRequest request, int status) {
    return new FailedAttempt(request, status, null, null, true);
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** Whether the same request may be sent again: the first guard that knows decides. */
  boolean mayBeRepeated() {
    // Who cannot be trusted now, or does not trust us, does not change within a second.
    if (broken != null && broken.isFinal()) {
      return false;
    }
    // Nothing reached the server, so nothing can happen twice.
    if (broken != null && !broken.wasSent()) {
      return true;
    }
    // The server says that it has not even begun.
    if (RetryPolicy.isNotBegun(status)) {
      return true;
    }
    // A POST may have been carried out though its answer was lost; only the caller can find out.
    if (!request.isIdempotent()) {
      return false;
    }
    // What is left are accidents: a broken connection, a timeout, a failing server.
    return broken != null || belied || RetryPolicy.isAccident(status);
  }

  /** Whether the server has refused the request only because there are too many just now. */
  boolean isThrottled() {
    return RetryPolicy.isThrottling(status);
  }

  /** Whether other requests would fail alike: all but what is wrong with this one alone. */
  boolean isAgainstEveryone() {
    return broken != null
        || belied
        || status == 401
        || status == 402
        || status == 403
        || RetryPolicy.mayPass(status);
  }

  /** What failed and how, for a person. */
  String describe() {
    String what = request.method() + " " + request.target();
    return broken == null
        ? what + " was answered with " + status + (belied ? ", but with no plain yes" : "")
        : what + " broke off: " + broken.getMessage();
  }
}
