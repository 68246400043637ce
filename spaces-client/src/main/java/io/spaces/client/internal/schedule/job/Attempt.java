package io.spaces.client.internal.schedule.job;

import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.RunRetries;

/**
 * One of the attempts that a run has.
 *
 * @param number from 1
 * @param retries how many there may be
 */
record Attempt(int number, RunRetries retries) {
  boolean isLast() {
    return number > retries.times();
  }

  /** What is told while it runs: of the only attempt, nothing. */
  String running() {
    return retries.times() == 0 || number == 1 ? "" : name();
  }

  /** How it ended, as it is told; a first attempt that did not fail needs no number. */
  String told(BackupJob job) {
    boolean only = retries.times() == 0 || (number == 1 && job.status() != JobStatus.FAILED);
    return only || job.message().isEmpty()
        ? only ? job.message() : name()
        : name() + ": " + job.message();
  }

  private String name() {
    return "Attempt " + number + " of " + (retries.times() + 1);
  }
}
