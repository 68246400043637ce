package io.spaces.client.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The time that manual clocks show, and those who wait for it to pass. */
final class ManualTime {
  private final List<Duration> waits = new ArrayList<>();
  private Instant now;
  private boolean held;
  private int waiting;

  ManualTime(Instant start) {
    now = start;
  }

  synchronized Instant now() {
    return now;
  }

  synchronized void set(Instant time) {
    now = time;
    notifyAll();
  }

  synchronized Instant advance(Duration by) {
    set(now.plus(by));
    return now;
  }

  synchronized void holdWaits() {
    held = true;
  }

  synchronized List<Duration> waits() {
    return List.copyOf(waits);
  }

  synchronized void awaitWaiting() throws InterruptedException {
    while (waiting == 0) {
      wait();
    }
  }

  synchronized void wake() {
    notifyAll();
  }

  synchronized void await(Duration time, BooleanSupplier cancelled) throws InterruptedException {
    waits.add(time);
    if (!held) {
      advance(time);
      return;
    }
    Instant end = now.plus(time);
    waiting++;
    notifyAll();
    try {
      while (now.isBefore(end) && !cancelled.getAsBoolean()) {
        wait();
      }
    } finally {
      waiting--;
    }
  }
}
