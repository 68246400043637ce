package io.spaces.client.schedule;

/**
 * Tells somebody how a job ended. Called after the end of a job, as the plan's {@link NotifyOn}
 * says, on a thread that the scheduler has for this notifier alone, for one job after the other: a
 * slow one delays no run. What it throws is logged and does not change the job. Up to 1,000 jobs
 * wait for it; of more, the oldest is dropped, and the log says so.
 */
@FunctionalInterface
public interface Notifier {
  /**
   * Tells of a job.
   *
   * @param plan its plan
   * @param job how it ended
   * @throws Exception when that fails
   */
  void jobEnded(BackupPlan plan, BackupJob job) throws Exception;
}
