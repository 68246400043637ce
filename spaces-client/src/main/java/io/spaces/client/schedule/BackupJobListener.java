package io.spaces.client.schedule;

import io.spaces.client.transfer.TransferProgress;
import java.time.Instant;

/**
 * Told what a scheduler's jobs do, on the node that runs them. Every method does nothing unless
 * overridden. Every {@link #started} has exactly one {@link #ended}, unless the node dies; then the
 * node that finds out calls {@link #ended} alone. A job that is left out has no start either. What
 * a listener throws is logged and harms nothing. Calls come from the threads of the scheduler;
 * several jobs can run at once.
 *
 * @since 0.1.0
 */
public interface BackupJobListener {
  /**
   * When what a plan's scheduled runs take was last backed up, as an earlier process or another
   * node has left it in the scheduler's database or state directory. Told for each plan when the
   * scheduler starts, or gets the plan; not of a plan of which no success is known.
   *
   * @param plan the plan
   * @param at when its last run that succeeded ended
   */
  default void lastSucceeded(BackupPlan plan, Instant at) {}

  /**
   * A job starts.
   *
   * @param plan its plan
   * @param job how it stands
   */
  default void started(BackupPlan plan, BackupJob job) {}

  /**
   * A job has come further.
   *
   * @param plan its plan
   * @param job how it stood at its start
   * @param progress how far its transfer is
   */
  default void progressed(BackupPlan plan, BackupJob job, TransferProgress progress) {}

  /**
   * An attempt of a job has failed, and the job waits for its next one, as its plan's {@link
   * BackupPlan#runRetries} says. The next one starts without a {@link #started}, maybe on another
   * node, and with a progress from the beginning.
   *
   * @param plan its plan
   * @param job how it stands; its message says why, and when the next attempt is due
   */
  default void retrying(BackupPlan plan, BackupJob job) {}

  /**
   * A job has ended, or was left out.
   *
   * @param plan its plan
   * @param job how it ended
   */
  default void ended(BackupPlan plan, BackupJob job) {}
}
