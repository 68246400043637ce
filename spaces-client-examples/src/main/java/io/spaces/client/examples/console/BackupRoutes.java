package io.spaces.client.examples.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be asked about backups that are there. */
final class BackupRoutes {
  private static final Map<String, String> STATUSES =
      same(
          "waiting",
          "running",
          "succeeded",
          "partial",
          "failed",
          "cancelled",
          "skipped",
          BackupRow.DELETED);
  private static final Map<String, String> STRATEGIES = same("manual", "automatic", "unknown");
  private static final Map<String, OverwritePolicy> POLICIES =
      Stream.of(OverwritePolicy.values())
          .collect(Collectors.toMap(Json::word, Function.identity()));

  private final Backups backups;
  private final Restores restores;
  private final Root root;

  BackupRoutes(Backups backups, Restores restores, Root root) {
    this.backups = backups;
    this.restores = restores;
    this.root = root;
  }

  private static Map<String, String> same(String... words) {
    return Stream.of(words).collect(Collectors.toMap(Function.identity(), Function.identity()));
  }

  /** {@code GET /backup/fetch}. */
  Reply fetch(Call call) throws IOException {
    RequestParameters query = call.query("limit", "offset", "search", "status", "strategy");
    int limit = query.number("limit", 1, 100, 20);
    int offset = query.number("offset", 0, 1_000_000, 0);
    String search = query.text("search", 200, "").strip();
    String status = query.wordOrNull("status", STATUSES);
    String strategy = query.wordOrNull("strategy", STRATEGIES);
    List<BackupRow> all =
        (BackupRow.DELETED.equals(status) ? backups.deleted() : backups.list())
            .stream()
                .filter(row -> search.isEmpty() || row.contains(search))
                .filter(row -> status == null || row.status().equals(status))
                .filter(row -> strategy == null || row.strategy().equals(strategy))
                .toList();
    ObjectNode node = Json.object();
    node.put("total", all.size());
    node.put("limit", limit);
    node.put("offset", offset);
    ArrayNode page = node.putArray("backups");
    all.stream().skip(offset).limit(limit).forEach(row -> page.add(row.toJson()));
    ArrayNode damaged = node.putArray("damaged");
    backups
        .damaged()
        .forEach(
            one ->
                damaged
                    .addObject()
                    .put("id", one.id())
                    .put("time", one.time().toString())
                    .put("problem", one.problem()));
    return Reply.ok(node);
  }

  /** {@code POST /backup/confirm}. */
  Reply confirm(Call call) throws IOException {
    return Reply.ok(backups.confirm(call.body("id").text("id", 64)).toJson());
  }

  /** {@code POST /backup/undelete}. */
  Reply undelete(Call call) throws IOException {
    return Reply.ok(backups.undelete(call.body("id").text("id", 64)).toJson());
  }

  /** {@code POST /backup/update}. */
  Reply update(Call call) throws IOException {
    RequestParameters given = call.body("id", "description", "expiresAt", "pinned");
    String id = given.text("id", 64);
    String description = given.textOrNull("description", 500);
    @Nullable Instant expiresAt = given.momentOrNull("expiresAt");
    boolean pins = given.mentions("pinned");
    if (description == null && !given.mentions("expiresAt") && !pins) {
      throw RefusedRequestException.badRequest(
          "description, expiresAt and pinned are missing; expected one at least");
    }
    if (expiresAt != null && expiresAt.isBefore(Instant.now())) {
      throw RefusedRequestException.badRequest("expiresAt is in the past");
    }
    Snapshot snapshot = backups.snapshot(id);
    if (description != null && !description.equals(snapshot.description())) {
      backups.describe(id, description);
    }
    if (given.mentions("expiresAt")) {
      backups.expire(id, expiresAt);
    }
    if (pins) {
      backups.pin(id, given.flag("pinned", false));
    }
    return Reply.ok(backups.get(snapshot.id()).toJson());
  }

  /** {@code DELETE /backup/{id}}. */
  Reply delete(Call call) throws IOException {
    call.refuseQuery();
    backups.delete(call.id());
    return Reply.ok(Json.object().put("id", call.id()).put("deleted", true));
  }

  /** {@code GET /backup/restore}: what it would do. */
  Reply preview(Call call) throws IOException {
    return carryOut(call.query("id", "target", "overwrite", "deleteExtra"), restores::preview, 200);
  }

  /** {@code POST /backup/restore}. */
  Reply restore(Call call) throws IOException {
    return carryOut(call.body("id", "target", "overwrite", "deleteExtra"), restores::start, 202);
  }

  private Reply carryOut(RequestParameters given, Action action, int status) throws IOException {
    Path target = root.folder("target", given.text("target", 1_000, ""));
    OverwritePolicy overwrite = given.wordOrNull("overwrite", POLICIES);
    boolean exact = given.flag("deleteExtra", false);
    Snapshot snapshot = backups.snapshot(given.text("id", 64));
    return Reply.json(
        status,
        action.on(
            snapshot, target, overwrite == null ? OverwritePolicy.IF_DIFFERENT : overwrite, exact));
  }

  /** {@code GET /api/operations/{id}}: a backup or a restore that was started. */
  Reply operation(Call call) throws IOException {
    call.refuseQuery();
    Optional<ObjectNode> restore = restores.state(call.id());
    return Reply.ok(
        restore.isPresent()
            ? restore.get()
            : backups.get(call.id()).toJson().put("kind", "backup"));
  }

  private interface Action {
    ObjectNode on(Snapshot snapshot, Path target, OverwritePolicy overwrite, boolean exact);
  }
}
