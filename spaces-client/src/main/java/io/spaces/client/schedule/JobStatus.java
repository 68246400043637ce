package io.spaces.client.schedule;

/**
 * How far a {@link BackupJob} has come, or how it ended.
 *
 * @since 0.1.0
 */
public enum JobStatus {
  /** Asked for, not started yet; or it has failed, and waits for its next attempt. */
  WAITING,
  /** Under way. */
  RUNNING,
  /** Every object is safe in the space. */
  SUCCEEDED,
  /** At least one object failed; the others are safe. */
  PARTIAL,
  /** It did not come to its end, or its node died. */
  FAILED,
  /** It was cancelled, or its scheduler closed. */
  CANCELLED,
  /** It was left out because another run of the plan was under way. */
  SKIPPED;

  /**
   * Tells whether nothing more will come.
   *
   * @return false while waiting and running
   */
  public boolean isFinal() {
    return this != WAITING && this != RUNNING;
  }
}
