package io.spaces.client.internal.schedule.job;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Layout;
import io.spaces.client.internal.http.retry.RetryPolicy;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupRunner;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.Notifier;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn of a plan from start to end: whether it runs, what is recorded, who is told. Called for
 * one turn of a plan at a time, among all nodes.
 */
public final class PlanRuns {
  private static final Logger log = LoggerFactory.getLogger(PlanRuns.class);

  /** How long a run waits for a store that is away, before it is told that it does not happen. */
  private static final Duration LONGEST_BEGINNING = Duration.ofHours(1);

  private final JobLog jobs;
  private final BackupRunner runner;
  private final JobCompletion completion;
  private final String node;
  private final Clock clock;
  private final JobRetention retention;
  private final RunHooks hooks;
  private final StorePatience patience = new StorePatience();
  private final LeaseKeeper leases;
  private final Map<String, Cancellation> running = new ConcurrentHashMap<>();

  /** The plans of what runs here, by job: also of a run that has lost its lease and goes on. */
  private final Map<String, String> plansRunning = new ConcurrentHashMap<>();

  /** The plans of jobs that wait for another attempt, where those end with this process. */
  private final Map<String, BackupPlan> waiting = new ConcurrentHashMap<>();

  private volatile boolean closed;

  /** What turns need, without hooks but those of plans. */
  public PlanRuns(
      JobLog jobs,
      BackupRunner runner,
      List<BackupJobListener> listeners,
      List<Notifier> notifiers,
      String node,
      Clock clock,
      JobRetention retention) {
    this(jobs, runner, listeners, notifiers, node, clock, retention, RunHooks.none());
  }

  /** What turns need. */
  public PlanRuns(
      JobLog jobs,
      BackupRunner runner,
      List<BackupJobListener> listeners,
      List<Notifier> notifiers,
      String node,
      Clock clock,
      JobRetention retention,
      RunHooks hooks) {
    this.jobs = jobs;
    this.runner = runner;
    completion = new JobCompletion(jobs, patience, listeners, notifiers);
    this.node = node;
    this.clock = clock;
    this.retention = retention;
    this.hooks = hooks;
    leases = new LeaseKeeper(jobs, node, patience);
  }

  /** Takes a plan's turn; and gives another one later to a run that is to be tried again. */
  public void take(BackupPlan plan, Firing firing, Turns turns) {
    TurnStart start = new TurnStart(plan, firing, turns, new Here());
    TurnStart.Beginning beginning;
    try {
      beginning =
          patience.persist(
              "a run of the plan " + plan.name() + " begins",
              LONGEST_BEGINNING,
              null,
              () -> {
                retention.begin();
                return start.begin(job -> completion.tell(plan, job));
              });
    } catch (RuntimeException e) {
      log.error("The run of the plan {} could not be recorded", plan.name(), e);
      if (firing.afterDeath()) {
        return; // the plan's next run finds it out
      }
      String why = "It was not run, since that could not be recorded: " + ForeignWords.of(e);
      JobChange change = JobChange.of(start.unrecorded()).status(JobStatus.FAILED).message(why);
      completion.endAndTellAtOnce(plan, change.ended(now(), node), start.lease());
      return;
    }
    BackupJob job = beginning.job();
    Lease lease = beginning.lease();
    if (job == null) {
      giveBack(lease);
    } else if (job.status().isFinal() || lease == null) {
      waiting.remove(job.id());
      completion.end(plan, JobChange.of(job), lease);
    } else {
      waiting.remove(job.id());
      Cancellation cancellation = new Cancellation();
      plansRunning.put(job.id(), plan.name());
      running.put(job.id(), cancellation);
      try {
        leases.keep(lease, () -> stop(plan, job, cancellation));
        run(plan, firing, job, lease, cancellation, turns);
      } finally {
        leases.leave(lease);
        running.remove(job.id());
        plansRunning.remove(job.id());
      }
      forget();
    }
  }

