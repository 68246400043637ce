package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Measures the jobs of a scheduler with Micrometer; add it as a {@linkplain
 * BackupSchedulerBuilder#listener listener}. All meters have the tags {@code plan}, {@code
 * environment} and {@code set}, {@linkplain BackupJob#set what a job is a backup of} (for a mirror,
 * the plan's name): a run of a part makes no whole backup any younger.
 *
 * <ul>
 *   <li>{@code spaces.backup.runs}, a counter, also with the tag {@code status}
 *   <li>{@code spaces.backup.failures}, a counter of the runs that ended neither well nor were left
 *       out
 *   <li>{@code spaces.backup.bytes} and {@code spaces.backup.objects}, summaries of what was sent
 *   <li>{@code spaces.backup.duration}, a timer
 *   <li>{@code spaces.backup.last.success.age}, a gauge in seconds, from the first success on that
 *       this node has seen, or that the scheduler's database or state directory has
 * </ul>
 *
 * @since 0.1.0
 */
public final class MicrometerMetrics implements BackupJobListener {
  private final MeterRegistry registry;
  private final Clock clock;
  private final Map<Tags, AtomicReference<Instant>> successes = new HashMap<>();

  /**
   * Metrics in a registry.
   *
   * @param registry gets the meters
   */
  @SuppressWarnings("exports") // those who do not measure must not need Micrometer
  public MicrometerMetrics(MeterRegistry registry) {
    this(registry, Clock.systemUTC());
  }

  MicrometerMetrics(MeterRegistry registry, Clock clock) {
    this.registry = required("registry", registry);
    this.clock = clock;
  }

  @Override
  public void lastSucceeded(BackupPlan plan, Instant at) {
    succeeded(tags(plan, plan.set()), at);
  }

  private static Tags tags(BackupPlan plan, String set) {
    String environment = plan.environment().name().toLowerCase(Locale.ROOT);
    return Tags.of("plan", plan.name(), "environment", environment).and("set", set);
  }

  @Override
  public void ended(BackupPlan plan, BackupJob job) {
    Tags tags = tags(plan, job.set() == null ? plan.name() : job.set());
    String status = job.status().name().toLowerCase(Locale.ROOT);
    Counter.builder("spaces.backup.runs")
        .description("Backup jobs that ended")
        .tags(tags.and("status", status))
        .register(registry)
        .increment();
    if (job.status() == JobStatus.SKIPPED) {
      return;
    }
    Counter failures =
        Counter.builder("spaces.backup.failures")
            .description("Backup jobs that did not succeed")
            .tags(tags)
            .register(registry);
    if (job.status() != JobStatus.SUCCEEDED) {
      failures.increment();
    }
    record("spaces.backup.bytes", "bytes", tags, job.size());
    record("spaces.backup.objects", "objects", tags, job.count());
    time(tags, job.duration());
    if (job.status() == JobStatus.SUCCEEDED) {
      succeeded(tags, clock.instant());
    }
  }

  private void record(String name, String unit, Tags tags, long amount) {
    if (amount >= 0) {
      DistributionSummary.builder(name)
          .description("What backup jobs sent")
          .baseUnit(unit)
          .tags(tags)
          .register(registry)
          .record((double) amount);
    }
  }

  private void time(Tags tags, @Nullable Duration duration) {
    if (duration != null) {
      Timer.builder("spaces.backup.duration")
          .description("How long backup jobs took")
          .tags(tags)
          .register(registry)
          .record(duration);
    }
  }

  private synchronized void succeeded(Tags tags, Instant at) {
    AtomicReference<Instant> known = successes.get(tags);
    if (known != null) {
      known.set(at);
      return;
    }
    AtomicReference<Instant> last = new AtomicReference<>(at);
    successes.put(tags, last);
    Gauge.builder(
            "spaces.backup.last.success.age",
            last,
            moment -> Duration.between(moment.get(), clock.instant()).toMillis() / 1000.0)
        .description("How long the last successful backup is ago")
        .baseUnit("seconds")
        .strongReference(true)
        .tags(tags)
        .register(registry);
  }
}
