package io.spaces.client.internal.schedule.job;

import io.spaces.client.internal.waiting.Backoff;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what needs the store, again and again while that is away: a restart of a database costs no
 * run and no record. Safe for use by several threads.
 */
final class StorePatience {
  private static final Logger log = LoggerFactory.getLogger(StorePatience.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Backoff BACKOFF = new Backoff(FIRST_PAUSE, Duration.ofSeconds(5), 0);

  /** How long an attempt is still made after the end was asked for. */
  private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(10);

  private final LongSupplier nanos;
  private boolean closed;
  private long closedAt;

  StorePatience() {
    this(System::nanoTime);
  }

  /** By some clock that is never set. */
  StorePatience(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** What is done when something takes longer than it should. */
  record Late(Duration after, Runnable action) {}

  /**
   * Does something until it succeeds, fails for another reason than the store's absence, or the
   * scheduler is closed; harmless when repeated.
   *
   * @param what what is done, for the log
   * @param limit for how long at the most
   * @param late done once when it takes longer, or null
   * @throws RuntimeException why it failed for the last time
   */
  <T> T persist(String what, Duration limit, @Nullable Late late, Supplier<T> action) {
    long start = nanos.getAsLong();
    Late told = late;
    for (int attempt = 1; ; attempt++) {
      try {
        T result = action.get();
        if (attempt > 1) {
          log.info("The store is back: {}, at attempt {}", what, attempt);
        }
        return result;
      } catch (RuntimeException e) {
        Duration taken = Duration.ofNanos(nanos.getAsLong() - start);
        if (!isAway(e) || taken.compareTo(limit) > 0 || isOver()) {
          throw e;
        }
        if (attempt == 1) {
          log.warn("Not done, and tried again until the store is back: {}", what, e);
        }
        if (told != null && taken.compareTo(told.after) > 0) {
          told.action.run();
          told = null;
        }
      }
      pause(BACKOFF.after(attempt));
    }
  }

  /** Waits, for less when the scheduler is closed; a thread that is interrupted does not wait. */
  synchronized void pause(Duration time) {
    boolean before = closed;
    Duration wait = closed ? shorter(time, FIRST_PAUSE) : time;
    long deadline = System.nanoTime() + wait.toNanos();
    try {
      for (long left = wait.toNanos(); left > 0 && closed == before; ) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = deadline - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets what waits try for a few seconds more. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      closedAt = nanos.getAsLong();
      notifyAll();
    }
  }

  private synchronized boolean isOver() {
    return Thread.currentThread().isInterrupted()
        || (closed && nanos.getAsLong() - closedAt > LAST_ATTEMPTS.toNanos());
  }

  /** Whether it is the store's absence, not what it was asked. */
  static boolean isAway(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        // Bad data and bad statements stay what they are.
        return !state.startsWith("22") && !state.startsWith("42");
      }
    }
    return false;
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
