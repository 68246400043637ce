package io.spaces.client.internal.schedule.job;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.RunRetries;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One of the attempts that a run has.
 *
 * @param number from 1
 * @param retries how many there may be
 */
record Attempt(int number, RunRetries retries) {
  /** Those of 400 to 499 that another time may be answered otherwise. */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

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

  /** Whether what went wrong may go right another time. */
  static boolean mayPass(@Nullable Throwable cause) {
    if (cause instanceof SpaceResponseException refused) {
      int status = refused.statusCode();
      return status < 400 || status > 499 || PASSING.contains(status);
    }
    return !(cause instanceof InvalidParameterException
        || cause instanceof WrongKeyException
        || cause instanceof IntegrityException
        || cause instanceof CancelledException);
  }
}
