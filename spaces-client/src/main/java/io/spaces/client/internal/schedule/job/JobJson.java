package io.spaces.client.internal.schedule.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.transfer.Warning;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job as JSON, in files and messages. */
public final class JobJson {
  private static final ObjectMapper JSON =
      new JsonMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JobJson() {}

  public static ObjectNode write(BackupJob job) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", job.id());
    node.put("plan", job.plan());
    node.put("strategy", job.strategy().name());
    node.put("status", job.status().name());
    node.put("description", job.description());
    node.put("dueAt", job.dueAt().toString());
    node.put("startedAt", text(job.startedAt()));
    node.put("endedAt", text(job.endedAt()));
    node.put("node", job.node());
    node.put("destination", job.destination());
    node.put("count", job.count());
    node.put("size", job.size());
    node.put("errorCount", job.errorCount());
    node.put("recordId", job.recordId());
    node.put("snapshotId", job.snapshotId());
    node.put("message", job.message());
    ArrayNode warnings = node.putArray("warnings");
    job.warnings()
        .forEach(
            warning ->
                warnings
                    .addObject()
                    .put("code", warning.code().name())
                    .put("text", warning.text()));
    node.put("set", job.set());
    return node;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  /** The job that a line of JSON tells of. */
  public static BackupJob read(String json) {
    try {
      return read(JSON.readTree(json)).orElseThrow(() -> noJob(""));
    } catch (JsonProcessingException e) {
      throw noJob(": " + ForeignWords.of(e));
    }
  }

  private static InvalidParameterException noJob(String why) {
    return new InvalidParameterException(
        "json", "is no job; expected what BackupJob.toJson() writes" + why);
  }

  /** The job, or empty for what makes no sense. */
  public static Optional<BackupJob> read(JsonNode node) {
    if (!node.path("id").isTextual() || !node.path("plan").isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          BackupJob.builder(
                  node.path("id").asText(),
                  node.path("plan").asText(),
                  Instant.parse(node.path("dueAt").asText()))
              .strategy(Strategy.valueOf(node.path("strategy").asText()))
              .status(JobStatus.valueOf(node.path("status").asText()))
              .description(node.path("description").asText())
              .startedAt(time(node, "startedAt"))
              .endedAt(time(node, "endedAt"))
              .node(text(node, "node"))
              .destination(node.path("destination").asText())
              .count(node.path("count").asLong(-1))
              .size(node.path("size").asLong(-1))
              .errorCount(node.path("errorCount").asLong(-1))
              .recordId(text(node, "recordId"))
              .snapshotId(text(node, "snapshotId"))
              .message(node.path("message").asText())
              .warnings(warnings(node.path("warnings")))
              .set(text(node, "set"))
              .build());
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * A code that a later release has written is left out; earlier consoles have written words, such
   * as {@code retention-failed}.
   */
  private static List<Warning> warnings(JsonNode array) {
    List<Warning> warnings = new ArrayList<>();
    for (JsonNode node : array) {
      String name = node.path("code").asText().toUpperCase(Locale.ROOT).replace('-', '_');
      for (Warning.Code code : Warning.Code.values()) {
        if (code.name().equals(name)) {
          warnings.add(new Warning(code, node.path("text").asText()));
        }
      }
    }
    return warnings;
  }

  private static @Nullable Instant time(JsonNode node, String name) {
    String text = text(node, name);
    return text == null ? null : Instant.parse(text);
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node.hasNonNull(name) ? node.get(name).asText() : null;
  }
}
