package io.spaces.client.internal.schedule.quartz;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.schedule.jdbc.JdbcJobLog;
import io.spaces.client.internal.schedule.job.JobLog;
import io.spaces.client.internal.schedule.job.MemoryJobLog;
import io.spaces.client.internal.schedule.job.PlanMemory;
import io.spaces.client.internal.schedule.job.PlanRuns;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a scheduler is put together of. */
public record SchedulerParts(
    QuartzEngine engine,
    PlanRuns runs,
    JobLog jobs,
    RateLimiter triggerRate,
    @Nullable PlanMemory memory) {
  /** Puts them together. */
  public static SchedulerParts of(
      QuartzEngine.Settings settings, int triggersAMinute, Function<JobLog, PlanRuns> runsOver) {
    try {
      JobLog jobs =
          settings.dataSource() == null
              ? new MemoryJobLog()
              : new JdbcJobLog(settings.dataSource(), settings.name(), settings.leaseLasts());
      PlanRuns runs = runsOver.apply(jobs);
      QuartzEngine[] engine = new QuartzEngine[1];
      engine[0] = new QuartzEngine(settings, (plan, firing) -> runs.take(plan, firing, engine[0]));
      return new SchedulerParts(engine[0], runs, jobs, rate(triggersAMinute), settings.memory());
    } catch (NoClassDefFoundError e) {
      throw new SpaceException(
          "Plans are run by Quartz: add org.quartz-scheduler:quartz to the application, and"
              + " \"requires org.quartz\" to its module if it is one",
          e);
    }
  }

  private static RateLimiter rate(int aMinute) {
    return RateLimiter.of(
        "trigger",
        RateLimiterConfig.custom()
            .limitForPeriod(aMinute)
            .limitRefreshPeriod(Duration.ofMinutes(1))
            .timeoutDuration(Duration.ZERO)
            .build());
  }
}
