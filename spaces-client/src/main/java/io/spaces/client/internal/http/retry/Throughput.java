package io.spaces.client.internal.http.retry;

/** How many things happened within the last second. For one thread at a time. */
final class Throughput {
  private static final long SECOND = 1000;

  private long start;
  private int now;
  private int before;

  /** Counts one more. */
  void add(long millis) {
    turn(millis);
    now++;
  }

  /** How many a second, as far as the second before the present one went like itself throughout. */
  double perSecond(long millis) {
    turn(millis);
    return now + before * (double) (SECOND - (millis - start)) / SECOND;
  }

  private void turn(long millis) {
    long passed = millis - start;
    if (passed >= 0 && passed < SECOND) {
      return;
    }
    before = passed >= SECOND && passed < 2 * SECOND ? now : 0;
    start = before > 0 ? start + SECOND : millis;
    now = 0;
  }
}
