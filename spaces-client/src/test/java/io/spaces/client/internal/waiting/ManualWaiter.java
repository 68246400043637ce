package io.spaces.client.internal.waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Time that passes only where somebody waits for it. */
public final class ManualWaiter implements Waiter {
  public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private Instant now = START;

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized void await(Duration time, Cancellation cancellation) {
    cancellation.throwIfCancelled();
    waits.add(time);
    now = now.plus(time);
  }

  @Override
  public synchronized long nanos() {
    return passed().toNanos();
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    await(time, new Cancellation());
  }

  /** All waits so far. */
  public List<Duration> waits() {
    return waits;
  }

  /** How much time has passed. */
  public synchronized Duration passed() {
    return Duration.between(START, now);
  }
}
