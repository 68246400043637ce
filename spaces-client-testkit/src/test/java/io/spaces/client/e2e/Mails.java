package io.spaces.client.e2e;

import io.spaces.client.history.Strategy;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.JobStatus;
import java.time.Instant;
import java.util.List;

/** What there is to tell by mail. */
final class Mails {
  private Mails() {}

  /** A job that has failed. */
  static BackupJob job(BackupPlan plan) {
    Instant due = Instant.parse("2026-11-22T01:30:00Z");
    return new BackupJob(
        "job-4711",
        plan.name(),
        Strategy.AUTOMATIC,
        JobStatus.FAILED,
        "nightly",
        due,
        due,
        due.plusSeconds(83),
        "node",
        plan.destination().address(),
        -1,
        -1,
        -1,
        null,
        null,
        "The space is full",
        List.of(),
        null);
  }
}
