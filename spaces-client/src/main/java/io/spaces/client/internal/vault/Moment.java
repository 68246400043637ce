package io.spaces.client.internal.vault;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment to measure from, by two clocks: one stands still while the machine sleeps, the other may
 * be set.
 */
record Moment(long nanos, Instant wall) {
  static Moment now(Pause pause) {
    return new Moment(pause.nanos(), Instant.now());
  }

  /** Whether so much time has passed since, by either clock. */
  boolean isPast(Duration time, Pause pause) {
    return pause.nanos() - nanos >= time.toNanos()
        || Duration.between(wall, Instant.now()).abs().compareTo(time) >= 0;
  }
}
