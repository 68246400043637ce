package io.spaces.client.internal.http.retry;

import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How fast a run may ask: as fast as it can, until the server refuses a request because there are
 * too many. From then on all workers share a congestion window as TCP's does (RFC 5681): additive
 * increase with what gets through, multiplicative decrease with a refusal. It bounds how many
 * requests are under way at once, for servers that count those, and how soon one may follow the
 * other, for those that count requests a second. Safe for use by several threads.
 */
final class Pace {
  /** The longest pause between two requests: one may always be sent after that. */
  private static final Duration LONGEST_GAP = Duration.ofSeconds(10);

  /** No lower limit, in requests a second, is to be guessed from one refusal. */
  private static final double FIRST_GUESS = 10;

  /** While nothing gets through at all, asking is the only way to learn when that ends. */
  private static final double RATE_OF_PROBES = 1;

  /** How much of the window comes back in a second, or with one request where that takes longer. */
  private static final double INCREASE = 1 / 16.0;

  /** This often what was once refused was not refused again: there is no limit to keep any more. */
  private static final double LIFTED = 8;

  private final Waiter waiter;
  private final Duration longestPause;
  private final Instant base;
  private final Throughput throughput = new Throughput();
  private final ReentrantLock queue = new ReentrantLock(true);
  private volatile boolean restrained;
  private @Nullable Instant pausedUntil;
  private @Nullable Instant lastStart;
  private int underWay;
  private long passed;

  /** Counts decreases: a request that was under way at the last tells nothing new by a refusal. */
  private int decreases;

  private boolean windowed;
  private double fullRate;
  private double fullUnderWay;

  /** How much of what was under way before the first refusal is allowed now. */
  private double window;

  /**
   * Up to here the window grows fast: the decreases beyond met with an outage, not with a limit.
   */
  private double threshold;

  private boolean passedSinceDecrease;

  /**
   * A pace without limits.
   *
   * @param waiter the time
   * @param longestPause the longest {@link #pause} that is obeyed
   */
  Pace(Waiter waiter, Duration longestPause) {
    this.waiter = waiter;
    this.longestPause = longestPause;
    base = waiter.now();
  }

  /** One attempt at a request, from its start to the head of its answer. For one thread. */
  final class Turn {
    private final int since = decreases;
    private boolean ended;

    /** The server took the request in, whatever it made of it. */
    void passed() {
      end(() -> grow(since == decreases));
    }

    /** The server refused the request because there are too many. */
    void refused() {
      end(
          () -> {
            if (since == decreases) {
              decrease();
            }
          });
    }

    /** The request ended in another way, or tells nothing about others. Without effect later on. */
    void end() {
      end(() -> {});
    }

    private void end(Runnable lesson) {
      synchronized (Pace.this) {
        if (!ended) {
          ended = true;
          lesson.run();
          underWay--;
          Pace.this.notifyAll();
        }
      }
    }
  }

  /** How many requests the server has taken in so far. */
  synchronized long passed() {
    return passed;
  }

  /** Nobody starts anything for that long. */
  synchronized void pause(Duration time) {
    Instant until = waiter.now().plus(time);
    Instant other = pausedUntil;
    pausedUntil = other == null || other.isBefore(until) ? until : other;
    restrained = true;
  }

  /**
   * Waits until one more request may start, in the order in which the workers came.
   *
   * @return the request's turn, to be ended
   * @throws CancelledException when cancelled or interrupted
   */
  Turn await(Cancellation cancellation) {
    if (!restrained) {
      return start();
    }
    try {
      queue.lockInterruptibly();
      try {
        while (true) {
          Duration left;
          synchronized (this) {
            left = timeLeft();
            if (left.isZero() && hasRoom()) {
              return start();
            }
          }
          if (!left.isZero()) {
            waiter.await(left, cancellation);
          } else if (!awaitRoom(cancellation)) {
            return start();
          }
        }
      } finally {
        queue.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("The thread was interrupted while it waited.", e);
    }
  }

  /** The same, but does not wait any longer once that is cancelled. */
  Turn awaitUnless(Cancellation hurry) {
    try {
      return await(hurry);
    } catch (CancelledException e) {
      if (hurry.isCancelled()) {
        return start();
      }
      throw e;
    }
  }

  private synchronized Turn start() {
    underWay++;
    lastStart = waiter.now();
    return new Turn();
  }

  private Duration timeLeft() {
    Instant now = waiter.now();
    Duration left = Duration.ZERO;
    if (pausedUntil != null) {
      left = within(longestPause, Duration.between(now, pausedUntil));
    }
    if (windowed && lastStart != null) {
      Duration gap = Duration.ofNanos((long) (1e9 / rate()));
      Duration gapLeft = within(LONGEST_GAP, Duration.between(now, lastStart.plus(gap)));
      left = left.compareTo(gapLeft) > 0 ? left : gapLeft;
    }
    return left;
  }

  /** Nothing takes longer than it may, unless the clock was set back meanwhile. */
  private static Duration within(Duration longest, Duration left) {
    return left.isNegative() || left.compareTo(longest) > 0 ? Duration.ZERO : left;
  }

  private boolean hasRoom() {
    return !windowed || underWay < Math.max(1, window * fullUnderWay);
  }

  /**
   * Waits for others to end: for real, since it is no time on a clock that has to pass.
   *
   * @return false when there is no room yet; a request that does not end holds others up, but not
   *     for ever
   */
  private boolean awaitRoom(Cancellation cancellation) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_GAP.toNanos();
    Cancellation.Registration registration = cancellation.onCancel(this::wake);
    try {
      synchronized (this) {
        long left = LONGEST_GAP.toNanos();
        while (!hasRoom() && left > 0 && !cancellation.isCancelled()) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
          left = deadline - System.nanoTime();
        }
      }
    } finally {
      registration.close();
    }
    cancellation.throwIfCancelled();
    synchronized (this) {
      return hasRoom();
    }
  }

  private synchronized void wake() {
    notifyAll();
  }

  private double rate() {
    return window * fullRate;
  }

  private void grow(boolean isNews) {
    passed++;
    throughput.add(millis());
    if (!windowed) {
      return;
    }
    passedSinceDecrease |= isNews;
    // What gets through in a second makes it twice as large where no limit is known: after an
    // outage, and beyond what was refused once. In between it grows by the increase.
    window += (window < threshold || window > 1 ? window : INCREASE) / Math.max(1, rate());
    if (window >= LIFTED) {
      windowed = false;
      restrained = false;
    }
  }

  private void decrease() {
    decreases++;
    if (!windowed || passedSinceDecrease) {
      double seen = Math.max(throughput.perSecond(millis()), FIRST_GUESS);
      fullRate = windowed ? Math.min(rate(), seen) : seen;
      fullUnderWay = windowed ? Math.min(Math.max(1, window * fullUnderWay), underWay) : underWay;
      window = 0.5;
      threshold = window;
    } else {
      window = Math.max(window / 2, Math.min(window, RATE_OF_PROBES / fullRate));
    }
    window = Math.max(window, 1 / (fullRate * LONGEST_GAP.toSeconds()));
    windowed = true;
    restrained = true;
    passedSinceDecrease = false;
  }

  private long millis() {
    return Duration.between(base, waiter.now()).toMillis();
  }
}
