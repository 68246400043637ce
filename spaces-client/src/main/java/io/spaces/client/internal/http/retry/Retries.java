package io.spaces.client.internal.http.retry;

import java.time.Duration;

/**
 * How often, and after what time, something is tried once more by whoever finds out by itself that
 * this is safe; what a transport repeats is safe anyway.
 */
public interface Retries {
  /** None, and no time passes. */
  Retries NONE =
      new Retries() {
        @Override
        public int most() {
          return 0;
        }

        @Override
        public void backOff(int attempt) {}

        @Override
        public void await(Duration time) {}
      };

  /**
   * Returns how often.
   *
   * @return 0 or more
   */
  int most();

  /**
   * Waits before another attempt.
   *
   * @param attempt how many have failed, from 1
   */
  void backOff(int attempt);

  /**
   * Lets time pass, for whoever waits for the server to change.
   *
   * @param time how long
   */
  void await(Duration time);
}
