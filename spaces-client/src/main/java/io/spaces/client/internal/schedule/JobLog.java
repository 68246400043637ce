package io.spaces.client.internal.schedule;

import io.spaces.client.schedule.BackupJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers jobs. Safe for use by several threads. */
public interface JobLog {
  /** Adds a job, or replaces the one with its id. */
  void save(BackupJob job);

  /** The job with the id. */
  Optional<BackupJob> find(String id);

  /** A page of jobs, those due last first, of one plan or of all. */
  List<BackupJob> list(@Nullable String plan, int offset, int limit);

  /** The plan's job that started last. */
  Optional<BackupJob> lastStarted(String plan);

  /** The plan's jobs that wait or run. */
  List<BackupJob> unfinished(String plan);

  /** Whether other nodes know the jobs, and whoever comes after this process. */
  boolean isShared();

  /** Forgets the finished jobs that were due before a moment. */
  void forgetBefore(Instant moment);
}
