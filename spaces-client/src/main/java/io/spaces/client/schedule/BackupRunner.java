package io.spaces.client.schedule;

import io.spaces.client.backup.BackupResult;

/**
 * Carries a plan out. A scheduler has one that backs up to the plan's destination; another can be
 * given to it, to put something before or after, or in a test.
 */
@FunctionalInterface
public interface BackupRunner {
  /**
   * Backs up and returns when that has ended. Called on a thread of the scheduler.
   *
   * @param run what to back up, and for which job
   * @return how it ended
   * @throws Exception when it failed without a result; the message is kept with the job
   */
  BackupResult run(BackupRun run) throws Exception;
}
