package io.spaces.client.internal.schedule.quartz;

import static java.util.Objects.requireNonNull;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.schedule.jdbc.ClockSkew;
import io.spaces.client.internal.schedule.jdbc.StoreRelease;
import io.spaces.client.internal.schedule.job.Firing;
import io.spaces.client.internal.schedule.job.PlanMemory;
import io.spaces.client.internal.schedule.job.Turns;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.spi.SchedulerSignaler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows Quartz: keeps plans as its jobs, their schedules as its triggers, and is called back on
 * exactly one node when one is due.
 */
public final class QuartzEngine implements AutoCloseable, Turns {
  private static final Logger log = LoggerFactory.getLogger(QuartzEngine.class);
  private static final String PLANS = "plans";
  private static final String MANUAL = "manual";
  private static final String PLAN = "plan";

  private static final int MOST_ATTEMPTS = 10;

  private final Scheduler scheduler;
  private final SchedulerSignaler signaler;
  private final Duration grace;
  private final @Nullable PlanMemory memory;
  private final ClockWatch watch = new ClockWatch(this::settle);
  private final BiConsumer<BackupPlan, Firing> due;
  private final ClockSkew skew = new ClockSkew();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  /**
   * How an engine runs.
   *
   * @param name the same on all nodes that share a store
   * @param node another on each
   * @param threads how many plans run at once on this node
   * @param grace by how much a run may be late before it counts as missed
   * @param checkInterval how often nodes look after each other
   * @param dataSource the shared store, or null to keep everything in memory
   * @param memory what is remembered over restarts without a store, or null for nothing
   */
  public record Settings(
      String name,
      String node,
      int threads,
      Duration grace,
      Duration checkInterval,
      @Nullable DataSource dataSource,
      @Nullable PlanMemory memory) {
    /**
     * How long a run may be unheard of before its node is taken for dead; Quartz thinks so, too.
     */
    Duration leaseLasts() {
      return checkInterval.plus(StoreRelease.LATE);
    }
  }

  /** An engine, not started yet, that hands over what is due. */
  public QuartzEngine(Settings settings, BiConsumer<BackupPlan, Firing> due) {
    this.due = due;
    grace = settings.grace();
    memory = settings.memory();
    try {
      var made = QuartzScheduling.create(settings, (bundle, unused) -> new PlanJob(this), skew);
      scheduler = made.scheduler();
      signaler = made.signaler();
    } catch (SchedulerException e) {
      throw failed("The scheduler cannot be made", e);
    }
  }

  /** Starts to fire. */
  public void start() {
    settle();
    doing("The scheduler cannot be started", scheduler::start);
    watch.start();
  }

  /** Fires nothing more, without waiting for what runs. */
  public void standby() {
    doing("The scheduler cannot be stopped", scheduler::standby);
  }

  /** By how much this node's clock was ahead of the store's when they were compared last. */
  public Duration clockSkew() {
    return skew.seen();
  }

  /** Whether it is a run that calls. */
  public boolean isCalling() {
    return running.contains(Thread.currentThread());
  }

  /** Ends when what runs has ended; not to be called by a run, which would wait for itself. */
  @Override
  public void close() {
    watch.close();
    doing("The scheduler cannot be closed", () -> scheduler.shutdown(true));
  }

  /** Keeps a new plan; false when there is one of that name. */
  public boolean add(BackupPlan plan) {
    if (plan(plan.name()).isPresent()) {
      return false;
    }
    put(plan);
    return true;
  }

  /** Keeps a plan in the place of the one of its name. */
  public synchronized void put(BackupPlan plan) {
    doing(
        "The plan " + plan.name() + " cannot be stored",
        () -> {
          TriggerKey key = triggerKey(plan.name());
          scheduler.addJob(detail(plan), true, true);
          Trigger present = scheduler.getTrigger(key);
          Optional<Instant> last = lastRun(plan);
          if (present == null) {
            WallClockTrigger trigger = trigger(plan);
            last.ifPresent(trigger::continueAfter);
            scheduler.scheduleJob(trigger);
          } else if (!isSame(present, plan)) {
            restart(plan);
            scheduler.rescheduleJob(key, trigger(plan));
          } else {
            settle(plan, present);
          }
          if (plan.enabled()) {
            scheduler.resumeTrigger(key);
          } else {
            scheduler.pauseTrigger(key);
          }
        });
  }

  /** Up to when an earlier process has followed the plan's schedule. */
  private Optional<Instant> lastRun(BackupPlan plan) {
    Instant now = Instant.now();
    Optional<Instant> last = memory == null ? Optional.empty() : memory.follow(plan, now);
    if (last.isPresent() && last.get().isAfter(now.plus(grace))) { // by a clock that was ahead
      restart(plan);
      return Optional.empty();
    }
    return last;
  }

