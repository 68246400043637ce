package io.spaces.client.internal.schedule.job;

import static java.util.Objects.requireNonNull;

import io.spaces.client.schedule.BackupJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Forgets old jobs, by a clock only as far as it can be believed: one that is a year ahead for a
 * minute must not cost the history. It can when it has gone on for a day without being set; before
 * that, as far as the newest job of before and the time since then go. Safe for use by several
 * threads.
 */
public final class JobRetention {
  private static final Duration TRIAL = Duration.ofDays(1);
  private static final Duration JUMP = Duration.ofMinutes(1);

  private final JobLog jobs;
  private final Clock clock;
  private final LongSupplier steady;
  private final Duration keep;
  private @Nullable Instant witness;
  private long witnessed;
  private long unset;
  private Instant start = Instant.EPOCH;

  /**
   * Nothing is forgotten yet.
   *
   * @param clock which may be set
   * @param steady nanoseconds of a clock that nobody sets
   * @param keep for how long jobs are kept
   */
  public JobRetention(JobLog jobs, Clock clock, LongSupplier steady, Duration keep) {
    this.jobs = jobs;
    this.clock = clock;
    this.steady = steady;
    this.keep = keep;
  }

  /** Looks which job is the newest, before this scheduler adds one. */
  synchronized void begin() {
    if (witness == null) {
      witness =
          jobs.list(null, 0, 1).stream()
              .map(BackupJob::dueAt)
              .findFirst()
              .orElseGet(clock::instant);
      witnessed = steady.getAsLong();
      unset = witnessed;
      start = clock.instant();
    }
  }

  /** Forgets the jobs that are old for sure. */
  void forgetOld() {
    jobs.forgetBefore(believed().minus(keep));
  }

  private synchronized Instant believed() {
    begin();
    long ticks = steady.getAsLong();
    Instant now = clock.instant();
    if (Duration.between(start.plusNanos(ticks - unset), now).abs().compareTo(JUMP) > 0) {
      start = now;
      unset = ticks;
    }
    Instant known = requireNonNull(witness).plusNanos(ticks - witnessed);
    return ticks - unset >= TRIAL.toNanos() || now.isBefore(known) ? now : known;
  }
}
