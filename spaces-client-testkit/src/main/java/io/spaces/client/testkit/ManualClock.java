package io.spaces.client.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until a test moves it. Safe for use by several threads; clocks made of
 * it by {@link #withZone} move with it.
 */
public final class ManualClock extends Clock {
  private final Time now;
  private final ZoneId zone;

  private ManualClock(Time now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /**
   * A clock that shows a time.
   *
   * @param start what it shows at first
   * @return the clock, in UTC
   */
  public static ManualClock at(Instant start) {
    return new ManualClock(new Time(start), ZoneOffset.UTC);
  }

  /**
   * A clock that shows the time at which it was made.
   *
   * @return the clock, in UTC
   */
  public static ManualClock now() {
    return at(Instant.now());
  }

  /**
   * Moves the clock.
   *
   * @param by how far; a negative one moves it back
   * @return the time it shows now
   */
  public Instant advance(Duration by) {
    return now.advance(by);
  }

  /**
   * Sets the clock.
   *
   * @param time what it shows from now on
   */
  public void set(Instant time) {
    now.set(time);
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new ManualClock(now, other);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  private static final class Time {
    private Instant now;

    Time(Instant now) {
      this.now = now;
    }

    synchronized Instant get() {
      return now;
    }

    synchronized void set(Instant time) {
      now = time;
    }

    synchronized Instant advance(Duration by) {
      now = now.plus(by);
      return now;
    }
  }
}