  private void restart(BackupPlan plan) {
    if (memory != null) {
      memory.restart(plan, Instant.now());
    }
  }

  /**
   * Looks at the clock anew. What was scheduled by one that was ahead, and has been set back since,
   * on this node or on one that left it in the store, is scheduled from now on: or a plan would be
   * silent for as long as the clock was off.
   */
  private synchronized void settle() {
    doing(
        "What is scheduled cannot be looked at",
        () -> {
          for (JobKey key : scheduler.getJobKeys(GroupMatcher.jobGroupEquals(PLANS))) {
            JobDetail detail = scheduler.getJobDetail(key);
            if (detail != null && planOf(detail).enabled()) {
              BackupPlan plan = planOf(detail);
              settle(plan, scheduler.getTrigger(triggerKey(plan.name())));
              pauseAgain(plan.name());
            }
          }
          for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.triggerGroupEquals(MANUAL))) {
            settleTurn(key);
          }
          signaler.signalSchedulingChange(0); // it may wait for a moment as the clock was before
        });
  }

  private void settle(BackupPlan plan, @Nullable Trigger present) throws SchedulerException {
    Instant now = Instant.now();
    if (present instanceof WallClockTrigger wrong && wrong.isBeyond(now)) {
      WallClockTrigger right = trigger(plan);
      wrong.lastRun(now).ifPresent(right::continueAfter);
      Date next = scheduler.rescheduleJob(present.getKey(), right);
      log.warn(
          "The plan {} was to run at {}, by a clock that was ahead; it runs next at {}",
          plan.name(),
          present.getNextFireTime().toInstant(),
          next == null ? null : next.toInstant());
    }
  }

  /** Another node may have paused it just now. */
  private void pauseAgain(String name) throws SchedulerException {
    if (plan(name).filter(plan -> !plan.enabled()).isPresent()) {
      scheduler.pauseTrigger(triggerKey(name));
    }
  }

  /** A turn that somebody asked for comes at once, or after the pause between two attempts. */
  private void settleTurn(TriggerKey key) throws SchedulerException {
    Trigger present = scheduler.getTrigger(key);
    JobDetail detail = present == null ? null : scheduler.getJobDetail(present.getJobKey());
    if (present == null || detail == null || present.getNextFireTime() == null) {
      return;
    }
    Instant latest = Instant.now().plus(planOf(detail).runRetries().pause());
    if (present.getNextFireTime().toInstant().isAfter(latest.plus(grace))) {
      scheduler.rescheduleJob(key, present.getTriggerBuilder().startAt(Date.from(latest)).build());
    }
  }

  /** Forgets a plan; false when there is none of that name. */
  public boolean remove(String name) {
    boolean[] removed = new boolean[1];
    doing("The plan " + name + " cannot be removed", () -> removed[0] = delete(jobKey(name)));
    if (memory != null) {
      memory.forget(name);
    }
    return removed[0];
  }

  /** Quartz gives up when one of the triggers has just fired for the last time, and is gone. */
  private boolean delete(JobKey key) throws SchedulerException {
    for (int attempt = 1; ; attempt++) {
      try {
        return scheduler.deleteJob(key);
      } catch (SchedulerException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** The plan of a name. */
  public Optional<BackupPlan> plan(String name) {
    List<BackupPlan> found = new ArrayList<>();
    doing(
        "The plan " + name + " cannot be read",
        () -> {
          JobDetail detail = scheduler.getJobDetail(jobKey(name));
          if (detail != null) {
            found.add(planOf(detail));
          }
        });
    return found.stream().findFirst();
  }

  /** All plans by name, each with the moment of its next run, if it has one. */
  public Map<BackupPlan, Optional<Instant>> plans() {
    Map<BackupPlan, Optional<Instant>> plans = new LinkedHashMap<>();
    doing(
        "The plans cannot be read",
        () -> {
          Set<JobKey> keys = scheduler.getJobKeys(GroupMatcher.jobGroupEquals(PLANS));
          for (JobKey key : new TreeSet<>(keys)) {
            JobDetail detail = scheduler.getJobDetail(key);
            if (detail != null) {
              BackupPlan plan = planOf(detail);
              Trigger trigger = scheduler.getTrigger(triggerKey(plan.name()));
              plans.put(plan, nextOf(plan, trigger));
            }
          }
        });
    return plans;
  }

  /** Fires a plan now, on whichever node is first. */
  public void fire(BackupPlan plan, String jobId, Firing firing) {
    fire(plan, jobId, firing, Instant.now());
  }

  private void fire(BackupPlan plan, String jobId, Firing firing, Instant at) {
    SimpleTrigger trigger =
        (SimpleTrigger)
            TriggerBuilder.newTrigger()
                .withIdentity(manualKey(jobId, firing.attempt()))
                .forJob(jobKey(plan.name()))
                .usingJobData(FiringData.write(jobId, firing))
                .startAt(Date.from(at))
                .build();
    doing(
        "The plan " + plan.name() + " cannot be run",
        () -> {
          try {
            scheduler.scheduleJob(trigger);
          } catch (ObjectAlreadyExistsException e) {
            // asked for before, and the answer was lost on its way
          }
        });
  }

  @Override
  public void later(BackupPlan plan, Firing firing, Instant at) {
    fire(plan, requireNonNull(firing.jobId()), firing, at);
  }

  @Override
  public boolean isQueued(String jobId) {
    return !manualKeys(jobId).isEmpty();
  }

  /** Takes a job that waits its turn away; false when it has none. */
  public boolean takeBack(String jobId) {
    boolean[] taken = new boolean[1];
    doing(
        "The job " + jobId + " cannot be cancelled",
        () -> {
          for (TriggerKey key : manualKeys(jobId)) {
            taken[0] |= scheduler.unscheduleJob(key);
          }
        });
    return taken[0];
  }

  private List<TriggerKey> manualKeys(String jobId) {
    List<TriggerKey> keys = new ArrayList<>();
    doing(
        "The job " + jobId + " cannot be looked up",
        () ->
            scheduler.getTriggerKeys(GroupMatcher.triggerGroupEquals(MANUAL)).stream()
                .filter(key -> key.getName().matches(Pattern.quote(jobId) + "(#[0-9]+)?"))
                .forEach(keys::add));
    return keys;
  }

  /** The trigger of an attempt is there as long as the attempt runs, so the next has another. */
  private static TriggerKey manualKey(String jobId, int attempt) {
    return TriggerKey.triggerKey(attempt == 1 ? jobId : jobId + "#" + attempt, MANUAL);
  }

  void execute(JobExecutionContext context) {
    BackupPlan plan = planOf(context.getJobDetail());
    running.add(Thread.currentThread());
    try {
      due.accept(plan, FiringData.read(plan, context));
    } catch (RuntimeException e) {
      log.error("The run of the plan {} could not be recorded", plan.name(), e);
    } finally {
      running.remove(Thread.currentThread());
    }
  }

  private static Optional<Instant> nextOf(BackupPlan plan, @Nullable Trigger trigger) {
    return plan.enabled() && trigger != null
        ? Optional.ofNullable(trigger.getNextFireTime()).map(Date::toInstant)
        : Optional.empty();
  }

  private static JobDetail detail(BackupPlan plan) {
    return JobBuilder.newJob(PlanJob.class)
        .withIdentity(jobKey(plan.name()))
        .usingJobData(PLAN, plan.toJson())
        .storeDurably()
        .requestRecovery()
        .build();
  }

  private WallClockTrigger trigger(BackupPlan plan) {
    WallClockTrigger trigger = new WallClockTrigger(plan.schedule(), plan.missedRuns(), grace);
    trigger.setKey(triggerKey(plan.name()));
    trigger.setJobKey(jobKey(plan.name()));
    return trigger;
  }

  private boolean isSame(@Nullable Trigger trigger, BackupPlan plan) {
    CronSchedule schedule = plan.schedule();
    return trigger instanceof WallClockTrigger present
        && present.expression().equals(schedule.expression())
        && present.zone().equals(schedule.zone().getId())
        && present.getMisfireInstruction()
            == new WallClockTrigger(schedule, plan.missedRuns(), grace).getMisfireInstruction();
  }

  private static BackupPlan planOf(JobDetail detail) {
    return BackupPlan.fromJson(detail.getJobDataMap().getString(PLAN));
  }

  private static JobKey jobKey(String plan) {
    return JobKey.jobKey(plan, PLANS);
  }

  private static TriggerKey triggerKey(String plan) {
    return TriggerKey.triggerKey(plan, PLANS);
  }

  private interface Action {
    void run() throws SchedulerException;
  }

  private static void doing(String failure, Action action) {
    try {
      action.run();
    } catch (SchedulerException e) {
      throw failed(failure, e);
    }
  }

  private static SpaceException failed(String what, SchedulerException e) {
    return new SpaceException(what + ": " + ForeignWords.of(e), e);
  }
}
