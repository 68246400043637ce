package io.spaces.client.examples.console;

import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.PlanSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Backups that somebody asks for now: a whole plan, a kind of data, or a part of it. */
final class Triggers {
  private static final Map<String, Set<DataKind>> TYPES = types();
  private static final int LONGEST_DESCRIPTION = 500;

  private final BackupScheduler scheduler;
  private final Plans plans;
  private final Backups backups;
  private final Root root;

  Triggers(BackupScheduler scheduler, Plans plans, Backups backups, Root root) {
    this.scheduler = scheduler;
    this.plans = plans;
    this.backups = backups;
    this.root = root;
  }

  private static Map<String, Set<DataKind>> types() {
    Map<String, Set<DataKind>> types = new HashMap<>();
    Plans.KINDS.forEach((word, kind) -> types.put(word, Set.of(kind)));
    types.put("user_data", Set.of(DataKind.USER_DATA));
    types.put("all", EnumSet.allOf(DataKind.class));
    return Map.copyOf(types);
  }

  /** {@code POST /backup/create}. */
  Reply create(Call call) throws IOException {
    RequestParameters given = call.body("plan", "description");
    BackupPlan plan = plans.orFirst(given.textOrNull("plan", 80));
    String description = given.text("description", LONGEST_DESCRIPTION, "");
    return asked(scheduler.trigger(plan.name(), description));
  }

  /** {@code POST /api/trigger-backup}. */
  Reply trigger(Call call) throws IOException {
    RequestParameters given = call.body("type", "description", "database_name", "storage_path");
    if (!given.has("type")) {
      throw RefusedRequestException.badRequest("type is missing");
    }
    Set<DataKind> kinds = given.wordOrNull("type", TYPES);
    if (kinds == null) {
      throw RefusedRequestException.badRequest("type is empty");
    }
    String description = given.text("description", LONGEST_DESCRIPTION, "");
    BackupPlan plan = plans.orFirst(null);
    List<PlanSource> part = plan.sources(kinds);
    if (part.isEmpty()) {
      throw RefusedRequestException.badRequest(
          "type is one of which there is nothing to back up here");
    }
    String database = given.textOrNull("database_name", 200);
    if (database != null && !database.isEmpty()) {
      part = databases(part, database);
    }
    String path = given.textOrNull("storage_path", 1_000);
    if (path != null && !path.isEmpty()) {
      part = List.of(below(part, root.folder("storage_path", path)));
    }
    return asked(scheduler.trigger(plan.name(), description, part));
  }

  private Reply asked(BackupJob job) throws IOException {
    return Reply.accepted(backups.asked(job).toJson());
  }

  private static List<PlanSource> databases(List<PlanSource> sources, String name) {
    List<PlanSource> named =
        sources.stream()
            .filter(source -> source.kind() == DataKind.DATABASE && name(source).equals(name))
            .toList();
    if (named.isEmpty()) {
      throw RefusedRequestException.badRequest(
          "database_name is \"" + name + "\", which is not known here");
    }
    return named;
  }

  /** What a database is called: the last part of where it lies in a backup, without an ending. */
  private static String name(PlanSource source) {
    String key = source.key();
    return key.substring(key.lastIndexOf('/') + 1).replaceFirst("\\.[^.]*$", "");
  }

  /** A folder that is one of the sources, or lies in one; it keeps its place in the backup. */
  private static PlanSource below(List<PlanSource> sources, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw RefusedRequestException.badRequest("storage_path does not exist");
    }
    for (PlanSource source : sources) {
      PlanSource part = source instanceof PlanSource.Folder whole ? part(whole, folder) : null;
      if (part != null) {
        return part;
      }
    }
    throw RefusedRequestException.badRequest(
        "storage_path is in no folder of that type that is backed up");
  }

  private static @Nullable PlanSource part(PlanSource.Folder whole, Path folder)
      throws IOException {
    Path real = whole.path().toRealPath();
    if (!folder.startsWith(real)) {
      return null;
    }
    String inside = real.relativize(folder).toString().replace('\\', '/');
    String under =
        whole.under().isEmpty() || inside.isEmpty()
            ? whole.under() + inside
            : whole.under() + "/" + inside;
    return PlanSource.folder(whole.kind(), folder, under);
  }
}
