package io.spaces.client.internal.waiting;

import io.spaces.client.error.CancelledException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What time it is, and how to let some pass. Tests bring one that need not wait. */
public interface Waiter {
  /**
   * Returns the time.
   *
   * @return now
   */
  Instant now();

  /**
   * Returns a time that only ever goes forward, whatever is done to the clock.
   *
   * @return nanoseconds from anywhere
   */
  default long nanos() {
    return System.nanoTime();
  }

  /**
   * Waits in the calling thread. Afterwards {@link #now} is later by that time, or more.
   *
   * @param time how long
   * @param cancellation ends the wait at once
   * @throws CancelledException when cancelled, or interrupted
   */
  void await(Duration time, Cancellation cancellation);

  /**
   * Returns one over the system's clock.
   *
   * @return it waits for real
   */
  static Waiter system() {
    return SystemWaiter.INSTANCE;
  }

  /**
   * Returns the one to wait on in a client that was given a clock.
   *
   * @param clock a clock; a test's may bring its waiter
   * @return that waiter, or else {@link #system}
   */
  static Waiter of(Clock clock) {
    return clock instanceof Provider provider ? provider.waiter() : system();
  }

  /** A clock on which one waits by other means than letting time pass. */
  interface Provider {
    /**
     * Returns the waiter that goes with the clock.
     *
     * @return it shows the same time
     */
    Waiter waiter();
  }

  /** Waits for real. */
  enum SystemWaiter implements Waiter {
    /** The only one. */
    INSTANCE;

    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public void await(Duration time, Cancellation cancellation) {
      CountDownLatch cancelled = new CountDownLatch(1);
      Cancellation.Registration registration = cancellation.onCancel(cancelled::countDown);
      try {
        boolean early = cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS);
        if (early) {
          cancellation.throwIfCancelled();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException("The thread was interrupted while it waited.", e);
      } finally {
        registration.close();
      }
    }
  }
}
