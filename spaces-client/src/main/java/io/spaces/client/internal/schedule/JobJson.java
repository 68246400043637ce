package io.spaces.client.internal.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.history.Strategy;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.JobStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job that has started and not ended, as JSON. */
final class JobJson {
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
    return node;
  }

  /** The job, or empty for what makes no sense. */
  static Optional<BackupJob> read(JsonNode node) {
    try {
      return Optional.of(
          new BackupJob(
              node.path("id").asText(),
              node.path("plan").asText(),
              Strategy.valueOf(node.path("strategy").asText()),
              JobStatus.RUNNING,
              node.path("description").asText(),
              Instant.parse(node.path("dueAt").asText()),
              Instant.parse(node.path("startedAt").asText()),
              null,
              text(node, "node"),
              node.path("destination").asText(),
              -1,
              -1,
              -1,
              null,
              null,
              "",
              List.of(),
              text(node, "set")));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node.hasNonNull(name) ? node.get(name).asText() : null;
  }
}
