package io.spaces.client.internal.waiting;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before something is tried once more: twice as long after each failure, up to a
 * limit (binary exponential backoff).
 *
 * @param first the wait after the first failure, at the most
 * @param longest the longest wait
 * @param jitter which part of each wait is left to chance, so that those who failed together spread
 *     out: 0 for none, 1 for all of it
 */
public record Backoff(Duration first, Duration longest, double jitter) {
  /** More doublings than lead from a millisecond to years. */
  private static final int MOST_DOUBLINGS = 40;

  /**
   * Returns how long to wait.
   *
   * @param failures how many there have been, from 1
   * @return whole milliseconds, at least one
   */
  public Duration after(int failures) {
    long doubled = first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
    long most = Math.min(doubled, longest.toMillis());
    long chance = (long) (most * jitter);
    return Duration.ofMillis(
        chance == 0 ? most : most - ThreadLocalRandom.current().nextLong(chance));
  }
}
