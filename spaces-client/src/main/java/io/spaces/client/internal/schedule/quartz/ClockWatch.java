package io.spaces.client.internal.schedule.quartz;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the wall clock with one that nobody sets, and has something done soon after it was set;
 * and every minute, for what other nodes may have left behind.
 */
final class ClockWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);
  private static final Duration PACE = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** Less is what clocks are put right by all the time. */
  private static final Duration JUMP = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Runnable look;
  private final ScheduledThreadPoolExecutor timer;
  private Instant wall = Instant.now();
  private long steady = System.nanoTime();
  private long looked = steady;

  /** A watch that has not started yet. */
  ClockWatch(Runnable look) {
    this.look = look;
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "spaces-plans-clock");
              thread.setDaemon(true);
              return thread;
            });
  }

  void start() {
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(
            this::tick, PACE.toMillis(), PACE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tick() {
    long now = System.nanoTime();
    Instant shown = Instant.now();
    Duration jump = Duration.between(wall.plusNanos(now - steady), shown);
    wall = shown;
    steady = now;
    boolean wasSet = jump.abs().compareTo(JUMP) > 0;
    if (wasSet) {
      log.warn("The clock was set {} by {}", jump.isNegative() ? "back" : "forward", jump.abs());
    }
    if (wasSet || now - looked > LONGEST.toNanos()) {
      looked = now;
      try {
        look.run();
      } catch (Throwable e) { // an Error, too, would end all looks to come
        log.warn("Whether the clock is right for what is scheduled could not be looked at", e);
      }
    }
  }

  /** Waits for a look under way; it is not interrupted, which not every database survives. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      boolean unused = timer.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
