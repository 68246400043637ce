package io.spaces.client.schedule;

/**
 * Tells somebody how a job ended. Called on a thread of the scheduler after the end of a job, as
 * the plan's {@link NotifyOn} says; what it throws is logged and does not change the job.
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
