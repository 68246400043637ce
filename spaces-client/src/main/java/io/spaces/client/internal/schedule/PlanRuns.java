package io.spaces.client.internal.schedule;

import io.spaces.client.backup.BackupListener;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Layout;
import io.spaces.client.internal.http.Cancellation;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupRunner;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.Notifier;
import io.spaces.client.schedule.NotifyOn;
import io.spaces.client.schedule.Overlap;
import io.spaces.client.transfer.TransferProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn of a plan from start to end: whether it runs, what is recorded, who is told. Called for
 * one turn of a plan at a time, among all nodes.
 */
public final class PlanRuns {
  private static final Logger log = LoggerFactory.getLogger(PlanRuns.class);

  private final JobLog jobs;
  private final BackupRunner runner;
  private final List<BackupJobListener> listeners;
  private final List<Notifier> notifiers;
  private final String node;
  private final Clock clock;
  private final Duration keepJobs;
  private final Map<String, Cancellation> running = new ConcurrentHashMap<>();

  /** The plans of jobs that wait for another attempt, where those end with this process. */
  private final Map<String, BackupPlan> waiting = new ConcurrentHashMap<>();

  private volatile boolean closed;

  /** What turns need. */
  public PlanRuns(
      JobLog jobs,
      BackupRunner runner,
      List<BackupJobListener> listeners,
      List<Notifier> notifiers,
      String node,
      Clock clock,
      Duration keepJobs) {
    this.jobs = jobs;
    this.runner = runner;
    this.listeners = List.copyOf(listeners);
    this.notifiers = List.copyOf(notifiers);
    this.node = node;
    this.clock = clock;
    this.keepJobs = keepJobs;
  }

  /** Takes a plan's turn; and gives another one later to a run that is to be tried again. */
  public void take(BackupPlan plan, Firing firing, Turns turns) {
    buryTheDead(plan, firing, turns);
    if (firing.afterDeath()) {
      tellOfTheUnrecorded(plan, firing);
      return;
    }
    BackupJob job = jobFor(plan, firing);
    if (job.status().isFinal()) { // cancelled at the last moment
      return;
    }
    waiting.remove(job.id());
    String reason = reasonToSkip(plan, firing);
    if (reason != null) {
      end(plan, JobChange.of(job).message(reason).status(JobStatus.SKIPPED).ended(now(), node));
      return;
    }
    run(plan, firing, job, turns);
    jobs.forgetBefore(now().minus(keepJobs));
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
    running.values().forEach(Cancellation::cancel);
  }

  /** A job that waits, as recorded for its turn. */
  public static BackupJob waiting(BackupPlan plan, String jobId, Firing firing) {
    String description = firing.description();
    return new BackupJob(
        jobId,
        plan.name(),
        firing.strategy(),
        JobStatus.WAITING,
        description == null || description.isBlank() ? plan.describe(firing.dueAt()) : description,
        firing.dueAt().truncatedTo(ChronoUnit.MILLIS),
        null,
        null,
        null,
        plan.destination().address(),
        -1,
        -1,
        -1,
        null,
        null,
        "",
        List.of(),
        set(plan, firing));
  }

  private static @Nullable String set(BackupPlan plan, Firing firing) {
    if (plan.layout() == Layout.MIRROR) {
      return null;
    }
    return plan.set(firing.selection() == null ? plan.selection() : firing.selection());
  }

  private BackupJob jobFor(BackupPlan plan, Firing firing) {
    String id = firing.jobId();
    return id == null
        ? waiting(plan, QuartzEngine.newJobId(), firing)
        : jobs.find(id).orElseGet(() -> waiting(plan, id, firing));
  }

  /** A plan runs once at a time: what is said to run now has lost its node, nobody knows when. */
  private void buryTheDead(BackupPlan plan, Firing firing, Turns turns) {
    for (BackupJob job : jobs.unfinished(plan.name())) {
      boolean own = job.id().equals(firing.jobId()) && !firing.afterDeath();
      boolean waits = job.status() == JobStatus.WAITING && turns.isQueued(job.id());
      if (!own && !waits) {
        end(plan, JobChange.of(job).status(JobStatus.FAILED).message(died(job.node())));
      }
    }
  }

  /** The node may have died before it could record that it had started. */
  private void tellOfTheUnrecorded(BackupPlan plan, Firing firing) {
    Optional<BackupJob> latest = jobs.lastStarted(plan.name());
    if (latest.isPresent() && !latest.get().dueAt().isBefore(firing.dueAt().minusMillis(999))) {
      return;
    }
    BackupJob job = jobFor(plan, firing);
    if (!job.status().isFinal()) {
      end(plan, JobChange.of(job).status(JobStatus.FAILED).message(died(null)));
    }
  }

  private static String died(@Nullable String node) {
    return "The node " + (node == null ? "that ran it" : node) + " ended before the backup did";
  }