  /** It would expire by itself. */
  private void giveBack(@Nullable Lease lease) {
    if (lease != null) {
      try {
        jobs.release(lease);
      } catch (RuntimeException e) {
        log.debug("The lease of the plan {} could not be given back", lease.plan(), e);
      }
    }
  }

  private void forget() {
    try {
      retention.forgetOld();
    } catch (RuntimeException e) {
      log.debug("Old jobs could not be forgotten; the next run does it", e);
    }
  }

  private final class Here implements TurnStart.Node {
    @Override
    public String name() {
      return node;
    }

    @Override
    public JobLog jobs() {
      return jobs;
    }

    @Override
    public LeaseKeeper leases() {
      return leases;
    }

    @Override
    public Clock clock() {
      return clock;
    }

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public boolean runs(BackupPlan plan) {
      return plansRunning.containsValue(plan.name());
    }
  }

  /** Cancels a job that runs on this node; false when there is none of that id. */
  public boolean cancel(String jobId) {
    Cancellation cancellation = running.get(jobId);
    if (cancellation != null) {
      cancellation.cancel();
    }
    return cancellation != null;
  }

  /** Cancels everything that runs on this node, now and later. */
  public void cancelAll() {
    closed = true;
    patience.close();
    running.values().forEach(Cancellation::cancel);
  }

  /** A job that waits, as recorded for its turn. */
  public static BackupJob waiting(BackupPlan plan, String jobId, Firing firing) {
    String description = firing.description();
    return BackupJob.builder(jobId, plan.name(), firing.dueAt().truncatedTo(ChronoUnit.MILLIS))
        .strategy(firing.strategy())
        .description(
            description == null || description.isBlank()
                ? plan.describe(firing.dueAt())
                : description)
        .destination(plan.destination().address())
        .set(set(plan, firing))
        .build();
  }

  private static @Nullable String set(BackupPlan plan, Firing firing) {
    if (plan.verification() != null) {
      return plan.set().equals(plan.name()) ? null : plan.set(); // or all
    }
    String set = plan.set(firing.sourcesOf(plan));
    boolean isPart = firing.sources() != null && !set.equals(plan.set());
    return plan.layout() == Layout.VAULT || isPart ? set : null;
  }

  private void run(
      BackupPlan plan,
      Firing firing,
      BackupJob job,
      Lease lease,
      Cancellation cancellation,
      Turns turns) {
    Attempt attempt = new Attempt(firing.attempt(), plan.runRetries());
    if (firing.attempt() == 1) {
      completion.tell(listener -> listener.started(plan, job));
    }
    if (closed) {
      cancellation.cancel();
    }
    JobChange change = JobChange.of(job);
    RunHooks.Around around = hooks.of(plan, cancellation);
    boolean mayPass = false;
    try {
      around.before(change);
      BackupResult result =
          runner.run(new RunningPlan(plan, job, firing, progress(plan, job), cancellation));
      change.result(result);
      mayPass = RetryPolicy.mayPass(result.cause());
    } catch (Exception e) {
      log.debug("The run of the plan {} failed", plan.name(), e);
      change.failure(e, cancellation.isCancelled());
      mayPass = RetryPolicy.mayPass(e);
    } catch (Error e) {
      change.failure(e, false);
      throw e;
    } finally {
      Thread.interrupted(); // meant for the run; its end is still to be recorded
      around.after(change);
      running.remove(job.id());
      Thread.interrupted();
      boolean failed = change.job().status() == JobStatus.FAILED;
      boolean last = !failed || !mayPass || attempt.isLast();
      if (last || !isToldToWait(plan, firing, change, lease, turns)) {
        completion.end(plan, change.message(attempt.told(change.job())).ended(now()), lease);
      }
    }
  }

