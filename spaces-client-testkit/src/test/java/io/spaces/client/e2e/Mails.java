package io.spaces.client.e2e;

import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.JobStatus;
import java.time.Instant;

/** What there is to tell by mail. */
final class Mails {
  private Mails() {}

  /** A job that has failed. */
  static BackupJob job(BackupPlan plan) {
    Instant due = Instant.parse("2026-11-22T01:30:00Z");
    return BackupJob.builder("job-4711", plan.name(), due)
        .status(JobStatus.FAILED)
        .description("nightly")
        .startedAt(due)
        .endedAt(due.plusSeconds(83))
        .node("node")
        .destination(plan.destination().address())
        .message("The space is full")
        .build();
  }
}
