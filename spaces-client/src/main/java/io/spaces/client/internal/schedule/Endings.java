package io.spaces.client.internal.schedule;

import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.Notifier;
import io.spaces.client.schedule.NotifyOn;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records how jobs end, and tells it: one end for each, the same in the store and for everybody.
 * Safe for use by several threads.
 */
final class Endings {
  private static final Logger log = LoggerFactory.getLogger(Endings.class);

  /** How long an end waits to be recorded, before it is told all the same. */
  private static final Duration TELL_AFTER = Duration.ofMinutes(1);

  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final JobLog jobs;
  private final StorePatience patience;
  private final List<BackupJobListener> listeners;
  private final List<Notifier> notifiers;

  Endings(
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
   * might tell the opposite of what another node has recorded. Only when that takes long, it is
   * told before.
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
    try {
      boolean recorded =
          patience.persist(
              "the job " + job.id() + " of " + plan.name() + " ended as " + job.status(),
              limit,
              new StorePatience.Late(tellAfter, tell),
              () -> record(job, lease));
      if (!recorded) {
        tellOfTheLoss(plan, job, told[0]);
        return;
      }
    } catch (RuntimeException e) {
      log.error("How the job {} of {} ended could not be recorded", job.id(), plan.name(), e);
    }
    if (!told[0]) {
      tell.run();
    }
  }

  private boolean record(BackupJob job, @Nullable Lease lease) {
    if (lease != null) {
      return jobs.end(job, lease);
    }
    jobs.save(job);
    return true;
  }

  /** The node that took the lease has recorded an end and told of it; here its start was told. */
  private void tellOfTheLoss(BackupPlan plan, BackupJob ended, boolean told) {
    BackupJob recorded = ended;
    try {
      recorded = jobs.find(ended.id()).orElse(ended);
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