  /** Another node has taken this one for dead, and may run the plan by now. */
  private void stop(BackupPlan plan, BackupJob job, Cancellation cancellation) {
    if (!running.containsKey(job.id())) {
      return; // it has ended, and given the lease back while that is still being told
    }
    log.warn(
        "The job {} of {} is cancelled: this node was cut off from the scheduler's store for so"
            + " long that another one has taken its lease",
        job.id(),
        plan.name());
    cancellation.cancel();
  }

  /** Lets a run that failed wait for its next attempt; false when it cannot. */
  private boolean isToldToWait(
      BackupPlan plan, Firing firing, JobChange failed, Lease lease, Turns turns) {
    if (closed) {
      return false;
    }
    Instant next = now().plus(plan.runRetries().pause());
    Attempt attempt = new Attempt(firing.attempt(), plan.runRetries());
    BackupJob job =
        JobChange.of(failed.job())
            .status(JobStatus.WAITING)
            .message(attempt.told(failed.job()) + "; the next at " + next)
            .job();
    try {
      String what = "the job " + job.id() + " of " + plan.name() + " waits for its next attempt";
      Supplier<Boolean> wait =
          () -> {
            turns.later(plan, firing.again(job.id()), next);
            return jobs.end(job, lease);
          };
      if (!patience.persist(what, LONGEST_BEGINNING, null, wait)) {
        return false;
      }
    } catch (RuntimeException e) {
      log.error("The run of the plan {} cannot be tried again", plan.name(), e);
      return false;
    }
    if (!jobs.isShared()) {
      waiting.put(job.id(), plan);
    }
    completion.tell(listener -> listener.retrying(plan, job));
    return true;
  }

  /** Tells when a plan's last success was, before this process. */
  public void tellLastSuccess(BackupPlan plan, Instant at) {
    completion.tell(listener -> listener.lastSucceeded(plan, at));
  }

  /**
   * Tells of a job that a process had begun which has died since, where no store tells it; as it
   * ended, where it had ended and the process died while it told that.
   */
  public void bury(BackupPlan plan, BackupJob job) {
    JobChange change = JobChange.of(job);
    if (!job.status().isFinal()) {
      change.status(JobStatus.FAILED).message(TurnStart.died(job.node()));
    }
    completion.end(plan, change, null);
  }

  /** Ends a job that waits, and whose turn was taken back; false when it has begun or ended. */
  public boolean cancelWaiting(BackupPlan plan, BackupJob job) {
    return endWaiting(plan, JobChange.of(job).status(JobStatus.CANCELLED));
  }

  /** Ends a job whose turn could not be asked for; false when it has begun or ended. */
  public boolean failWaiting(BackupPlan plan, BackupJob job, RuntimeException why) {
    String message = "It was not run, since no turn could be asked for: " + ForeignWords.of(why);
    try {
      return endWaiting(plan, JobChange.of(job).status(JobStatus.FAILED).message(message));
    } catch (RuntimeException e) { // the plan's next run finds it out
      why.addSuppressed(e);
      return true;
    }
  }

  private boolean endWaiting(BackupPlan plan, JobChange change) {
    BackupJob job = change.ended(now()).job();
    boolean ended = jobs.endWaiting(job);
    if (ended) {
      waiting.remove(job.id());
      completion.tell(plan, job);
    }
    return ended;
  }

  /** Ends those jobs that wait for an attempt which will never come, since nobody else has them. */
  public void giveUpWaiting() {
    waiting.forEach(
        (id, plan) -> {
          if (waiting.remove(id, plan)) {
            jobs.find(id)
                .map(JobChange::of)
                .ifPresent(
                    change ->
                        completion.end(
                            plan,
                            change
                                .status(JobStatus.FAILED)
                                .message(change.job().message() + ", but the scheduler was closed")
                                .ended(now()),
                            null));
          }
        });
  }

  private TransferListener progress(BackupPlan plan, BackupJob job) {
    return new TransferListener() {
      @Override
      public void progressed(TransferProgress progress) {
        completion.tell(listener -> listener.progressed(plan, job, progress));
      }
    };
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
