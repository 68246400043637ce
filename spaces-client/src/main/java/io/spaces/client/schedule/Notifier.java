package io.spaces.client.schedule;

/**
 * Tells somebody how a job ended. Called after the end of a job, as the plan's {@link NotifyOn}
 * says, on a thread that the scheduler has for this notifier alone, for one job after the other: a
 * slow one delays no run. What it throws is logged and does not change the job.
 *
 * <p>One that throws {@link ReceiverAwayException} is called again, after a second at first and at
 * least every 78 seconds in the end, for three days and for each notification once more after that;
 * those behind it wait, so that the order stays. Up to 1,000 wait, of more the oldest is dropped.
 * Where the scheduler has a {@linkplain BackupSchedulerBuilder#stateDirectory state directory} they
 * outlast the process. What is dropped is logged as an error, and told by {@link
 * BackupScheduler#notifiers} and by the next {@link Notification#dropped}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Notifier {
  /**
   * Tells of a job.
   *
   * @param plan its plan
   * @param job how it ended
   * @throws ReceiverAwayException when that is to be tried again
   * @throws Exception when it fails for good
   */
  void jobEnded(BackupPlan plan, BackupJob job) throws Exception;

  /**
   * Tells of something. A scheduler calls this one, which by itself only calls {@link #jobEnded}.
   *
   * @param notification what to tell
   * @throws ReceiverAwayException when that is to be tried again
   * @throws Exception when it fails for good
   */
  default void deliver(Notification notification) throws Exception {
    jobEnded(notification.plan(), notification.job());
  }

  /**
   * Returns what it is called, in the log and in the state directory: what waits there is delivered
   * by the notifier of the same name, whatever its address and secret are by then. The library's
   * own are called after the host that they send to: what waits for one when that is changed stays
   * there, and the next start of the scheduler logs a warning that names the folder.
   *
   * @return a short name without secrets, always the same; by default blank, for its place among
   *     the scheduler's notifiers ({@code notifier-1})
   */
  default String name() {
    return "";
  }
}
