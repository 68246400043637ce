package io.spaces.client.internal.schedule.job;

import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jobs in memory, gone with the process. */
public final class MemoryJobLog implements JobLog {
  private static final int MOST = 10_000;
  private static final Comparator<BackupJob> LAST_FIRST =
      Comparator.comparing(BackupJob::dueAt).thenComparing(BackupJob::id).reversed();

  private final Map<String, BackupJob> jobs = new ConcurrentHashMap<>();

  /** An empty log. */
  public MemoryJobLog() {}

  @Override
  public void save(BackupJob job) {
    boolean unused = save(job, any -> true);
  }

  @Override
  public boolean endWaiting(BackupJob job) {
    return save(job, present -> present == JobStatus.WAITING);
  }

  /** In the place of one that is as it should be. */
  private boolean save(BackupJob job, Predicate<JobStatus> expected) {
    AtomicBoolean saved = new AtomicBoolean();
    BackupJob unused =
        jobs.compute(
            job.id(),
            (id, present) -> {
              saved.set(present == null || expected.test(present.status()));
              return saved.get() ? job : present;
            });
    forgetSome();
    return saved.get();
  }

  private void forgetSome() {
    if (jobs.size() > MOST) {
      jobs.values().stream()
          .filter(old -> old.status().isFinal())
          .sorted(LAST_FIRST.reversed())
          .limit(MOST / 10)
          .forEach(old -> jobs.remove(old.id()));
    }
  }

  /** Nobody else is there who could take a lease away. */
  @Override
  public boolean save(BackupJob job, Lease lease) {
    return save(job, present -> !present.isFinal());
  }

  @Override
  public boolean end(BackupJob job, Lease lease) {
    return save(job, lease);
  }

  @Override
  public boolean bury(BackupJob job, Lease lease) {
    return save(job, lease);
  }

  @Override
  public Lease lease(String plan) {
    return Lease.unheld(plan);
  }

  @Override
  public Lease take(Lease seen, String jobId, String node) {
    return new Lease(seen.plan(), 1, jobId, node, 0, false);
  }

  @Override
  public boolean renew(Lease lease) {
    return true;
  }

  @Override
  public void release(Lease lease) {
    // Nobody waits for it.
  }

  @Override
  public Duration leaseLasts() {
    return Duration.ofDays(1);
  }

  @Override
  public Optional<BackupJob> find(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  @Override
  public List<BackupJob> list(@Nullable String plan, int offset, int limit) {
    return of(plan).sorted(LAST_FIRST).skip(offset).limit(limit).toList();
  }

  @Override
  public Optional<BackupJob> lastStarted(String plan, Instant until) {
    return of(plan)
        .filter(job -> job.startedAt() != null && !job.startedAt().isAfter(until))
        .max(Comparator.comparing(MemoryJobLog::startOf));
  }

  @Override
  public Optional<BackupJob> lastSucceeded(String plan, @Nullable String set, Instant until) {
    return of(plan)
        .filter(job -> job.status() == JobStatus.SUCCEEDED && Objects.equals(job.set(), set))
        .filter(job -> job.endedAt() != null && !job.endedAt().isAfter(until))
        .max(Comparator.comparing(job -> Objects.requireNonNull(job.endedAt())));
  }

  @Override
  public List<BackupJob> unfinished(String plan) {
    return of(plan).filter(job -> !job.status().isFinal()).sorted(LAST_FIRST).toList();
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public void forgetBefore(Instant moment) {
    jobs.values().removeIf(job -> job.status().isFinal() && job.dueAt().isBefore(moment));
  }

  private Stream<BackupJob> of(@Nullable String plan) {
    return jobs.values().stream().filter(job -> plan == null || job.plan().equals(plan));
  }

  private static Instant startOf(BackupJob job) {
    return job.startedAt() == null ? Instant.MIN : job.startedAt();
  }
}
