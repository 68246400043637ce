package io.spaces.client.internal.schedule.job;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.transfer.Warning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job as it goes on. */
public final class JobChange {
  private final BackupJob from;
  private JobStatus status;
  private @Nullable Instant startedAt;
  private @Nullable Instant endedAt;
  private @Nullable String node;
  private @Nullable BackupResult result;
  private String message;
  private final List<Warning> more = new ArrayList<>();

  private JobChange(BackupJob from) {
    this.from = from;
    status = from.status();
    startedAt = from.startedAt();
    endedAt = from.endedAt();
    node = from.node();
    message = from.message();
  }

  public static JobChange of(BackupJob job) {
    return new JobChange(job);
  }

  public JobChange status(JobStatus status) {
    this.status = status;
    return this;
  }

  public JobChange message(String message) {
    this.message = message;
    return this;
  }

  public JobChange started(Instant at, String node) {
    startedAt = at;
    this.node = node;
    return this;
  }

  JobChange ended(Instant at) {
    endedAt = at;
    return this;
  }

  JobChange ended(Instant at, String node) {
    this.node = node;
    return ended(at);
  }

  public JobChange result(BackupResult result) {
    this.result = result;
    status = of(result);
    message = result.statusMessage();
    if (!result.failures().isEmpty()) {
      var first = result.failures().get(0);
      message =
          message
              + " (first of "
              + result.errorCount()
              + ": "
              + first.key()
              + ": "
              + first.message()
              + ")";
    }
    return this;
  }

  JobChange failure(Throwable e, boolean cancelled) {
    status = cancelled ? JobStatus.CANCELLED : JobStatus.FAILED;
    message = ForeignWords.of(e);
    return this;
  }

  /** Something to know besides, whatever becomes of the run. */
  void warn(Warning warning) {
    more.add(warning);
  }

  /** What comes after the run has failed: what was backed up stays, and the job has failed. */
  void hookFailed(String why) {
    boolean made = status == JobStatus.SUCCEEDED || status == JobStatus.PARTIAL;
    message = made ? "The run itself was done, but: " + why : message + "; " + why;
    status = made ? JobStatus.FAILED : status;
  }

  public BackupJob job() {
    BackupJob.Builder job =
        from.toBuilder()
            .status(status)
            .startedAt(startedAt)
            .endedAt(endedAt)
            .node(node)
            .message(message);
    if (result != null) {
      job.count(result.count())
          .size(result.size())
          .errorCount(result.errorCount())
          .recordId(result.recordId())
          .snapshotId(result.snapshotId());
    }
    List<Warning> warnings = new ArrayList<>(more);
    warnings.addAll(result == null ? from.warnings() : result.warnings());
    job.warnings(warnings);
    return job.build();
  }

  private static JobStatus of(BackupResult result) {
    return switch (result.status()) {
      case SUCCEEDED -> JobStatus.SUCCEEDED;
      // Of a run that saved nothing at all, a part is no part.
      case PARTIAL ->
          result.count() > 0 || result.unchanged() > 0 ? JobStatus.PARTIAL : JobStatus.FAILED;
      case NOTHING_FOUND, FAILED -> JobStatus.FAILED;
      case CANCELLED -> JobStatus.CANCELLED;
    };
  }
}
