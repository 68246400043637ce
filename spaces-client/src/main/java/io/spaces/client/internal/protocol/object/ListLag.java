package io.spaces.client.internal.protocol.object;

import io.spaces.client.internal.waiting.Backoff;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long a list may lag behind what was sent: the waits between looking once more, of which each
 * is longer than the one before. Of one thread.
 */
public final class ListLag {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), 0);

  private final Duration limit;
  private final Consumer<Duration> wait;
  private Duration left;
  private int looks;

  /**
   * Nothing has been waited for yet.
   *
   * @param limit all the waits together
   * @param wait lets time pass
   */
  public ListLag(Duration limit, Consumer<Duration> wait) {
    this.limit = limit;
    this.wait = wait;
    left = limit;
  }

  /** All the waits together, for a person. */
  public String limit() {
    return words(limit);
  }

  /** A time for a person. */
  public static String words(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " seconds" : time.toMillis() + " ms";
  }

  /** Waits before another look; false, at once, when the limit is reached. */
  public boolean await() {
    if (left.isZero()) {
      return false;
    }
    Duration next = BACKOFF.after(++looks);
    Duration now = next.compareTo(left) < 0 ? next : left;
    wait.accept(now);
    left = left.minus(now);
    return true;
  }
}
