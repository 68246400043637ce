package io.spaces.client.internal.schedule.jdbc;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By how much this node's clock is ahead of the store's, which all nodes share; told once when it
 * is too much, and again only after it was right. Safe for use by several threads.
 */
public final class ClockSkew {
  private static final Logger log = LoggerFactory.getLogger(ClockSkew.class);

  /** Runs are due to the second; and clocks are put right by less all the time. */
  static final Duration TOLERATED = Duration.ofSeconds(2);

  private Duration skew = Duration.ZERO;
  private boolean told;

  /** The last one that was seen. */
  public synchronized Duration seen() {
    return skew;
  }

  /** Compares what this node's clock showed before and after the store's was read, and that. */
  public synchronized void compare(long before, long store, long after) {
    Duration least =
        store < before
            ? Duration.ofMillis(before - store)
            : store > after ? Duration.ofMillis(after - store) : Duration.ZERO;
    skew = least;
    boolean wrong = least.abs().compareTo(TOLERATED) > 0;
    if (wrong && !told) {
      log.warn(
          "The clock of this node is {} {} the one of the scheduler's store: its runs start by its"
              + " own; set it right, with NTP for instance",
          least.abs(),
          least.isNegative() ? "behind" : "ahead of");
    } else if (!wrong && told) {
      log.info("The clock of this node agrees with the one of the scheduler's store again");
    }
    told = wrong;
  }
}
