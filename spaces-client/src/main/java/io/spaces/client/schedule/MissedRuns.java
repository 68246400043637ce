package io.spaces.client.schedule;

/**
 * What becomes of runs that fell due while nobody could start them: the scheduler was closed, the
 * plan paused, or all threads busy. A run counts as missed when it is later than the scheduler's
 * {@link BackupSchedulerBuilder#grace}.
 *
 * @since 0.1.0
 */
public enum MissedRuns {
  /** One run makes up for all that were missed, as soon as possible. */
  RUN_ONCE,
  /** They are left out; the next one is the next in the schedule. */
  SKIP
}
