package io.spaces.client.internal.schedule.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.backup.Layout;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.internal.source.read.OpenWatch;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupPlanBuilder;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.Environment;
import io.spaces.client.schedule.MailNotifier;
import io.spaces.client.schedule.MissedRuns;
import io.spaces.client.schedule.NotifyOn;
import io.spaces.client.schedule.Overlap;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.RunRetries;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Retention;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Plans as JSON and YAML, with words for the enums and references for the secrets. */
public final class PlanJson {
  private static final ObjectMapper JSON = strict(new JsonMapper());

  private static final String MAIL = "mail";
  private static final String SOURCES = "sources";

  private PlanJson() {}

  /** A field that is there twice is a mistake, of which one half would go unnoticed. */
  private static ObjectMapper strict(ObjectMapper mapper) {
    return mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  }

  /** The plan as one line of JSON. */
  public static String write(BackupPlan plan) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", plan.name());
    if (!plan.set().equals(plan.name())) {
      node.put("set", plan.set());
    }
    node.put("cron", plan.schedule().expression());
    node.put("zone", plan.schedule().zone().getId());
    var sources = node.putArray(SOURCES);
    plan.sources().forEach(source -> sources.add(SourceJson.write(source)));
    var selection = node.putArray("select");
    plan.selection().stream().sorted().forEach(kind -> selection.add(JsonFields.word(kind)));
    var exclude = node.putArray("exclude");
    plan.exclude().forEach(exclude::add);
    if (!plan.onTrouble().isEmpty()) {
      ObjectNode policies = node.putObject("onTrouble");
      new TreeMap<>(plan.onTrouble())
          .forEach(
              (trouble, policy) -> policies.put(JsonFields.word(trouble), JsonFields.word(policy)));
    }
    PlanParameters.write(plan, node);
    node.set("destination", DestinationJson.write(plan.destination()));
    node.put("incremental", plan.incremental());
    node.put("layout", JsonFields.word(plan.layout()));
    VaultJson.write(plan, node);
    node.put("retention", plan.retention().toString());
    if (plan.expiry() != null) {
      node.put("expiryHours", plan.expiry().toHours());
    }
    if (plan.layout() == Layout.VAULT) {
      node.put("prune", JsonFields.word(plan.prune()));
      node.put("grace", JsonFields.text(plan.grace()));
      node.put("lockWait", JsonFields.text(plan.lockWait()));
    }
    node.put("enabled", plan.enabled());
    node.put("description", plan.description());
    node.put("environment", JsonFields.word(plan.environment()));
    node.put("missedRuns", JsonFields.word(plan.missedRuns()));
    node.put("overlap", JsonFields.word(plan.overlap()));
    node.put("notify", JsonFields.word(plan.notifyOn()));
    VerifyJson.write(plan.verification(), node);
    HookJson.write("before", plan.before(), node);
    HookJson.write("after", plan.after(), node);
    if (plan.runRetries().times() > 0) {
      node.putObject("runRetries")
          .put("times", plan.runRetries().times())
          .put("pause", JsonFields.text(plan.runRetries().pause()));
    }
    return node.toString();
  }

  /** The plan that a line of JSON tells of. */
  public static BackupPlan read(String json) {
    return read(tree("plan", json), "", PlanDefaults.none());
  }

  /** The plan that a line of JSON tells of, as far as another one does not. */
  public static BackupPlan read(String json, String defaults) {
    return read(tree("plan", json), "", new PlanDefaults(tree(PlanDefaults.NAME, defaults)));
  }

  /** Sources as one line of JSON. */
  public static String writeSources(List<PlanSource> sources) {
    ObjectNode node = JSON.createObjectNode();
    var array = node.putArray(SOURCES);
    sources.forEach(source -> array.add(SourceJson.write(source)));
    return node.toString();
  }

  /** The sources that a line of JSON tells of. */
  public static List<PlanSource> readSources(String json) {
    JsonFields fields = new JsonFields(tree(SOURCES, json), "");
    return fields.list(SOURCES).stream().map(SourceJson::read).toList();
  }

  private static JsonNode tree(String what, String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidParameterException(what, "is not JSON: " + ForeignWords.of(e));
    }
  }

  private static BackupPlan read(JsonNode plan, String path, PlanDefaults defaults) {
    try {
      return read(defaults.fill(plan), path);
    } catch (InvalidParameterException e) {
      throw defaults.blame(e, plan, path);
    }
  }

  /** All plans of a file. */
  public static List<BackupPlan> readAll(Path file) {
    return read(file, PlanJson::readAll);
  }

  /** Whom a file of plans tells by mail. */
  public static Optional<MailNotifier> readMail(Path file, SecretResolver secrets) {
    return read(
        file,
        root ->
            root != null && root.hasNonNull(MAIL)
                ? Optional.of(
                    MailJson.read(new JsonFields(root, "").object(MAIL)).notifier(secrets))
                : Optional.empty());
  }

  private static <T> T read(Path file, Function<@Nullable JsonNode, T> reading) {
    ObjectMapper mapper = file.toString().endsWith(".json") ? JSON : yaml();
    try {
      String text = OpenWatch.readGiven(file);
      JsonNode root = onlyDocument(file, text, mapper);
      PlanLines lines = PlanLines.of(file, text, mapper);
      try {
        return reading.apply(root);
      } catch (InvalidParameterException e) {
        throw lines.locate(e);
      }
    } catch (JsonProcessingException e) {
      throw malformed(file, e);
    } catch (NoSuchFileException e) {
      throw new InvalidParameterException("file", file + " does not exist");
    } catch (IOException e) {
      throw new InvalidParameterException("file", file + " cannot be read: " + e);
    }
  }

  /** Plans in a document behind the first one would never run, and nobody would know. */
  private static @Nullable JsonNode onlyDocument(Path file, String text, ObjectMapper mapper)
      throws IOException {
    try (JsonParser parser = mapper.createParser(text)) {
      JsonNode root = mapper.readTree(parser);
      if (parser.nextToken() != null) {
        throw new InvalidParameterException(
            "file",
            file
                + " goes on in line "
                + parser.currentTokenLocation().getLineNr()
                + " after its plans; expected one document, with all of them");
      }
      return root;
    }
  }

  private static List<BackupPlan> readAll(@Nullable JsonNode root) {
    JsonNode list = root != null && root.isObject() ? root.path("plans") : root;
    if (list == null || !list.isArray()) {
      throw new InvalidParameterException("plans", "are missing; expected a list of plans");
    }
    PlanDefaults defaults = PlanDefaults.none();
    if (root != null && root.isObject()) {
      JsonFields fields = new JsonFields(root, "");
      fields.ifPresent("plans", () -> {});
      fields.ifPresent(PlanDefaults.NAME, () -> {});
      fields.ifPresent(MAIL, () -> MailJson.read(fields.object(MAIL)));
      fields.nothingElse();
      if (root.hasNonNull(PlanDefaults.NAME)) {
        defaults = new PlanDefaults(root.get(PlanDefaults.NAME));
      }
    }
    List<BackupPlan> plans = new ArrayList<>();
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      BackupPlan plan = read(list.get(i), "plans[" + i + "].", defaults);
      Integer before = names.put(plan.name(), i);
      if (before != null) {
        throw new InvalidParameterException(
            "plans[" + i + "].name",
            "is \"" + plan.name() + "\", as that of plans[" + before + "]; expected another");
      }
      plans.add(plan);
    }
    return List.copyOf(plans);
  }

  /** The parser's words, without the excerpt that some parsers put behind them. */
  private static InvalidParameterException malformed(Path file, JsonProcessingException e) {
    String words = ForeignWords.of(e).lines().findFirst().orElse("");
    String line = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
    return new InvalidParameterException("file", file + " is malformed" + line + ": " + words);
  }

  private static ObjectMapper yaml() {
    try {
      return Yaml.mapper();
    } catch (NoClassDefFoundError e) {
      throw new SpaceException(
          "YAML is read by jackson-dataformat-yaml: add"
              + " com.fasterxml.jackson.dataformat:jackson-dataformat-yaml to the application, and"
              + " \"requires com.fasterxml.jackson.dataformat.yaml\" to its module if it is one",
          e);
    }
  }

  private static BackupPlan read(JsonNode node, String path) {
    JsonFields fields = new JsonFields(node, path);
    BackupPlanBuilder builder = BackupPlan.builder(fields.text("name"));
    fields.ifPresent("set", () -> builder.set(fields.text("set")));
    fields.ifPresent("zone", () -> builder.zone(fields.zone("zone")));
    fields.require("cron", () -> builder.cron(fields.text("cron")));
    Runnable sources =
        () -> fields.list(SOURCES).forEach(source -> builder.source(SourceJson.read(source)));
    if (VerifyJson.read(fields, builder)) {
      fields.ifPresent(SOURCES, sources);
    } else {
      sources.run();
    }
    fields.ifPresent(
        "select",
        () -> builder.select(fields.words("select", DataKind.class).toArray(DataKind[]::new)));
    fields.ifPresent(
        "exclude", () -> builder.exclude(fields.texts("exclude").toArray(String[]::new)));
    fields.ifPresent("onTrouble", () -> onTrouble(fields.object("onTrouble"), builder));
    PlanParameters.read(fields, builder);
    fields.require(
        "destination",
        () -> builder.destination(DestinationJson.read(fields.object("destination"))));
    fields.ifPresent("incremental", () -> builder.incremental(fields.flag("incremental")));
    fields.ifPresent("layout", () -> builder.layout(fields.word("layout", Layout.class)));
    VaultJson.read(fields, builder);
    fields.ifPresent(
        "retention", () -> builder.retention(Retention.parse(fields.text("retention"))));
    fields.ifPresent("expiryHours", () -> builder.expiryHours(fields.number("expiryHours")));
    fields.ifPresent("prune", () -> builder.prune(fields.word("prune", Pruning.class)));
    fields.ifPresent("grace", () -> builder.grace(fields.duration("grace")));
    fields.ifPresent("lockWait", () -> builder.lockWait(fields.duration("lockWait")));
    fields.ifPresent("enabled", () -> builder.enabled(fields.flag("enabled")));
    fields.ifPresent("description", () -> builder.description(fields.text("description")));
    fields.ifPresent(
        "environment", () -> builder.environment(fields.word("environment", Environment.class)));
    fields.ifPresent(
        "missedRuns", () -> builder.missedRuns(fields.word("missedRuns", MissedRuns.class)));
    fields.ifPresent("overlap", () -> builder.overlap(fields.word("overlap", Overlap.class)));
    fields.ifPresent("notify", () -> builder.notifyOn(fields.word("notify", NotifyOn.class)));
    fields.ifPresent(
        "before", () -> fields.list("before").forEach(hook -> builder.before(HookJson.read(hook))));
    fields.ifPresent(
        "after", () -> fields.list("after").forEach(hook -> builder.after(HookJson.read(hook))));
    fields.ifPresent("runRetries", () -> runRetries(fields.object("runRetries"), builder));
    fields.nothingElse();
    return fields.make(builder::build, Map.of("selection", "select", "expiry", "expiryHours"));
  }

  private static void runRetries(JsonFields fields, BackupPlanBuilder builder) {
    int times = fields.number("times");
    Duration[] pause = {new RunRetries(0).pause()};
    fields.ifPresent("pause", () -> pause[0] = fields.duration("pause"));
    fields.nothingElse();
    fields.make(() -> builder.runRetries(times, pause[0]), Map.of());
  }

  private static void onTrouble(JsonFields fields, BackupPlanBuilder builder) {
    for (Trouble trouble : Trouble.values()) {
      String name = JsonFields.word(trouble);
      fields.ifPresent(
          name, () -> builder.onTrouble(trouble, fields.word(name, TroublePolicy.class)));
    }
    fields.nothingElse();
  }

  /** Apart, so that plans in JSON do without YAML's library. */
  private static final class Yaml {
    static ObjectMapper mapper() {
      return strict(new com.fasterxml.jackson.dataformat.yaml.YAMLMapper());
    }
  }
}
