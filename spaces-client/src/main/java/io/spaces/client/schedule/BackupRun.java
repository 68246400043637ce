package io.spaces.client.schedule;

import io.spaces.client.transfer.TransferListener;
import java.util.List;
import java.util.Set;

/**
 * A plan's turn, for the {@link BackupRunner} that carries it out.
 *
 * @since 0.1.0
 */
public interface BackupRun {
  /**
   * Returns the plan.
   *
   * @return as it was when its turn came
   */
  BackupPlan plan();

  /**
   * Returns the job.
   *
   * @return as it stands, running; it has the description
   */
  BackupJob job();

  /**
   * Returns the kinds of data to back up.
   *
   * @return the plan's selection, or what the one who triggered it asked for; the kinds of its
   *     {@link #sources} where these were asked for
   */
  Set<DataKind> selection();

  /**
   * Returns what to back up.
   *
   * @return the plan's sources of the kinds of {@link #selection}, unless the one who triggered it
   *     asked for others; in the plan's order
   */
  default List<PlanSource> sources() {
    return plan().sources(selection());
  }

  /**
   * Returns who is to be told of the progress.
   *
   * @return a listener that passes it on to the scheduler's listeners
   */
  TransferListener listener();

  /**
   * Registers what to do when the run is to be cancelled; done at once when that has happened.
   *
   * @param action must be quick and not throw
   */
  void onCancel(Runnable action);
}
