package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A plan and how it stands.
 *
 * @param plan the plan
 * @param nextRun when it runs next, or null while it is paused
 * @param lastJob its latest job, or null when it never ran
 * @since 0.1.0
 */
public record PlanState(BackupPlan plan, @Nullable Instant nextRun, @Nullable BackupJob lastJob) {
  /**
   * Checks that there is a plan.
   *
   * @param plan see {@link #plan}
   * @param nextRun see {@link #nextRun}
   * @param lastJob see {@link #lastJob}
   */
  public PlanState {
    required("plan", plan);
  }
}
