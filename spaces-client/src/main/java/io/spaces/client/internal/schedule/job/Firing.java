package io.spaces.client.internal.schedule.job;

import io.spaces.client.history.Strategy;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.PlanSource;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A plan's turn to run.
 *
 * @param jobId the id of the job that waits for it, or null when the schedule fired
 * @param dueAt when it was to happen
 * @param description what it is for, or null for the plan's template
 * @param selection the kinds of data it takes, or null for the plan's
 * @param sources what it takes, or null for all that the plan has of the selection
 * @param afterDeath whether the node that ran it has died: then it is told, not run again
 * @param attempt how often it has been tried, with this time
 */
public record Firing(
    @Nullable String jobId,
    Instant dueAt,
    @Nullable String description,
    @Nullable Set<DataKind> selection,
    @Nullable List<PlanSource> sources,
    boolean afterDeath,
    int attempt) {
  /** The first attempt. */
  public Firing(
      @Nullable String jobId,
      Instant dueAt,
      @Nullable String description,
      @Nullable Set<DataKind> selection,
      boolean afterDeath) {
    this(jobId, dueAt, description, selection, null, afterDeath, 1);
  }

  /** The turn that somebody asks for, with some sources or else some kinds of the plan's. */
  public static Firing asked(
      String jobId,
      Instant dueAt,
      String description,
      Set<DataKind> selection,
      @Nullable List<PlanSource> sources) {
    return new Firing(jobId, dueAt, description, selection, sources, false, 1);
  }

  /** A fresh id for a job. */
  public static String newJobId() {
    return UUID.randomUUID().toString();
  }

  /** The schedule's turn. */
  public static Firing scheduled(Instant dueAt) {
    return new Firing(null, dueAt, null, null, false);
  }

  /** The next attempt of the job. */
  Firing again(String job) {
    return new Firing(job, dueAt, description, selection, sources, false, attempt + 1);
  }

  /** The kinds of what it takes of a plan, or instead of what that has. */
  Set<DataKind> selectionOf(BackupPlan plan) {
    return selection == null ? plan.selection() : selection;
  }

  /** What it takes of a plan, or instead of what that has. */
  List<PlanSource> sourcesOf(BackupPlan plan) {
    return sources == null ? plan.sources(selectionOf(plan)) : sources;
  }

  Strategy strategy() {
    return jobId == null ? Strategy.AUTOMATIC : Strategy.MANUAL;
  }
}
