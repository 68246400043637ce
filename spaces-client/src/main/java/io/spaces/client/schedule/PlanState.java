package io.spaces.client.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A plan and how it stands.
 *
 * @param plan the plan
 * @param nextRun when it runs next, or null while it is paused
 * @param lastJob its latest job, or null when it never ran
 */
public record PlanState(BackupPlan plan, @Nullable Instant nextRun, @Nullable BackupJob lastJob) {}
