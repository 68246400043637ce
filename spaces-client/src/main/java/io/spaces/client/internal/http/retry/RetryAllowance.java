package io.spaces.client.internal.http.retry;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.internal.waiting.Backoff;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.Waiter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What all requests of one run may spend on retries together: so many for each request, so many
 * more than successes for the run, and an end to it all when nothing succeeds any more. Safe for
 * use by several threads.
 */
public final class RetryAllowance {
  /** The most retries of one request that can be asked for. */
  public static final int MAX_RETRIES = 10;

  /** The longest wait that a server's {@code Retry-After} can bring about. */
  public static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

  /** Full jitter, so that workers that failed together spread out. */
  static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10), 1);

  /** How far retries may outnumber successes within a run. */
  private static final int BUDGET = 1000;

  /** A run of one worker is hopeless after so many failed requests in a row. */
  private static final int HOPELESS_AFTER = 20;

  private final int maxRetries;
  private final int hopelessAfter;
  private final Waiter waiter;
  private final Pace pace;
  private final @Nullable Cancellation run;
  private final AtomicInteger budget = new AtomicInteger(BUDGET);
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private volatile @Nullable Retry retry;
  private volatile @Nullable String hopeless;

  private RetryAllowance(
      int maxRetries, int hopelessAfter, Waiter waiter, Pace pace, @Nullable Cancellation run) {
    this.maxRetries = maxRetries;
    this.hopelessAfter = hopelessAfter;
    this.waiter = waiter;
    this.pace = pace;
    this.run = run;
  }

  /**
   * An allowance for one run.
   *
   * @param maxRetries how often one request may be sent again, 0 to {@value #MAX_RETRIES}
   * @param concurrency how many requests the run has under way at once; that many failing together
   *     is one accident, not many
   * @param waiter the time
   * @return a fresh allowance
   */
  public static RetryAllowance of(int maxRetries, int concurrency, Waiter waiter) {
    return new RetryAllowance(
        maxRetries,
        hopelessAfter(concurrency),
        waiter,
        new Pace(waiter, LONGEST_RETRY_AFTER),
        null);
  }

  /**
   * An allowance for single requests that have nothing to do with one another: it never gives up on
   * those to come.
   *
   * @param maxRetries how often one request may be sent again, 0 to {@value #MAX_RETRIES}
   * @param waiter the time
   * @return a fresh allowance
   */
  public static RetryAllowance endless(int maxRetries, Waiter waiter) {
    return new RetryAllowance(
        maxRetries, Integer.MAX_VALUE, waiter, new Pace(waiter, LONGEST_RETRY_AFTER), null);
  }

  /**
   * An allowance of its own for what has to be said at the end of this one's run, at the pace that
   * the run has found. Who cancels the run does not want to wait for a turn any more.
   *
   * @param most how often one request may be sent again, unless this allows less
   * @param run cancelled with the run
   * @return a fresh allowance
   */
  public RetryAllowance closing(int most, Cancellation run) {
    return new RetryAllowance(Math.min(most, maxRetries), hopelessAfter(1), waiter, pace, run);
  }

  private static int hopelessAfter(int concurrency) {
    return Math.max(HOPELESS_AFTER, 2 * concurrency);
  }

  /**
   * Tells why the run was given up.
   *
   * @return a sentence for the user, or null while there is hope
   */
  public @Nullable String hopeless() {
    return hopeless;
  }

  int maxRetries() {
    return maxRetries;
  }

  Waiter waiter() {
    return waiter;
  }

  Pace pace() {
    return pace;
  }

  /** Starts counting the attempts at one request. */
  Retry.AsyncContext<Object> newRequest() {
    return retry().asyncContext();
  }

  /** Made when something fails: a run in which nothing does never loads resilience4j. */
  private Retry retry() {
    Retry made = retry;
    if (made == null) {
      made =
          Retry.of(
              "requests",
              RetryConfig.<Object>custom()
                  .maxAttempts(maxRetries + 1)
                  .retryOnException(failure -> ((FailedAttempt) failure).mayBeRepeated())
                  .intervalBiFunction(
                      (attempt, failure) -> waitAfter(attempt, (FailedAttempt) failure.getLeft()))
                  .build());
      retry = made;
    }
    return made;
  }

  /**
   * Waits until the server can be asked once more.
   *
   * @return the attempt's turn, to be ended
   * @throws SpaceConnectionException when the run was given up
   */
  Pace.Turn awaitTurn(Cancellation cancellation) {
    throwIfHopeless();
    Pace.Turn turn = run == null ? pace.await(cancellation) : pace.awaitUnless(run);
    if (hopeless != null) {
      turn.end();
      throwIfHopeless();
    }
    return turn;
  }

  private void throwIfHopeless() {
    String reason = hopeless;
    if (reason != null) {
      throw new SpaceConnectionException(reason, null);
    }
  }

  /**
   * Decides about a failed attempt.
   *
   * @param isCounted false for one that uses nothing up, since the server lets the others through
   * @return how many milliseconds to wait before the next, or -1 when there must be none
   */
  long waitBeforeNext(
      Retry.AsyncContext<Object> request, FailedAttempt failure, boolean isCounted) {
    Duration retryAfter = failure.retryAfter();
    if (retryAfter != null && !retryAfter.isZero()) {
      // The server is busy for all workers, not for this request only.
      pace.pause(retryAfter);
    }
    if (!isCounted) {
      return waitAfter(1, failure);
    }
    long wait = request.onError(failure);
    if (wait >= 0 && budget.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
      return -1;
    }
    return wait;
  }

  void succeeded() {
    if (failuresInARow.get() != 0) {
      failuresInARow.set(0);
    }
    if (budget.get() < BUDGET) {
      budget.updateAndGet(left -> Math.min(BUDGET, left + 1));
    }
  }

  void failed(FailedAttempt last) {
    int failures = failuresInARow.incrementAndGet();
    if (failures >= hopelessAfter && hopeless == null) {
      hopeless =
          "The last "
              + failures
              + " requests have all failed, so the run was given up. The last one: "
              + last.describe()
              + ". Try again when the space works.";
    }
  }

  private static long waitAfter(int attempt, FailedAttempt failure) {
    long jittered = BACKOFF.after(attempt).toMillis();
    Duration retryAfter = failure.retryAfter();
    return retryAfter == null ? jittered : Math.max(retryAfter.toMillis(), jittered);
  }
}
