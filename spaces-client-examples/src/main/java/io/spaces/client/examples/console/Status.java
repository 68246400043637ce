package io.spaces.client.examples.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.SpaceClient;
import io.spaces.client.SpaceStatus;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.history.DailySummary;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.DestinationProblem;
import io.spaces.client.schedule.PlanState;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.snapshot.Snapshot;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/** How the connection stands, and what happened lately. */
final class Status {
  private final SpaceClient client;
  private final Destination destination;
  private final String label;
  private final SecretResolver secrets;
  private final Plans plans;
  private final Backups backups;
  private final Root root;

  Status(
      SpaceClient client,
      Destination destination,
      String label,
      SecretResolver secrets,
      Plans plans,
      Backups backups,
      Root root) {
    this.client = client;
    this.destination = destination;
    this.label = label;
    this.secrets = secrets;
    this.plans = plans;
    this.backups = backups;
    this.root = root;
  }

  /** {@code GET /api/status}. */
  Reply status(Call call) throws IOException {
    call.refuseQuery();
    List<DestinationProblem> problems = destination.validate(secrets);
    ObjectNode node = Json.object();
    node.put("connected", problems.isEmpty());
    ArrayNode told = node.putArray("problems");
    problems.forEach(problem -> tell(told, Json.word(problem.kind()), problem.message()));
    node.put("destination", label);
    node.put("endpoint", destination.address());
    node.put("root", root.path().toString());
    if (problems.isEmpty()) {
      SpaceStatus status = client.status();
      node.put("freeCapacity", status.freeCapacity());
      try {
        List<Snapshot> snapshots = backups.snapshots();
        node.put("backups", snapshots.size());
        node.put("stored", snapshots.stream().mapToLong(Snapshot::sent).sum());
      } catch (IntegrityException e) {
        // Whoever is to find out why has to get in.
        tell(told, "vault", String.valueOf(e.getMessage()));
      }
    }
    node.put("auto", plans.isAutomatic());
    node.put(
        "nextRun",
        plans.list().stream()
            .filter(state -> state.plan().enabled())
            .map(PlanState::nextRun)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .map(Instant::toString)
            .orElse(null));
    return Reply.ok(node);
  }

  private static void tell(ArrayNode told, String kind, String message) {
    told.addObject().put("kind", kind).put("message", message);
  }

  /** {@code GET /api/activity}. */
  Reply activity(Call call) throws IOException {
    RequestParameters query = call.query("days", "zone");
    int days = query.number("days", 1, 730, 182);
    ZoneId zone = query.zone("zone", ZoneOffset.UTC);
    LocalDate today = LocalDate.now(zone);
    ObjectNode node = Json.object();
    ArrayNode list = node.putArray("days");
    for (DailySummary day : client.history().summary(today.minusDays(days - 1L), today, zone)) {
      list.addObject()
          .put("date", day.date().toString())
          .put("succeeded", day.succeeded())
          .put("failed", day.failed());
    }
    return Reply.ok(node);
  }
}
