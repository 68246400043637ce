package io.spaces.client.internal.schedule.job;

import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.Notifier;
import io.spaces.client.schedule.NotifyOn;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records how jobs end, and tells it: one end for each, the same in the store and for everybody.
 * Safe for use by several threads.
 */
final class JobCompletion {
  private static final Logger log = LoggerFactory.getLogger(JobCompletion.class);

  /** How long an end waits to be recorded, before it is told or at least logged. */
  private static final Duration TELL_AFTER = Duration.ofMinutes(1);

  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final JobLog jobs;
  private final StorePatience patience;
  private final List<BackupJobListener> listeners;
  private final List<Notifier> notifiers;

  JobCompletion(
      JobLog jobs,
      StorePatience patience,
      List<BackupJobListener> listeners,
      List<Notifier> notifiers) {
    this.jobs = jobs;
    this.patience = patience;
    this.listeners = List.copyOf(listeners);
    this.notifiers = List.copyOf(notifiers);
  }

  /**
   * Records how a job ended, as soon as the store is there, and then tells it: who cannot record it
   * might tell the opposite of what another node has recorded. When it takes long, it is told
   * before only where no other node can have ended the job.
   */
  void end(BackupPlan plan, JobChange change, @Nullable Lease lease) {
    // Without a lease it is not a run that waits, but somebody who asked for the end.
    end(plan, change, lease, TELL_AFTER, lease == null ? TELL_AFTER : FOREVER);
  }

  /** Records how a job ended, and tells it even when that is not possible now. */
  void endAndTellAtOnce(BackupPlan plan, JobChange change, @Nullable Lease lease) {
    end(plan, change, lease, Duration.ZERO, FOREVER);
  }

  private void end(
      BackupPlan plan,
      JobChange change,
      @Nullable Lease lease,
      Duration tellAfter,
      Duration limit) {
    BackupJob job = change.job();
    boolean[] told = new boolean[1];
    Runnable tell =
        () -> {
          told[0] = true;
          tell(plan, job);
        };
    BooleanSupplier mayTell = () -> tellAfter.isZero() || lease == null || isOurs(lease);
    Runnable late =
        () -> {
          if (mayTell.getAsBoolean()) {
            tell.run();
          } else {
            warnThatNobodyKnows(plan, job);
          }
        };
    int[] attempts = new int[1];
    try {
      boolean recorded =
          patience.persist(
              "the job " + job.id() + " of " + plan.name() + " ended as " + job.status(),
              limit,
              new StorePatience.Late(tellAfter, late),
              () -> record(job, lease, ++attempts[0]));
      if (!recorded) {
        if (lease != null && job.startedAt() != null) {
          tellOfTheLoss(plan, job, told[0]);
        }
        return; // of what never began here, whoever began or ended it tells
      }
    } catch (RuntimeException e) {
      log.error("How the job {} of {} ended could not be recorded", job.id(), plan.name(), e);
      if (StorePatience.isAway(e) && !mayTell.getAsBoolean()) {
        return; // whoever takes its lease records, and tells, that it has failed
      }
    }
    if (!told[0]) {
      tell.run();
    }
  }

  private static void warnThatNobodyKnows(BackupPlan plan, BackupJob job) {
    log.warn(
        "The job {} of {} has ended as {} ({}); that is told when it can be recorded",
        job.id(),
        plan.name(),
        job.status(),
        job.message());
  }

  private boolean record(BackupJob job, @Nullable Lease lease, int attempt) {
    if (lease != null) {
      return jobs.end(job, lease);
    }
    // The answer to an earlier attempt may have been lost on its way.
    return jobs.endWaiting(job) || (attempt > 1 && stands(job));
  }

  private boolean stands(BackupJob job) {
    return jobs.find(job.id())
        .filter(found -> found.status() == job.status())
        .filter(found -> Objects.equals(found.endedAt(), job.endedAt()))
        .isPresent();
  }

  /** Whether the store says so: who cannot ask it may have lost the lease. */
  private boolean isOurs(Lease lease) {
    try {
      return jobs.renew(lease);
    } catch (RuntimeException e) {
      log.debug("The lease of the plan {} could not be renewed", lease.plan(), e);
      return false;
    }
  }

  /** The node that took the lease has recorded an end and told of it; here its start was told. */
  private void tellOfTheLoss(BackupPlan plan, BackupJob ended, boolean told) {
    BackupJob recorded = ended;
    try {
      recorded = jobs.find(ended.id()).map(JobCompletion::dead).orElse(ended);
    } catch (RuntimeException e) {
      log.debug("The job {} could not be read", ended.id(), e);
    }
    log.warn(
        "The job {} of {} ended here as {} ({}), after another node had taken this one for dead;"
            + " it stays recorded as {} ({})",
        ended.id(),
        plan.name(),
        ended.status(),
        ended.message(),
        recorded.status(),
        recorded.message());
    if (!told) {
      BackupJob stands = recorded;
      tell(listener -> listener.ended(plan, stands));
    }
  }

  /** Who has taken the lease of a run is about to record this. */
  private static BackupJob dead(BackupJob job) {
    return job.status().isFinal()
        ? job
        : JobChange.of(job).status(JobStatus.FAILED).message(TurnStart.died(job.node())).job();
  }

  /**
   * Tells how a job ended: first the notifiers, which keep it over a restart, since a listener may
   * take its time, and the process end meanwhile.
   */
  void tell(BackupPlan plan, BackupJob job) {
    if (isWorthTelling(plan, job)) {
      for (Notifier notifier : notifiers) {
        try {
          notifier.jobEnded(plan, job);
        } catch (Throwable e) { // an Error too is the notifier's own affair
          log.warn("The notification of the job {} of {} failed", job.id(), plan.name(), e);
        }
      }
    }
    tell(listener -> listener.ended(plan, job));
  }

  private static boolean isWorthTelling(BackupPlan plan, BackupJob job) {
    if (job.status() == JobStatus.SKIPPED || plan.notifyOn() == NotifyOn.NEVER) {
      return false;
    }
    return plan.notifyOn() == NotifyOn.ALWAYS
        || job.status() != JobStatus.SUCCEEDED
        || !job.warnings().isEmpty();
  }

  /** Tells the listeners. */
  void tell(Consumer<BackupJobListener> event) {
    for (BackupJobListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Throwable e) { // an Error too is the listener's own affair
        log.warn("A listener of backup jobs failed", e);
      }
    }
  }
}
