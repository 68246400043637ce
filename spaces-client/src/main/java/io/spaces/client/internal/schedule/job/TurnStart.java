package io.spaces.client.internal.schedule.job;

import io.spaces.client.history.Strategy;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.MissedRuns;
import io.spaces.client.schedule.Overlap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of one turn of a plan: gets the plan's lease, records how the runs of the dead
 * ended, and decides what becomes of the turn. Begins anew where it was interrupted by the store.
 */
final class TurnStart {
  /** A job that waits is recorded just before its turn is asked for. */
  private static final Duration ASKING = Duration.ofSeconds(30);

  /** By how much the clocks of nodes may differ before what one says is not believed. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final BackupPlan plan;
  private final Firing firing;
  private final Turns turns;
  private final Node node;
  private final String jobId;
  private final String leaseId;

  /** Those that this turn has found dead, until that is recorded and told. */
  private final Map<String, BackupJob> dead = new LinkedHashMap<>();

  private @Nullable Lease lease;
  private int attempts;

  /** Where it happens. */
  interface Node {
    String name();

    JobLog jobs();

    LeaseKeeper leases();

    Clock clock();

    boolean isClosed();

    /** Whether a run of the plan is under way in this process. */
    boolean runs(BackupPlan plan);
  }

  /**
   * What becomes of a turn.
   *
   * @param job a job that is recorded as running, or one that has ended and is to be recorded; null
   *     when there is nothing to do
   * @param lease the plan's, or null when another run has it
   */
  record Beginning(@Nullable BackupJob job, @Nullable Lease lease) {}

  TurnStart(BackupPlan plan, Firing firing, Turns turns, Node node) {
    this.plan = plan;
    this.firing = firing;
    this.turns = turns;
    this.node = node;
    jobId = firing.jobId() == null ? Firing.newJobId() : firing.jobId();
    leaseId = firing.afterDeath() ? Firing.newJobId() : jobId;
  }

  /** What the turn has got so far. */
  @Nullable Lease lease() {
    return lease;
  }

  /** The job of the turn when nothing is recorded of it. */
  BackupJob unrecorded() {
    return PlanRuns.waiting(plan, jobId, firing);
  }

  /** Begins; tells of each dead job, once that is recorded. */
  Beginning begin(Consumer<BackupJob> tell) {
    attempts++;
    while (true) {
      if (lease == null) {
        lease = acquire();
      }
      if (lease == null) {
        return withoutLease();
      }
      buryTheDead(lease, tell);
      Beginning beginning = decide(lease);
      BackupJob job = beginning.job();
      if (job == null || job.status().isFinal() || node.jobs().save(job, lease)) {
        return beginning;
      }
      lease = null; // lost meanwhile
    }
  }

  private @Nullable Lease acquire() {
    while (!node.isClosed()) {
      if (!node.runs(plan)) {
        Lease taken = node.leases().take(plan.name(), leaseId, node::isClosed);
        if (taken != null) {
          return taken;
        }
      }
      if (firing.afterDeath() || plan.overlap() == Overlap.SKIP) {
        return null;
      }
      node.leases().pause();
    }
    return null;
  }

  /** The plan's run is under way, although this node was given a turn: another was cut off. */
  private Beginning withoutLease() {
    if (firing.afterDeath()) {
      return new Beginning(ofTheUnrecorded(), null);
    }
    BackupJob job = node.jobs().find(jobId).orElseGet(this::unrecorded);
    if (job.status() != JobStatus.WAITING) { // who runs it may be stalled, and live
      return new Beginning(null, null);
    }
    JobChange change =
        node.isClosed()
            ? JobChange.of(job)
                .status(JobStatus.CANCELLED)
                .message("The scheduler was closed before it began")
            : JobChange.of(job)
                .status(JobStatus.SKIPPED)
                .message("Left out: another run of the plan was still under way");
    return new Beginning(change.ended(now(), node.name()).job(), null);
  }

  private Beginning decide(Lease held) {
    if (firing.afterDeath()) {
      return new Beginning(ofTheUnrecorded(), held);
    }
    BackupJob job = node.jobs().find(jobId).orElseGet(this::unrecorded);
    if (job.status().isFinal() || isTold()) { // cancelled at the last moment, say
      return new Beginning(null, held);
    }
    String reason = reasonToSkip();
    if (reason != null) {
      return new Beginning(
          JobChange.of(job)
              .message(reason)
              .status(JobStatus.SKIPPED)
              .ended(now(), node.name())
              .job(),
          held);
    }
    return new Beginning(
        JobChange.of(job)
            .status(JobStatus.RUNNING)
            .message(new Attempt(firing.attempt(), plan.runRetries()).running())
            .started(job.startedAt() == null ? now() : job.startedAt(), node.name())
            .job(),
        held);
  }

