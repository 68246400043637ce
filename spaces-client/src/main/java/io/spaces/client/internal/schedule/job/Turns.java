package io.spaces.client.internal.schedule.job;

import io.spaces.client.schedule.BackupPlan;
import java.time.Instant;

/** The turns that plans are still to have. */
public interface Turns {
  /** Whether a job that waits will get its turn. */
  boolean isQueued(String jobId);

  /** Gives a plan another turn, on whichever node is first then. */
  void later(BackupPlan plan, Firing firing, Instant at);
}
