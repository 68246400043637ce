package io.spaces.client.internal.schedule;

import io.spaces.client.history.Strategy;
import io.spaces.client.schedule.DataKind;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan's turn to run.
 *
 * @param jobId the id of the job that waits for it, or null when the schedule fired
 * @param dueAt when it was to happen
 * @param description what it is for, or null for the plan's template
 * @param selection the kinds of data it takes, or null for the plan's
 * @param afterDeath whether the node that ran it has died: then it is told, not run again
 */
public record Firing(
    @Nullable String jobId,
    Instant dueAt,
    @Nullable String description,
    @Nullable Set<DataKind> selection,
    boolean afterDeath) {
  /** The schedule's turn. */
  public static Firing scheduled(Instant dueAt) {
    return new Firing(null, dueAt, null, null, false);
  }

  Strategy strategy() {
    return jobId == null ? Strategy.AUTOMATIC : Strategy.MANUAL;
  }
}
