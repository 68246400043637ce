package io.spaces.client.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A clock that stands still until a test moves it. Safe for use by several threads; clocks made of
 * it by {@link #withZone} move with it.
 *
 * <p>A client that is given this clock also waits on it, between the attempts at a request: such a
 * wait takes no time but moves the clock by itself, until {@link #holdWaits} leaves that to the
 * test.
 */
public abstract sealed class ManualClock extends Clock permits WaitingClock {
  final ManualTime time;
  private final ZoneId zone;

  ManualClock(ManualTime time, ZoneId zone) {
    this.time = time;
    this.zone = zone;
  }

  /**
   * A clock that shows a time.
   *
   * @param start what it shows at first
   * @return the clock, in UTC
   */
  public static ManualClock at(Instant start) {
    return new WaitingClock(new ManualTime(start), ZoneOffset.UTC);
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
    return time.advance(by);
  }

  /**
   * Sets the clock.
   *
   * @param instant what it shows from now on
   */
  public void set(Instant instant) {
    time.set(instant);
  }

  /**
   * From now on a wait of a client ends only when the test has moved the clock far enough, or when
   * it is cancelled.
   */
  public void holdWaits() {
    time.holdWaits();
  }

  /**
   * Returns how long clients were to wait on this clock, wait by wait.
   *
   * @return an immutable copy, in the order in which the waits began
   */
  public List<Duration> waits() {
    return time.waits();
  }

  /**
   * Returns when somebody waits on this clock, at once if somebody does so already. Of use after
   * {@link #holdWaits}.
   *
   * @throws InterruptedException when interrupted
   */
  public void awaitWaiting() throws InterruptedException {
    time.awaitWaiting();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new WaitingClock(time, other);
  }

  @Override
  public Instant instant() {
    return time.now();
  }
}
