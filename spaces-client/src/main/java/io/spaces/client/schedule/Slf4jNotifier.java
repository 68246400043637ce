package io.spaces.client.schedule;

import io.spaces.client.transfer.Warning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line to the log {@code io.spaces.client.schedule}, INFO for a success, else ERROR; and
 * a WARN for each of the job's warnings.
 *
 * @since 0.1.0
 */
public final class Slf4jNotifier implements Notifier {
  private static final Logger log = LoggerFactory.getLogger("io.spaces.client.schedule");

  /** A notifier without settings. */
  public Slf4jNotifier() {}

  @Override
  public void jobEnded(BackupPlan plan, BackupJob job) {
    if (job.status() == JobStatus.SUCCEEDED) {
      log.info(
          "The backup {} ({}) succeeded: {} objects, {} bytes, in {}",
          plan.name(),
          plan.environment(),
          job.count(),
          job.size(),
          job.duration());
    } else {
      log.error(
          "The backup {} ({}) ended as {}: {}",
          plan.name(),
          plan.environment(),
          job.status(),
          job.message());
    }
    for (Warning warning : job.warnings()) {
      log.warn("The backup {} ({}): {}", plan.name(), plan.environment(), warning.text());
    }
  }
}
