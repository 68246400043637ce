package io.spaces.client.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MicrometerMetricsTest {
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MicrometerMetrics metrics = new MicrometerMetrics(registry, new Ticking());
  private final BackupPlan plan = Plans.plan("nightly", "@daily").build();

  @Test
  void countsRunsAndMeasuresWhatTheySent() {
    metrics.ended(plan, job(JobStatus.SUCCEEDED, 3, 42));
    metrics.ended(plan, job(JobStatus.PARTIAL, 1, 8));
    metrics.ended(plan, job(JobStatus.SKIPPED, -1, -1));
    metrics.ended(plan, job(JobStatus.FAILED, -1, -1));

    assertThat(registry.get("spaces.backup.runs").tags("plan", "nightly").counters()).hasSize(4);
    assertThat(registry.get("spaces.backup.failures").counter().count()).isEqualTo(2);
    assertThat(registry.get("spaces.backup.bytes").summary().totalAmount()).isEqualTo(50);
    assertThat(registry.get("spaces.backup.objects").summary().count()).isEqualTo(2);
    assertThat(registry.get("spaces.backup.duration").timer().totalTime(TimeUnit.SECONDS))
        .isEqualTo(15);
  }

  @Test
  void tellsHowLongTheLastSuccessIsAgo() {
    metrics.ended(plan, job(JobStatus.SUCCEEDED, 3, 42));
    now = now.plusSeconds(90);
    assertThat(age()).isEqualTo(90);
    metrics.ended(plan, job(JobStatus.FAILED, -1, -1));
    assertThat(age()).isEqualTo(90);
    metrics.ended(plan, job(JobStatus.SUCCEEDED, 3, 42));
    assertThat(age()).isZero();
  }

  @Test
  void theLastSuccessOfAnEarlierProcessHasItsAgeFromTheStart() {
    metrics.lastSucceeded(plan, now.minusSeconds(3_600));
    assertThat(age()).isEqualTo(3_600);
    metrics.ended(plan, job(JobStatus.FAILED, -1, -1));
    assertThat(age()).isEqualTo(3_600);
    metrics.ended(plan, job(JobStatus.SUCCEEDED, 3, 42));
    assertThat(age()).isZero();
  }

  @Test
  void aRunOfAPartMakesTheWholeBackupNoYounger() {
    metrics.ended(plan, job(JobStatus.SUCCEEDED, 3, 42));
    now = now.plusSeconds(90);

    metrics.ended(plan, job(JobStatus.SUCCEEDED, 1, 8, "nightly/database"));

    assertThat(age()).isEqualTo(90);
    assertThat(age("nightly/database")).isZero();
    assertThat(registry.get("spaces.backup.bytes").tag("set", "nightly").summary().totalAmount())
        .isEqualTo(42);
  }

  @Test
  void theRunsOfAMirrorAreOfItsPlan() {
    metrics.ended(plan, job(JobStatus.SUCCEEDED, 3, 42, null));

    assertThat(age("nightly")).isZero();
  }

  private double age() {
    return age("nightly");
  }

  private double age(String set) {
    return registry
        .get("spaces.backup.last.success.age")
        .tag("environment", "production")
        .tag("set", set)
        .gauge()
        .value();
  }

  private static BackupJob job(JobStatus status, long count, long size) {
    return job(status, count, size, "nightly");
  }

  private static BackupJob job(JobStatus status, long count, long size, @Nullable String set) {
    Instant start = Instant.parse("2026-11-22T09:00:00Z");
    return BackupJob.builder("id", "nightly", start)
        .status(status)
        .startedAt(start)
        .endedAt(start.plus(Duration.ofSeconds(5)))
        .node("node")
        .destination("https://space.example")
        .count(count)
        .size(size)
        .errorCount(0)
        .set(set)
        .build();
  }

  private final class Ticking extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
