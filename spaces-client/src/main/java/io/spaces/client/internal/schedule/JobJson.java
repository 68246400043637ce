package io.spaces.client.internal.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.history.Strategy;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.JobStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job that has started, and has ended or not, as JSON. */
final class JobJson {
  private static final int LONGEST_WARNINGS = 64_000;

  private JobJson() {}

  static ObjectNode write(BackupJob job) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", job.id());
    node.put("plan", job.plan());
    node.put("strategy", job.strategy().name());
    node.put("description", job.description());
    node.put("dueAt", job.dueAt().toString());
    node.put("startedAt", String.valueOf(job.startedAt()));
    node.put("node", job.node());
    node.put("destination", job.destination());
    node.put("set", job.set());
    if (job.status().isFinal()) {
      node.put("status", job.status().name());
      node.put("endedAt", job.endedAt() == null ? null : job.endedAt().toString());
      node.put("count", job.count());
      node.put("size", job.size());
      node.put("errorCount", job.errorCount());
      node.put("recordId", job.recordId());
      node.put("snapshotId", job.snapshotId());
      node.put("message", job.message());
      node.put("warnings", WarningsText.write(job.warnings(), LONGEST_WARNINGS));
    }
    return node;
  }

  /** The job, or empty for what makes no sense. */
  static Optional<BackupJob> read(JsonNode node) {
    try {
      String ended = text(node, "endedAt");
      return Optional.of(
          new BackupJob(
              node.path("id").asText(),
              node.path("plan").asText(),
              Strategy.valueOf(node.path("strategy").asText()),
              JobStatus.valueOf(node.path("status").asText(JobStatus.RUNNING.name())),
              node.path("description").asText(),
              Instant.parse(node.path("dueAt").asText()),
              Instant.parse(node.path("startedAt").asText()),
              ended == null ? null : Instant.parse(ended),
              text(node, "node"),
              node.path("destination").asText(),
              node.path("count").asLong(-1),
              node.path("size").asLong(-1),
              node.path("errorCount").asLong(-1),
              text(node, "recordId"),
              text(node, "snapshotId"),
              node.path("message").asText(),
              WarningsText.read(text(node, "warnings")),
              text(node, "set")));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node.hasNonNull(name) ? node.get(name).asText() : null;
  }
}
