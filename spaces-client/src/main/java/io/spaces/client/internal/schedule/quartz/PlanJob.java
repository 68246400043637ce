package io.spaces.client.internal.schedule.quartz;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** What Quartz runs; it sees to it that a plan runs once at a time among all nodes. */
@DisallowConcurrentExecution
public final class PlanJob implements Job {
  private final QuartzEngine engine;

  PlanJob(QuartzEngine engine) {
    this.engine = engine;
  }

  @Override
  public void execute(JobExecutionContext context) {
    engine.execute(context);
  }
}
