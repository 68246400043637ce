package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.spaces.client.backup.Layout;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.RateLimitException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.library.RequiredLibraries;
import io.spaces.client.internal.schedule.job.Firing;
import io.spaces.client.internal.schedule.job.JobLog;
import io.spaces.client.internal.schedule.job.PlanMemory;
import io.spaces.client.internal.schedule.job.PlanRuns;
import io.spaces.client.internal.schedule.notify.QueuedNotifier;
import io.spaces.client.internal.schedule.plan.PlanSources;
import io.spaces.client.internal.schedule.quartz.QuartzEngine;
import io.spaces.client.internal.schedule.quartz.SchedulerParts;
import io.spaces.client.internal.vault.snapshot.SetName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs plans when they are due, and keeps what became of each run. Safe for use by several threads.
 *
 * <p>Plans and jobs are kept in memory, or in a database that several nodes share: given the same
 * {@link BackupSchedulerBuilder#dataSource data source} and name, each sees the same plans, every
 * run happens on exactly one of them, and when that one dies its job is recorded as failed and the
 * next run happens on another. Which nodes live is decided by the clock of the database; runs start
 * by the clock of the node, which should agree with that to a second or two: see {@link
 * #clockSkew}. All nodes must be of the same release.
 *
 * <p>Of one plan, one run is under way at a time, among all nodes that reach the database. While
 * that is away, a run goes on, and how it ended is recorded, and told, when the database is back. A
 * node that alone is cut off from it cannot know: some 15 to 20 seconds later its job can be
 * recorded as failed, and the next run start on another node, beside the one that goes on. When the
 * node reaches the database again, it cancels that, and what it ended as counts no more.
 *
 * @since 0.1.0
 */
public final class BackupScheduler implements AutoCloseable {
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final QuartzEngine engine;
  private final PlanRuns runs;
  private final JobLog jobs;
  private final RateLimiter triggerRate;
  private final List<QueuedNotifier> notifiers;
  private final @Nullable PlanMemory memory;
  private final Consumer<BackupPlan> secrets;
  private volatile boolean started;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** What an earlier process had under way, of plans that are not known yet. */
  private final List<BackupJob> dead = new CopyOnWriteArrayList<>();

  BackupScheduler(
      SchedulerParts parts, List<QueuedNotifier> notifiers, Consumer<BackupPlan> secrets) {
    this.secrets = secrets;
    this.notifiers = notifiers;
    engine = parts.engine();
    runs = parts.runs();
    jobs = parts.jobs();
    triggerRate = parts.triggerRate();
    memory = parts.memory();
  }

  /**
   * A scheduler in the making.
   *
   * @return a builder with defaults: in memory, two plans at a time
   */
  public static BackupSchedulerBuilder builder() {
    RequiredLibraries.checkForPlans();
    return new BackupSchedulerBuilder();
  }

  /**
   * Starts to run plans, also those that were missed, as their {@link MissedRuns} says; and to
   * deliver the notifications that an earlier process has left in the {@linkplain
   * BackupSchedulerBuilder#stateDirectory state directory}.
   *
   * @return this
   * @throws InvalidParameterException when an enabled plan has a secret that is not there, where no
   *     {@linkplain BackupSchedulerBuilder#runner other runner} needs it; nothing is started then
   */
  public BackupScheduler start() {
    engine.plans().keySet().forEach(this::checkSecrets);
    QueuedNotifier.startAll(notifiers);
    tellOfTheDead();
    started = true;
    engine.plans().keySet().forEach(this::tellLastSuccess);
    engine.start();
    return this;
  }

  private void tellLastSuccess(BackupPlan plan) {
    Instant soon = Instant.now().plus(SKEW); // by a clock that was ahead, nothing is known
    String set = plan.layout() == Layout.MIRROR ? null : plan.set();
    Optional<Instant> last =
        memory == null
            ? jobs.lastSucceeded(plan.name(), set, soon).map(BackupJob::endedAt)
            : memory.lastSuccess(plan).filter(at -> !at.isAfter(soon));
    last.ifPresent(at -> runs.tellLastSuccess(plan, at));
  }

  /** Of a plan that is paused, nothing is needed yet. */
  private void checkSecrets(BackupPlan plan) {
    if (plan.enabled()) {
      secrets.accept(plan);
    }
  }

  private void tellOfTheDead() {
    if (memory != null) {
      dead.addAll(memory.unended());
      engine.plans().keySet().forEach(this::tellOfTheDead);
    }
  }

  /** An application may put its plans after the start. */
  private void tellOfTheDead(BackupPlan plan) {
    for (BackupJob job : List.copyOf(dead)) {
      if (job.plan().equals(plan.name()) && dead.remove(job)) {
        runs.bury(plan, job);
      }
    }
  }

  /**
   * Starts no run any more, cancels those under way on this node and returns when they have ended;
   * at once when called by what a run calls: a runner, listener or notifier. Their jobs are
   * recorded as {@link JobStatus#CANCELLED}. Plans in a shared store stay, and so do jobs there
   * that wait; where everything is in memory, those that wait for another attempt have failed.
   * Notifiers then get ten seconds in all for what they have not told yet; what is left is kept in
   * the {@linkplain BackupSchedulerBuilder#stateDirectory state directory} for the next start, or
   * given up where there is none, and logged. Where a run or a notifier has called, that comes
   * after this has returned.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      engine.standby();
      runs.cancelAll();
      if (engine.isCalling() || notifiers.stream().anyMatch(QueuedNotifier::isCalling)) {
        // No daemon: what is still to be told would be lost with the process.
        new Thread(this::end, "spaces-plans-end").start();
      } else {
        end();
      }
    }
  }

  /** Notifiers go last: what ends until then is told, too. */
  private void end() {
    try {
      engine.close();
      runs.giveUpWaiting();
    } finally {
      if (memory != null) {
        dead.forEach(memory::stillUntold);
        memory.close();
      }
      QueuedNotifier.closeAll(notifiers);
    }
  }

  /**
   * Adds a plan.
   *
   * @param plan a plan with a name that no other has
   * @throws InvalidParameterException when there is a plan of that name, or a secret of this one is
   *     not there, see {@link BackupPlan#checkSecrets}
   */
  public void add(BackupPlan plan) {
    checkSecrets(required("plan", plan));
    if (!engine.add(plan)) {
      throw new InvalidParameterException(
          "plan", "\"" + plan.name() + "\" is there already; expected another name");
    }
    tellOfTheDead(plan);
    if (started) {
      tellLastSuccess(plan);
    }
  }

  /**
   * Adds a plan, or replaces the one of its name: what an application does at each of its starts. A
   * run under way goes on as it started; where the schedule stays the same, so does the next run,
   * and what was missed is made up for.
   *
   * @param plan the plan; also whether it is enabled is as it says
   * @throws InvalidParameterException when a secret is not there, see {@link
   *     BackupPlan#checkSecrets}
   */
  public void put(BackupPlan plan) {
    checkSecrets(required("plan", plan));
    engine.put(plan);
    tellOfTheDead(plan);
    if (started) {
      tellLastSuccess(plan);
    }
  }

  /**
   * Replaces the plan of the same name. A run under way goes on as it started.
   *
   * @param plan the new plan
   * @throws InvalidParameterException when there is no plan of that name, or a secret is not there
   */
  public void update(BackupPlan plan) {
    plan(required("plan", plan).name());
    put(plan);
  }

  /**
   * Removes a plan; its jobs stay. A run under way goes on.
   *
   * @param name the plan's name
   * @throws InvalidParameterException when there is no plan of that name
   */
  public void remove(String name) {
    if (!engine.remove(required("name", name))) {
      throw unknown(name);
    }
  }

  /**
   * Stops following a plan's schedule, on all nodes: it is no longer {@linkplain BackupPlan#enabled
   * enabled}. It can be triggered all the same.
   *
   * @param name the plan's name
   * @throws InvalidParameterException when there is no plan of that name
   */
  public void pause(String name) {
    engine.put(plan(name).toBuilder().enabled(false).build());
  }

  /**
   * Follows a plan's schedule again. Runs missed since it was paused are treated as its {@link
   * MissedRuns} says.
   *
   * @param name the plan's name
   * @throws InvalidParameterException when there is no plan of that name
   */
  public void resume(String name) {
    put(plan(name).toBuilder().enabled(true).build());
  }

  /**
   * Returns a plan.
   *
   * @param name the plan's name
   * @return the plan
   * @throws InvalidParameterException when there is no plan of that name
   */
  public BackupPlan plan(String name) {
    return engine.plan(required("name", name)).orElseThrow(() -> unknown(name));
  }

  /**
   * Returns all plans with their next run and their last job.
   *
   * @return the plans, by name
   */
  public List<PlanState> list() {
    List<PlanState> states = new ArrayList<>();
    engine
        .plans()
        .forEach(
            (plan, next) ->
                states.add(
                    new PlanState(plan, next.orElse(null), latest(plan.name()).orElse(null))));
    return states;
  }

  /** A job that a clock was ahead for is the latest no longer than that. */
  private Optional<BackupJob> latest(String plan) {
    Optional<BackupJob> dueLast = jobs.list(plan, 0, 1).stream().findFirst();
    Instant soon = Instant.now().plus(SKEW);
    return dueLast
        .filter(job -> job.dueAt().isAfter(soon))
        .flatMap(ahead -> jobs.lastStarted(plan, soon))
        .or(() -> dueLast);
  }

  /**
   * Returns how far this scheduler's notifiers are, also after {@link #close}.
   *
   * @return their states, in the order in which they were given
   */
  public List<NotifierState> notifiers() {
    return notifiers.stream().map(QueuedNotifier::state).toList();
  }

  /**
   * Runs a plan now, on whichever node is free first.
   *
   * @param name the plan's name
   * @param description what the run is for, or blank for the plan's template
   * @return the job, which waits; {@link #job} tells how it goes on
   * @throws InvalidParameterException when there is no plan of that name
   * @throws RateLimitException when this was called too often lately
   */
  public BackupJob trigger(String name, String description) {
    required("description", description);
    BackupPlan plan = plan(name);
    return trigger(plan, description, plan.selection(), null);
  }

  /**
   * Runs a plan now, on whichever node is free first, with some kinds of its sources.
   *
   * @param name the plan's name
   * @param description what the run is for, or blank for the plan's template
   * @param selection the kinds of data to back up
   * @return the job, which waits; {@link #job} tells how it goes on
   * @throws InvalidParameterException when there is no plan of that name, or it has no source of
   *     these kinds
   * @throws RateLimitException when this was called too often lately
   */
  public BackupJob trigger(String name, String description, Set<DataKind> selection) {
    required("description", description);
    Set<DataKind> kinds = Set.copyOf(required("selection", selection));
    return trigger(plan(name), description, kinds, null);
  }

  /**
   * Runs a plan now, on whichever node is free first, with a part of its sources, or with sources
   * of the moment in their place; the plan stays as it is. What such a run makes belongs to a set
   * of its own, see {@link BackupPlan#set(List)}; in a mirror it deletes nothing.
   *
   * @param name the plan's name
   * @param description what the run is for, or blank for the plan's template
   * @param sources what to back up: at least one, and no two with the same {@linkplain
   *     PlanSource#key key}
   * @return the job, which waits; {@link #job} tells how it goes on
   * @throws InvalidParameterException when there is no plan of that name, or the sources are none,
   *     or do not go together
   * @throws RateLimitException when this was called too often lately
   */
  public BackupJob trigger(String name, String description, List<PlanSource> sources) {
    required("description", description);
    List<PlanSource> chosen = Parameters.all("sources", sources);
    if (chosen.isEmpty()) {
      throw new InvalidParameterException("sources", "are missing; at least one is required");
    }
    PlanSources.checkTogether(chosen);
    BackupPlan plan = plan(name);
    if (plan.layout() == Layout.VAULT) {
      SetName.check("sources", plan.set(chosen));
    }
    Set<DataKind> kinds = chosen.stream().map(PlanSource::kind).collect(Collectors.toSet());
    return trigger(plan, description, kinds, chosen);
  }

  private BackupJob trigger(
      BackupPlan plan,
      String description,
      Set<DataKind> selection,
      @Nullable List<PlanSource> sources) {
    if (plan.verification() == null && sources == null && plan.sources(selection).isEmpty()) {
      throw new InvalidParameterException(
          "selection",
          "is " + selection + "; the plan " + plan.name() + " has nothing of that kind");
    }
    if (!triggerRate.acquirePermission()) {
      throw new RateLimitException(
          "The plan "
              + plan.name()
              + " was not run: no more than "
              + triggerRate.getRateLimiterConfig().getLimitForPeriod()
              + " runs a minute may be triggered; try again in a minute");
    }
    String id = Firing.newJobId();
    Firing firing = Firing.asked(id, Instant.now(), description, selection, sources);
    BackupJob job = PlanRuns.waiting(plan, id, firing);
    jobs.save(job);
    try {
      engine.fire(plan, id, firing);
    } catch (RuntimeException e) {
      if (runs.failWaiting(plan, job, e)) {
        throw e;
      }
    }
    return job;
  }

  /**
   * Cancels a job that runs on this node, or that waits, for its turn or its next attempt.
   *
   * @param jobId the job's id
   * @return false when it neither runs here nor waits
   */
  public boolean cancel(String jobId) {
    if (runs.cancel(required("jobId", jobId))) {
      return true;
    }
    BackupJob job = jobs.find(jobId).orElse(null);
    if (job == null || job.status() != JobStatus.WAITING) {
      return false;
    }
    BackupPlan plan = engine.plan(job.plan()).orElse(null);
    if (plan == null) {
      return false;
    }
    boolean unused = engine.takeBack(jobId);
    return runs.cancelWaiting(plan, job) || runs.cancel(jobId); // it may just have begun
  }

  /**
   * Returns by how much the clock of this node is ahead of the clock of the store that it shares.
   * More than two seconds are logged as a warning, once.
   *
   * @return the difference when they were compared last, which is done every {@link
   *     BackupSchedulerBuilder#checkInterval}; negative when it is behind, zero before that and
   *     where everything is in memory
   */
  public Duration clockSkew() {
    return engine.clockSkew();
  }

  /**
   * Returns a job.
   *
   * @param id its id
   * @return how it stands now, or empty when it is not known, or no longer kept
   */
  public Optional<BackupJob> job(String id) {
    return jobs.find(required("id", id));
  }

  /**
   * Returns a page of the jobs of all plans, those due last first.
   *
   * @param offset how many to leave out at first
   * @param limit how many to return at the most
   * @return the jobs
   * @throws InvalidParameterException when one of them is negative
   */
  public List<BackupJob> jobs(int offset, int limit) {
    return page(null, offset, limit);
  }

  /**
   * Returns a page of a plan's jobs, those due last first.
   *
   * @param plan the plan's name, also one that was removed
   * @param offset how many to leave out at first
   * @param limit how many to return at the most
   * @return the jobs
   * @throws InvalidParameterException when one of them is negative
   */
  public List<BackupJob> jobs(String plan, int offset, int limit) {
    return page(required("plan", plan), offset, limit);
  }

  private List<BackupJob> page(@Nullable String plan, int offset, int limit) {
    Parameters.between("offset", 0, Integer.MAX_VALUE, offset);
    Parameters.between("limit", 0, Integer.MAX_VALUE, limit);
    return jobs.list(plan, offset, limit);
  }

  private static SpaceException unknown(String name) {
    return new InvalidParameterException("plan", "\"" + name + "\" is not known");
  }
}
