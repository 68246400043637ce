package io.spaces.client.internal.schedule.quartz;

import io.spaces.client.internal.schedule.jdbc.ClockSkew;
import io.spaces.client.internal.schedule.jdbc.SchedulerTables;
import io.spaces.client.internal.schedule.jdbc.StoreRelease;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.core.QuartzScheduler;
import org.quartz.core.QuartzSchedulerResources;
import org.quartz.impl.DefaultThreadExecutor;
import org.quartz.impl.StdJobRunShellFactory;
import org.quartz.impl.StdScheduler;
import org.quartz.simpl.CascadingClassLoadHelper;
import org.quartz.simpl.RAMJobStore;
import org.quartz.simpl.SimpleThreadPool;
import org.quartz.spi.ClassLoadHelper;
import org.quartz.spi.JobFactory;
import org.quartz.spi.JobStore;
import org.quartz.spi.SchedulerSignaler;

/**
 * Puts a Quartz scheduler together by hand. Quartz's factories keep a registry of the process, in
 * which two nodes of one name, as in a test, would be one.
 */
final class QuartzScheduling {
  /** How long Quartz waits at the most before it looks again for what other nodes have added. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

  private static final Duration SHORTEST_IDLE = Duration.ofSeconds(1);

  private QuartzScheduling() {}

  /**
   * What was put together.
   *
   * @param scheduler fires
   * @param signaler wakes it up, wherever it waits for a moment
   */
  record Made(Scheduler scheduler, SchedulerSignaler signaler) {}

  static Made create(QuartzEngine.Settings settings, JobFactory jobs, ClockSkew skew)
      throws SchedulerException {
    JobStore store = store(settings, skew); // which may fail, so before any thread is started
    SimpleThreadPool threads = new SimpleThreadPool(settings.threads(), Thread.NORM_PRIORITY);
    threads.setInstanceName(settings.name());
    threads.setThreadNamePrefix("spaces-plan");
    threads.setMakeThreadsDaemons(true);
    threads.initialize();
    store.setInstanceName(settings.name());
    store.setInstanceId(StoreRelease.mark(settings.node()));
    store.setThreadPoolSize(settings.threads());
    StdJobRunShellFactory shells = new StdJobRunShellFactory();
    QuartzSchedulerResources resources = new QuartzSchedulerResources();
    resources.setName(settings.name());
    resources.setInstanceId(StoreRelease.mark(settings.node()));
    resources.setThreadName("spaces-scheduler");
    resources.setMakeSchedulerThreadDaemon(true);
    resources.setThreadPool(threads);
    resources.setThreadExecutor(new DefaultThreadExecutor());
    resources.setJobRunShellFactory(shells);
    resources.setJobStore(store);
    QuartzScheduler quartz = new QuartzScheduler(resources, idle(settings).toMillis(), -1);
    ClassLoadHelper loader = new CascadingClassLoadHelper();
    loader.initialize();
    store.initialize(loader, quartz.getSchedulerSignaler());
    Scheduler scheduler = new StdScheduler(quartz);
    shells.initialize(scheduler);
    quartz.setJobFactory(jobs);
    quartz.initialize();
    return new Made(scheduler, quartz.getSchedulerSignaler());
  }

  private static Duration idle(QuartzEngine.Settings settings) {
    if (settings.dataSource() == null || settings.checkInterval().compareTo(LONGEST_IDLE) > 0) {
      return LONGEST_IDLE;
    }
    return settings.checkInterval().compareTo(SHORTEST_IDLE) < 0
        ? SHORTEST_IDLE
        : settings.checkInterval();
  }

  private static JobStore store(QuartzEngine.Settings settings, ClockSkew skew)
      throws SchedulerException {
    DataSource dataSource = settings.dataSource();
    long grace = Math.max(1, settings.grace().toMillis());
    if (dataSource == null) {
      RAMJobStore memory = new RAMJobStore();
      memory.setMisfireThreshold(grace);
      return memory;
    }
    SchedulerTables tables = SchedulerTables.prepare(dataSource);
    StoreRelease.requireNoOther(dataSource, settings.name());
    ClusteredStore store =
        new ClusteredStore("spaces-" + UUID.randomUUID(), dataSource, tables, skew);
    store.setMisfireThreshold(grace);
    store.setClusterCheckinInterval(settings.checkInterval().toMillis());
    return store;
  }
}
