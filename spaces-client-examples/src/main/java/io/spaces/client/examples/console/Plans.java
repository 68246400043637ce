package io.spaces.client.examples.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.PlanState;
import io.spaces.client.snapshot.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plans. What is asked for may change when and what part is backed up, and how long it is kept;
 * never which folders and programs there are, where to, and under which key: those come from the
 * command line.
 */
final class Plans {
  static final Map<String, DataKind> KINDS =
      Map.of(
          "database", DataKind.DATABASE, "user-data", DataKind.USER_DATA, "files", DataKind.FILES);

  private static final String[] FIELDS = {
    "name", "cron", "zone", "select", "retention", "expiryHours", "enabled", "description"
  };

  private static final String[] FIELDS_OF_NEW =
      Stream.concat(Stream.of(FIELDS), Stream.of("replace")).toArray(String[]::new);

  private static final int SHOWN_RUNS = 3;
  private static final Duration LONGEST_EXPIRY = Duration.of(3_650, ChronoUnit.DAYS);

  private final BackupScheduler scheduler;
  private final Backups backups;
  private final BackupPlan template;
  private final Path file;

  /**
   * The plans of a scheduler.
   *
   * @param backups knows the plans' last runs
   * @param template has what every plan has
   * @param file where they are kept
   */
  Plans(BackupScheduler scheduler, Backups backups, BackupPlan template, Path file) {
    this.scheduler = scheduler;
    this.backups = backups;
    this.template = template;
    this.file = file;
  }

  /** Adds the plans that were kept, or at first the template, to the scheduler. */
  void load() {
    if (!Files.exists(file)) {
      scheduler.add(template);
      return;
    }
    PlanEncryption encryption = template.encryption();
    for (BackupPlan kept : BackupPlan.readAll(file)) {
      scheduler.add(
          kept.toBuilder()
              .sources(template.sources())
              .destination(template.destination())
              .encryption(encryption == null ? kept.encryption() : encryption)
              .build());
    }
  }

  /** All plans. */
  List<PlanState> list() {
    return scheduler.list();
  }

  /** The named plan, or the first one; the template when there is none at all. */
  BackupPlan orFirst(@Nullable String name) {
    List<PlanState> all = list();
    if (name == null && all.isEmpty()) {
      throw RefusedRequestException.conflict("There is no plan; add one first");
    }
    return name == null ? all.get(0).plan() : get(name);
  }

  private BackupPlan get(String name) {
    return list().stream()
        .map(PlanState::plan)
        .filter(plan -> plan.name().equals(name))
        .findFirst()
        .orElseThrow(() -> RefusedRequestException.notFound("There is no plan \"" + name + "\""));
  }

  Reply list(Call call) throws IOException {
    call.refuseQuery();
    ObjectNode node = Json.object();
    ArrayNode plans = node.putArray("schedules");
    list().forEach(state -> plans.add(json(state)));
    return Reply.ok(node);
  }

  synchronized Reply add(Call call) throws IOException {
    RequestParameters given = call.body(FIELDS_OF_NEW);
    String name = given.text("name", 80);
    boolean there = list().stream().anyMatch(state -> state.plan().name().equals(name));
    if (there && !given.flag("replace", false)) {
      throw RefusedRequestException.conflict("There is a plan \"" + name + "\" already");
    }
    String cron = given.text("cron", 120);
    scheduler.put(changed(template.toBuilder().name(name).build(), given, cron));
    return saved(name, there ? 200 : 201);
  }

  synchronized Reply update(Call call) throws IOException {
    RequestParameters given = call.body(FIELDS);
    BackupPlan old = get(given.text("name", 80));
    scheduler.update(changed(old, given, given.text("cron", 120, old.schedule().expression())));
    return saved(old.name(), 200);
  }

  synchronized Reply remove(Call call) throws IOException {
    String name = get(call.query("name").text("name", 80)).name();
    scheduler.remove(name);
    save();
    return Reply.ok(Json.object().put("name", name).put("removed", true));
  }

  /** Lets all plans follow their schedules, or none. */
  synchronized Reply auto(Call call) throws IOException {
    RequestParameters given = call.body("enabled");
    if (!given.has("enabled")) {
      throw RefusedRequestException.badRequest("enabled is missing");
    }
    boolean enabled = given.flag("enabled", true);
    for (PlanState state : list()) {
      if (enabled) {
        scheduler.resume(state.plan().name());
      } else {
        scheduler.pause(state.plan().name());
      }
    }
    save();
    return Reply.ok(Json.object().put("enabled", isAutomatic()));
  }

  boolean isAutomatic() {
    return list().stream().anyMatch(state -> state.plan().enabled());
  }

  private Reply saved(String name, int status) throws IOException {
    save();
    PlanState state =
        list().stream().filter(each -> each.plan().name().equals(name)).findFirst().orElseThrow();
    return Reply.json(status, json(state));
  }

  private void save() throws IOException {
    ArrayNode plans = Json.array();
    for (PlanState state : list()) {
      plans.add(Json.read(state.plan().toJson()));
    }
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.write(next, Json.bytes(plans));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static BackupPlan changed(BackupPlan old, RequestParameters given, String cron)
      throws IOException {
    var builder =
        old.toBuilder()
            .zone(given.zone("zone", old.schedule().zone()))
            .cron(cron)
            .enabled(given.flag("enabled", old.enabled()))
            .description(given.text("description", 500, old.description()));
    if (given.mentions("expiryHours")) {
      builder.expiry(null);
    }
    if (given.has("select")) {
      builder.select(given.words("select", KINDS).toArray(DataKind[]::new));
    }
    if (given.has("retention")) {
      builder.retention(Retention.parse(given.text("retention", 80)));
    }
    if (given.has("expiryHours")) {
      builder.expiryHours(given.number("expiryHours", 1, (int) LONGEST_EXPIRY.toHours(), 1));
    }
    return builder.build();
  }

  private ObjectNode json(PlanState state) {
    BackupPlan plan = state.plan();
    ObjectNode node = Json.object();
    node.put("name", plan.name());
    node.put("cron", plan.schedule().expression());
    node.put("zone", plan.schedule().zone().getId());
    ArrayNode select = node.putArray("select");
    plan.selection().stream().sorted().forEach(kind -> select.add(Json.word(kind)));
    node.put("retention", plan.retention().toString());
    node.put("expiryHours", plan.expiry() == null ? null : plan.expiry().toHours());
    node.put("enabled", plan.enabled());
    node.put("description", plan.description());
    ArrayNode runs = node.putArray("nextRuns");
    Instant next = plan.enabled() ? state.nextRun() : null;
    for (int i = 0; i < SHOWN_RUNS && next != null; i++) {
      runs.add(next.toString());
      next = plan.schedule().next(next).orElse(null);
    }
    BackupJob last = backups.latest(plan.name()).orElse(null);
    node.put("lastStatus", last == null ? null : Json.word(last.status()));
    node.put("lastRun", last == null ? null : last.dueAt().toString());
    return node;
  }
}