  private @Nullable String reasonToSkip(BackupPlan plan, Firing firing) {
    BackupJob last = jobs.lastStarted(plan.name()).orElse(null);
    if (last == null || last.startedAt() == null || last.endedAt() == null) {
      return null;
    }
    boolean metOther =
        !firing.dueAt().isBefore(last.dueAt()) && !firing.dueAt().isAfter(last.endedAt());
    if (plan.overlap() == Overlap.SKIP && metOther) {
      return "Left out: the run that started at " + last.startedAt() + " was still under way";
    }
    // A scheduled run that waited is covered by one that started after both were due.
    boolean covered = firing.jobId() == null && firing.dueAt().isBefore(last.startedAt());
    if (covered && last.dueAt().isBefore(firing.dueAt())) {
      return "Left out: the run that started at " + last.startedAt() + " has made up for it";
    }
    return null;
  }

  private void run(BackupPlan plan, Firing firing, BackupJob before, Turns turns) {
    Attempt attempt = new Attempt(firing.attempt(), plan.runRetries());
    BackupJob job =
        JobChange.of(before)
            .status(JobStatus.RUNNING)
            .message(attempt.running())
            .started(before.startedAt() == null ? now() : before.startedAt(), node)
            .job();
    jobs.save(job);
    if (firing.attempt() == 1) {
      tell(listener -> listener.started(plan, job));
    }
    Cancellation cancellation = new Cancellation();
    running.put(job.id(), cancellation);
    if (closed) {
      cancellation.cancel();
    }
    JobChange change = JobChange.of(job);
    boolean mayPass = false;
    try {
      BackupResult result =
          runner.run(
              new RunningPlan(plan, job, firing.selection(), progress(plan, job), cancellation));
      change.result(result);
      mayPass = Attempt.mayPass(result.cause());
    } catch (Exception e) {
      log.debug("The run of the plan {} failed", plan.name(), e);
      change.failure(e, cancellation.isCancelled());
      mayPass = Attempt.mayPass(e);
    } catch (Error e) {
      change.failure(e, false);
      throw e;
    } finally {
      running.remove(job.id());
      boolean failed = change.job().status() == JobStatus.FAILED;
      if (!failed || !mayPass || attempt.isLast() || !isToldToWait(plan, firing, change, turns)) {
        end(plan, change.message(attempt.told(change.job())).ended(now()));
      }
    }
  }

  /** Lets a run that failed wait for its next attempt; false when it cannot. */
  private boolean isToldToWait(BackupPlan plan, Firing firing, JobChange failed, Turns turns) {
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
      jobs.save(job);
      turns.later(plan, firing.again(job.id()), next);
    } catch (RuntimeException e) {
      log.error("The run of the plan {} cannot be tried again", plan.name(), e);
      return false;
    }
    if (!jobs.isShared()) {
      waiting.put(job.id(), plan);
    }
    tell(listener -> listener.retrying(plan, job));
    return true;
  }

  /** Ends a job that waits, and whose turn was taken back. */
  public void cancelWaiting(BackupPlan plan, BackupJob job) {
    waiting.remove(job.id());
    end(plan, JobChange.of(job).status(JobStatus.CANCELLED).ended(now()));
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
                        end(
                            plan,
                            change
                                .status(JobStatus.FAILED)
                                .message(change.job().message() + ", but the scheduler was closed")
                                .ended(now())));
          }
        });
  }

  private BackupListener progress(BackupPlan plan, BackupJob job) {
    return new BackupListener() {
      @Override
      public void progressed(TransferProgress progress) {
        tell(listener -> listener.progressed(plan, job, progress));
      }
    };
  }

  private void end(BackupPlan plan, JobChange change) {
    BackupJob job = change.job();
    try {
      jobs.save(job);
    } catch (RuntimeException e) {
      log.error("How the job {} of {} ended could not be recorded", job.id(), plan.name(), e);
    }
    tell(listener -> listener.ended(plan, job));
    if (isWorthTelling(plan, job)) {
      for (Notifier notifier : notifiers) {
        try {
          notifier.jobEnded(plan, job);
        } catch (Throwable e) { // an Error too is the notifier's own affair
          log.warn("The notification of the job {} of {} failed", job.id(), plan.name(), e);
        }
      }
    }
  }

  private static boolean isWorthTelling(BackupPlan plan, BackupJob job) {
    if (job.status() == JobStatus.SKIPPED || plan.notifyOn() == NotifyOn.NEVER) {
      return false;
    }
    return plan.notifyOn() == NotifyOn.ALWAYS
        || job.status() != JobStatus.SUCCEEDED
        || !job.warnings().isEmpty();
  }

  private void tell(Consumer<BackupJobListener> event) {
    for (BackupJobListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Throwable e) { // an Error too is the listener's own affair
        log.warn("A listener of backup jobs failed", e);
      }
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
