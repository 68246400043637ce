package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.schedule.SpaceRunner;

/**
 * Carries a plan out. A scheduler has {@link #ofSpaces one} that backs up to the plan's
 * destination; another can be given to it, in a test, or one that is put around that:
 *
 * <pre>{@code
 * BackupRunner backup = BackupRunner.ofSpaces(secrets);
 * BackupRunner oneAtATime =
 *     run -> {
 *       lock.lock();
 *       try {
 *         return backup.run(run);
 *       } finally {
 *         lock.unlock();
 *       }
 *     };
 * BackupScheduler.builder().secrets(secrets).runner(oneAtATime).build();
 * }</pre>
 *
 * <p>For a program or a few lines of code before and after each run there are {@link Hook hooks}.
 *
 * <p>One that is put around another and is more than a lambda passes {@link #check} on, too.
 *
 * @since 0.1.0
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

  /**
   * Looks whether a plan could run, when a scheduler gets one that is {@linkplain
   * BackupPlan#enabled enabled}, and when it starts; refuses nothing unless overridden.
   *
   * @param plan the plan
   * @throws InvalidParameterException when something is missing that a run needs, such as a secret
   */
  default void check(BackupPlan plan) {}

  /**
   * A runner that backs a run's sources up to its plan's destination: what a scheduler has unless
   * it is given another. Safe for use by several threads.
   *
   * @param secrets knows the plans' secrets; asked when a run needs one, and by {@link #check}
   * @return the runner
   */
  static BackupRunner ofSpaces(SecretResolver secrets) {
    return new SpaceRunner(required("secrets", secrets));
  }
}
