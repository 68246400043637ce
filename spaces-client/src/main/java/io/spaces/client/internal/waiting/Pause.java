package io.spaces.client.internal.waiting;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How this package waits and measures time; tests put their own in its place. */
public interface Pause {
  /** Really waits. */
  Pause REAL =
      new Pause() {
        @Override
        public void await(Duration time) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  /** Waits. */
  void await(Duration time) throws InterruptedException;

  /** Returns a time that only ever goes forward, in nanoseconds from anywhere. */
  long nanos();
}
