package io.spaces.client.internal.schedule.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.ManualClock;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.Plans;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobRetentionTest {
  private final ManualClock clock = new ManualClock("2026-11-22T10:00:00Z");
  private final BackupPlan plan = Plans.plan("hourly", "0 * * * *").build();
  private final JobLog jobs = new MemoryJobLog();
  private long nanos = Long.MAX_VALUE - 1_000; // such a clock may start anywhere

  @Test
  void forgetsWhatIsOldByAClockThatGoesOn() {
    ran("old");
    JobRetention retention = retention();
    pass(Duration.ofDays(9));
    ran("young");
    retention.forgetOld();
    assertThat(ids()).containsExactly("young", "old");

    pass(Duration.ofDays(2));
    retention.forgetOld();
    assertThat(ids()).containsExactly("young");
  }

  @Test
  void believesNoClockThatIsAheadForLessThanADay() {
    ran("old");
    JobRetention retention = retention();
    pass(Duration.ofDays(2));
    clock.advance(Duration.ofDays(365));
    retention.forgetOld();
    pass(Duration.ofHours(23));
    retention.forgetOld();
    assertThat(ids()).containsExactly("old");

    pass(Duration.ofHours(2));
    retention.forgetOld();
    assertThat(ids()).isEmpty();
  }

  @Test
  void believesNoClockThatIsAheadFromTheStart() {
    ran("old");
    clock.advance(Duration.ofDays(365));
    retention().forgetOld();

    assertThat(ids()).containsExactly("old");
  }

  @Test
  void forgetsWhereProcessesAreShortWhenTheHistoryGoesOn() {
    ran("old");
    for (int i = 0; i < 4; i++) {
      clock.advance(Duration.ofDays(5));
      JobRetention retention = retention();
      ran("run " + i);
      retention.forgetOld();
    }

    assertThat(ids()).containsExactly("run 3", "run 2", "run 1", "run 0");
  }

  @Test
  void aJobOfAClockThatWasAheadIsNoWitnessAgainstOneThatIsRight() {
    ran("right");
    clock.advance(Duration.ofDays(365));
    ran("ahead");
    clock.advance(Duration.ofDays(-365));
    retention().forgetOld();

    assertThat(ids()).containsExactly("ahead", "right");
  }

  private JobRetention retention() {
    JobRetention retention = new JobRetention(jobs, clock, () -> nanos, Duration.ofDays(10));
    retention.begin();
    return retention;
  }

  private void pass(Duration time) {
    clock.advance(time);
    nanos += time.toNanos();
  }

  private void ran(String id) {
    jobs.save(
        JobChange.of(PlanRuns.waiting(plan, id, Firing.scheduled(clock.instant())))
            .status(JobStatus.SUCCEEDED)
            .started(clock.instant(), "node")
            .ended(clock.instant())
            .job());
  }

  private java.util.List<String> ids() {
    return jobs.list(null, 0, 10).stream().map(job -> job.id()).toList();
  }
}
