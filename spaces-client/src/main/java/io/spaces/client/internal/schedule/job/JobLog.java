package io.spaces.client.internal.schedule.job;

import io.spaces.client.schedule.BackupJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers jobs, and which run of a plan has its {@link Lease}. Safe for use by several threads.
 */
public interface JobLog {
  /** Adds a job that has no run, or replaces the one with its id. */
  void save(BackupJob job);

  /**
   * Saves how a job ended that had no run: one that waits, or was not known yet. False, and nothing
   * is saved, when it runs or has ended.
   */
  boolean endWaiting(BackupJob job);

  /**
   * Saves a job for the run that holds the lease, and renews that. False, and nothing is saved,
   * when the lease was lost or the job has ended.
   */
  boolean save(BackupJob job, Lease lease);

  /**
   * Saves how the run that holds the lease has ended, and gives the lease back; harmless when
   * repeated. False, and nothing is saved, when the lease was lost or the job has ended otherwise.
   */
  boolean end(BackupJob job, Lease lease);

  /**
   * Saves how another job of the plan ended, whose run has lost the lease to this one. False, and
   * nothing is saved, when it has ended otherwise or this one has lost the lease, too.
   */
  boolean bury(BackupJob job, Lease lease);

  /** A plan's lease as it stands. */
  Lease lease(String plan);

  /** Takes a lease that still stands as it was seen; null when it does not. */
  @Nullable Lease take(Lease seen, String jobId, String node);

  /** Renews a lease; false when it was lost. */
  boolean renew(Lease lease);

  /** Gives a lease back; nothing happens when it was lost. */
  void release(Lease lease);

  /** For how long a lease lasts that is not renewed. */
  Duration leaseLasts();

  /** The job with the id. */
  Optional<BackupJob> find(String id);

  /** A page of jobs, those due last first, of one plan or of all. */
  List<BackupJob> list(@Nullable String plan, int offset, int limit);

  /**
   * The plan's job that started last, of those that did until then: a clock may have been ahead.
   */
  Optional<BackupJob> lastStarted(String plan, Instant until);

  /** The plan's last success with a set, of those until then; null for a mirror. */
  Optional<BackupJob> lastSucceeded(String plan, @Nullable String set, Instant until);

  /** The plan's jobs that wait or run. */
  List<BackupJob> unfinished(String plan);

  /** Whether other nodes know the jobs, and whoever comes after this process. */
  boolean isShared();

  /** Forgets the finished jobs that were due before a moment. */
  void forgetBefore(Instant moment);
}
