package io.spaces.client.internal.vault.lock;

import io.spaces.client.internal.waiting.Waiter;
import java.time.Duration;
import java.time.Instant;

/**
 * A moment to measure from, by two clocks: one stands still while the machine sleeps, the other may
 * be set.
 */
public record DualTimestamp(long nanos, Instant wall) {
  public static DualTimestamp now(Waiter waiter) {
    return new DualTimestamp(waiter.nanos(), Instant.now());
  }

  /** Whether so much time has passed since, by either clock. */
  public boolean isPast(Duration time, Waiter waiter) {
    return waiter.nanos() - nanos >= time.toNanos()
        || Duration.between(wall, Instant.now()).abs().compareTo(time) >= 0;
  }
}
