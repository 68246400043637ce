package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.JobStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans and their jobs, for people and for programs. */
final class PlanText {
  private PlanText() {}

  static String line(BackupPlan plan, Instant now) {
    Instant next = next(plan, now);
    return String.format(
        Locale.ROOT,
        "%-20s  %-16s  %-18s  %-26s  %s",
        plan.name(),
        plan.schedule().expression(),
        plan.schedule().zone(),
        next == null ? "paused" : next.atZone(plan.schedule().zone()).toOffsetDateTime(),
        plan.destination().address());
  }

  /** What the plan says, its defaults filled in. */
  static List<String> yaml(BackupPlan plan) {
    try {
      return PlanFile.yaml(new JsonMapper().readTree(plan.toJson()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static void write(BackupPlan plan, Instant now, JsonGenerator json) throws IOException {
    json.writeFieldName("plan");
    json.writeRawValue(plan.toJson());
    json.writeStringField("nextRun", HistoryText.text(next(plan, now)));
  }

  private static @Nullable Instant next(BackupPlan plan, Instant now) {
    return plan.enabled() ? plan.schedule().next(now).orElse(null) : null;
  }

  static String line(BackupJob job) {
    Duration duration = job.duration();
    String numbers =
        job.count() < 0 ? "" : "  " + Units.objects(job.count()) + ", " + Units.bytes(job.size());
    return job.plan()
        + "  "
        + HistoryText.word(job.status())
        + (job.status() == JobStatus.RUNNING ? "  " + Printable.line(job.description()) : "")
        + (duration == null ? "" : " after " + Units.duration(duration))
        + numbers
        + (job.snapshotId() == null ? "" : "  snapshot " + job.snapshotId())
        + (job.message().isEmpty() ? "" : ": " + Printable.line(job.message()))
        + job.warnings().stream()
            .map(warning -> "; warning: " + Printable.line(warning.text()))
            .collect(Collectors.joining());
  }

  static void write(BackupJob job, JsonGenerator json) throws IOException {
    Duration duration = job.duration();
    json.writeStringField("plan", job.plan());
    json.writeStringField("set", job.set());
    json.writeStringField("job", job.id());
    json.writeStringField("status", HistoryText.word(job.status()));
    json.writeStringField("strategy", HistoryText.word(job.strategy()));
    json.writeStringField("description", job.description());
    json.writeStringField("dueAt", job.dueAt().toString());
    json.writeStringField("startedAt", HistoryText.text(job.startedAt()));
    json.writeStringField("endedAt", HistoryText.text(job.endedAt()));
    json.writeNumberField("durationMillis", duration == null ? -1 : duration.toMillis());
    json.writeStringField("destination", job.destination());
    json.writeNumberField("count", job.count());
    json.writeNumberField("size", job.size());
    json.writeNumberField("errorCount", job.errorCount());
    json.writeStringField("recordId", job.recordId());
    json.writeStringField("snapshotId", job.snapshotId());
    json.writeStringField("message", job.message());
    Report.write(job.warnings(), json);
  }
}