  /** While this turn waited for the store, this node may have been taken for dead. */
  private boolean isTold() {
    return attempts > 1
        && firing.jobId() == null
        && node.jobs().list(plan.name(), 0, 50).stream()
            .anyMatch(job -> job.dueAt().equals(unrecorded().dueAt()) && !job.id().equals(jobId));
  }

  /** Who has the lease is the only one that runs: what is said to run, too, has lost its node. */
  private void buryTheDead(Lease held, Consumer<BackupJob> tell) {
    for (BackupJob job : node.jobs().unfinished(plan.name())) {
      boolean own = job.id().equals(jobId) && !firing.afterDeath();
      if (!own && !(job.status() == JobStatus.WAITING && waits(job))) {
        dead.putIfAbsent(
            job.id(), JobChange.of(job).status(JobStatus.FAILED).message(died(job.node())).job());
      }
    }
    for (BackupJob job : List.copyOf(dead.values())) {
      if (node.jobs().bury(job, held)) {
        tell.accept(job);
      }
      dead.remove(job.id());
    }
  }

  private boolean waits(BackupJob job) {
    boolean justNow = job.dueAt().isAfter(now().minus(ASKING)) && !job.dueAt().isAfter(untilNow());
    return justNow || turns.isQueued(job.id());
  }

  /** The node may have died before it could record that it had started. */
  private @Nullable BackupJob ofTheUnrecorded() {
    Optional<Instant> latest =
        node.jobs().lastStarted(plan.name(), untilNow()).map(BackupJob::startedAt);
    // A run that makes up for others was due long before its turn came.
    if (latest.isPresent() && !latest.get().isBefore(firing.dueAt().minusMillis(999))) {
      return null;
    }
    BackupJob job = node.jobs().find(jobId).orElseGet(this::unrecorded);
    return job.status() == JobStatus.WAITING
        ? JobChange.of(job).status(JobStatus.FAILED).message(died(null)).job()
        : null; // it has ended, or who runs it may be stalled, and live
  }

  static String died(@Nullable String node) {
    return "The node "
        + (node == null ? "that ran it" : node)
        + " ended before the backup did, or was cut off from the scheduler's store";
  }

  private @Nullable String reasonToSkip() {
    BackupJob last = node.jobs().lastStarted(plan.name(), untilNow()).orElse(null);
    if (last == null || last.startedAt() == null || last.endedAt() == null) {
      return null;
    }
    if (last.endedAt().isAfter(untilNow())) { // by a clock that was ahead: nobody knows when
      return null;
    }
    // Times are kept in milliseconds: what is due in the one of an end was asked for after it.
    boolean metOther =
        !firing.dueAt().isBefore(last.dueAt())
            && firing.dueAt().isBefore(last.endedAt().truncatedTo(ChronoUnit.MILLIS));
    if (plan.overlap() == Overlap.SKIP && metOther && !makesUpForMore(last.endedAt())) {
      return "Left out: the run that started at " + last.startedAt() + " was still under way";
    }
    // A scheduled run that waited is covered by one that started after both were due.
    boolean covered = firing.jobId() == null && firing.dueAt().isBefore(last.startedAt());
    if (covered && last.dueAt().isBefore(firing.dueAt()) && hasDoneAll(last)) {
      return "Left out: the run that started at " + last.startedAt() + " has made up for it";
    }
    return null;
  }

  /** Due when the first missed run was, it stands for all of them: also for those after a run. */
  private boolean makesUpForMore(Instant end) {
    return firing.jobId() == null
        && plan.missedRuns() == MissedRuns.RUN_ONCE
        && plan.schedule().next(end).filter(next -> !next.isAfter(now())).isPresent();
  }

  /** What a run of some kinds has taken is told by its set, and in a mirror by nothing. */
  private boolean hasDoneAll(BackupJob last) {
    String set = unrecorded().set();
    boolean isWhole = set == null ? last.strategy() == Strategy.AUTOMATIC : set.equals(last.set());
    return isWhole && last.status() == JobStatus.SUCCEEDED;
  }

  /** What is said to be later was so by a clock that was ahead. */
  private Instant untilNow() {
    return now().plus(SKEW);
  }

  private Instant now() {
    return node.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
