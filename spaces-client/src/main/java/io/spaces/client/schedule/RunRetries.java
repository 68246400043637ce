package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.spaces.client.internal.check.Parameters;
import java.time.Duration;

/**
 * Whether a plan's run that failed is tried again as a whole, after the retries of its single
 * requests have not helped: when a space is down for an hour, say. All attempts are one {@link
 * BackupJob}.
 *
 * @param times how often at the most, 0 to 100
 * @param pause how long to wait before each, in whole seconds
 * @since 0.1.0
 */
public record RunRetries(int times, Duration pause) {
  /** A run that failed has failed. */
  public static final RunRetries NONE = new RunRetries(0, Duration.ZERO);

  private static final int MOST = 100;

  private static final Duration USUAL_PAUSE = Duration.ofMinutes(5);

  /**
   * With the usual pause, five minutes.
   *
   * @param times see {@link #times}
   * @throws io.spaces.client.error.InvalidParameterException when it is out of range
   */
  public RunRetries(int times) {
    this(times, USUAL_PAUSE);
  }

  /**
   * Checks both.
   *
   * @param times see {@link #times}
   * @param pause see {@link #pause}
   * @throws io.spaces.client.error.InvalidParameterException when one is out of range
   */
  public RunRetries {
    Parameters.between("times", 0, MOST, times);
    Parameters.wholeSeconds("pause", required("pause", pause));
  }
}
