package io.spaces.client.internal.vault.lock;

import io.spaces.client.internal.waiting.Pause;
import java.time.Duration;
import java.time.Instant;

/**
 * A moment to measure from, by two clocks: one stands still while the machine sleeps, the other may
 * be set.
 */
public record DualTimestamp(long nanos, Instant wall) {
  public static DualTimestamp now(Pause pause) {
    return new DualTimestamp(pause.nanos(), Instant.now());
  }

  /** Whether so much time has passed since, by either clock. */
  public boolean isPast(Duration time, Pause pause) {
    return pause.nanos() - nanos >= time.toNanos()
        || Duration.between(wall, Instant.now()).abs().compareTo(time) >= 0;
  }
}
