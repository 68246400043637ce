package io.spaces.client.examples.console;

import io.spaces.client.backup.Layout;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupPlanBuilder;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.PlanSource;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run of a part of a plan: a plan of its own, which is gone when the run has ended. */
final class OneOff implements BackupJobListener {
  private static final String MARK = "--only-";

  private volatile @Nullable BackupScheduler scheduler;

  void on(BackupScheduler scheduler) {
    this.scheduler = scheduler;
  }

  static boolean is(String plan) {
    return plan.contains(MARK);
  }

  /** The name of the plan that a run belongs to. */
  static String basePlan(String plan) {
    return is(plan) ? plan.substring(0, plan.indexOf(MARK)) : plan;
  }

  static BackupJob trigger(
      BackupScheduler scheduler,
      BackupPlan plan,
      String set,
      List<PlanSource> sources,
      String description) {
    String name = plan.name() + MARK + UUID.randomUUID().toString().substring(0, 8);
    DataKind[] kinds = sources.stream().map(PlanSource::kind).toArray(DataKind[]::new);
    BackupPlanBuilder part = plan.toBuilder(name).sources(sources).select(kinds).enabled(false);
    scheduler.add((plan.layout() == Layout.MIRROR ? part : part.set(set)).build());
    try {
      return scheduler.trigger(
          name, description.isBlank() ? plan.describe(Instant.now()) : description);
    } catch (RuntimeException e) {
      scheduler.remove(name);
      throw e;
    }
  }

  @Override
  public void ended(BackupPlan plan, BackupJob job) {
    BackupScheduler in = scheduler;
    if (in != null && is(plan.name())) {
      in.remove(plan.name());
    }
  }
}
