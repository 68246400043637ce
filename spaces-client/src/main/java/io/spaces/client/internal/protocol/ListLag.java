package io.spaces.client.internal.protocol;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long a list may lag behind what was sent: the waits between looking once more, of which each
 * is longer than the one before. Of one thread.
 */
public final class ListLag {
  /** All the waits together. */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Consumer<Duration> wait;
  private Duration left = LIMIT;
  private Duration next = Duration.ofMillis(100);

  /** Waits by that; nothing has been waited for yet. */
  public ListLag(Consumer<Duration> wait) {
    this.wait = wait;
  }

  /** Waits before another look; false, at once, when the limit is reached. */
  public boolean await() {
    if (left.isZero()) {
      return false;
    }
    Duration now = next.compareTo(left) < 0 ? next : left;
    wait.accept(now);
    left = left.minus(now);
    next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
    return true;
  }
}
