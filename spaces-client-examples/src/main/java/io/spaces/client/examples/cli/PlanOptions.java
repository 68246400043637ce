package io.spaces.client.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.schedule.BackupPlan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a plan says: options of the commands that write one. A secret is given as a reference. */
final class PlanOptions {
  private static final String REF = "REF";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = {
        "backup (default), or verify: reads what the vault holds, all of it or that of --set,",
        "and backs nothing up."
      })
  private @Nullable Kind kind;

  @Option(
      names = "--budget",
      paramLabel = "BYTES|TIME",
      converter = ReadingOptions.BudgetConverter.class,
      description = {
        "Of a plan that verifies: read so much in a run, such as 10GiB or 30m; the next run goes",
        "on from there. Given twice: whichever is spent first."
      })
  private List<Object> budget = List.of();

  @Option(names = "--set", paramLabel = "NAME", description = "What it is a backup of.")
  private @Nullable String set;

  @Option(names = "--cron", paramLabel = "CRON", description = "When: 5 or 6 fields, or @daily.")
  private @Nullable String cron;

  @Option(names = "--zone", paramLabel = "ZONE", description = "In which time zone.")
  private @Nullable String zone;

  @Mixin private PlanSourceOptions sources;

  @Option(
      names = "--select",
      paramLabel = "KIND",
      split = ",",
      description = "Only these kinds of sources: database, user-data, files.")
  private List<String> select = List.of();

  @Option(names = "--exclude", paramLabel = "GLOB", description = "Leave files out.")
  private List<String> exclude = List.of();

  @Mixin private TroubleOptions troubles;
  @Mixin private PlanRunOptions runs;

  @Option(names = "--endpoint", paramLabel = "URL", description = "Where to.")
  private @Nullable String endpoint;

  @Option(
      names = "--secret-key",
      paramLabel = REF,
      description = {"Where the wallet's secret key is:", "env:NAME or file:PATH."})
  private @Nullable String secretKey;

  @Option(names = "--access-key", paramLabel = REF, description = "Where the access key is.")
  private @Nullable String accessKey;

  @Option(names = "--delegation", paramLabel = REF, description = "Where the delegation is.")
  private @Nullable String delegation;

  @Option(names = "--app-did", paramLabel = "DID", description = "The app's DID.")
  private @Nullable String appDid;

  @Option(names = "--app-pid", paramLabel = "DID", description = "The app's permanent DID.")
  private @Nullable String appPid;

  @Option(names = "--user-did", paramLabel = "DID", description = "The user's DID.")
  private @Nullable String userDid;

  @Option(names = "--server-did", paramLabel = "DID", description = "The server's DID.")
  private @Nullable String serverDid;

  @Option(names = "--signer-did", paramLabel = "DID", description = "The DID of who signs.")
  private @Nullable String signerDid;

  @Option(names = "--layout", paramLabel = "LAYOUT", description = "vault (default) or mirror.")
  private @Nullable String layout;

  @Option(
      names = "--compression",
      paramLabel = "HOW",
      description = "1 (fast) to 9 (small), or zstd:1 to zstd:19, or none.")
  private @Nullable String compression;

  @ArgGroup private @Nullable Key key;
  @Mixin private PassphraseOptions strength;

  @Option(names = "--iv", paramLabel = REF, description = "Where the encryption's iv is.")
  private @Nullable String iv;

  @Option(
      names = "--retention",
      paramLabel = "RULES",
      description = {
        "Which snapshots stay, as for backup --keep: DAILY 7 WEEKLY 4, or daily:7,weekly:4.",
        "Rules: ALL, FILES n, HOURS n, DAYS n, DAILY n, WEEKLY n, MONTHLY n, YEARLY n."
      })
  private @Nullable String retention;

  @Option(
      names = "--expiry-hours",
      paramLabel = "N",
      description = "How many hours snapshots are held, whatever the rules say, before they go.")
  private @Nullable Integer expiryHours;

  @Option(
      names = "--prune",
      paramLabel = "WHEN",
      description = "never, after-run, daily (default) or weekly.")
  private @Nullable String prune;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      description = "How long snapshots lie in the trash: 0, 12h, 30d. Default: 7d.")
  private @Nullable String grace;

  @Option(
      names = "--lock-wait",
      paramLabel = "TIME",
      description = "How long to wait for other clients of the vault: 0, 30s, 5m. Default: 1m.")
  private @Nullable String lockWait;

  @Option(
      names = "--accept-vault",
      paramLabel = "ID",
      description = "Accept the vault of this id, also where it belongs to another place.")
  private @Nullable String acceptVault;

  @Option(names = "--description", paramLabel = "TEXT", description = "A template: {plan} {date}.")
  private @Nullable String description;

  @Option(names = "--environment", paramLabel = "NAME", description = "dev, staging, production.")
  private @Nullable String environment;

  @Option(names = "--missed-runs", paramLabel = "WHAT", description = "run-once or skip.")
  private @Nullable String missedRuns;

  @Option(names = "--overlap", paramLabel = "WHAT", description = "skip or queue.")
  private @Nullable String overlap;

  @Option(names = "--notify", paramLabel = "WHEN", description = "failure, always or never.")
  private @Nullable String notify;

  @Mixin private PlanHookOptions hooks;

  /** What runs do. */
  enum Kind {
    BACKUP,
    VERIFY
  }

  /** One of the two. */
  static final class Key {
    @Option(names = "--key", paramLabel = REF, description = "Where the encryption's key is.")
    @Nullable String key;

    @Option(names = "--passphrase", paramLabel = REF, description = "Where its passphrase is.")
    @Nullable String passphrase;
  }

  /** The fields that were given; those of a destination join the ones it has. */
  ObjectNode fields(@Nullable JsonNode before) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    if (kind == Kind.VERIFY || !budget.isEmpty()) {
      ObjectNode verify = fields.putObject("verify");
      for (Object one : budget) {
        if (one instanceof Duration time) {
          verify.put("budgetTime", time.toSeconds() + "s");
        } else {
          verify.put("budgetBytes", (Long) one);
        }
      }
    } else if (kind == Kind.BACKUP && before != null && before.has("verify")) {
      fields.putNull("verify");
    }
    put(fields, "set", set);
    put(fields, "cron", cron);
    put(fields, "zone", zone);
    ArrayNode given = sources.sources();
    if (!given.isEmpty()) {
      fields.set("sources", given);
    }
    put(fields, "select", select);
    put(fields, "exclude", exclude);
    if (!troubles.policies().isEmpty()) {
      ObjectNode policies = fields.putObject("onTrouble");
      troubles
          .policies()
          .forEach(
              (trouble, policy) ->
                  policies.put(HistoryText.word(trouble), HistoryText.word(policy)));
    }
    if (troubles.isAllowEmpty()) {
      fields.put("allowEmpty", true);
    }
    if (troubles.isAllowMassRemoval()) {
      fields.put("allowMassRemoval", true);
    }
    runs.put(fields);
    ObjectNode destination = destination();
    if (!destination.isEmpty()) {
      JsonNode old = before == null ? null : before.get("destination");
      fields.set(
          "destination",
          old instanceof ObjectNode known ? known.deepCopy().setAll(destination) : destination);
    }
    put(fields, "layout", layout);
    if (compression != null && compression.matches("[0-9]{1,9}")) {
      fields.put("compression", Integer.parseInt(compression));
    } else {
      put(fields, "compression", compression);
    }
    if (key != null) {
      ObjectNode encryption = fields.putObject("encryption");
      put(encryption, "key", key.key);
      put(encryption, "passphrase", key.passphrase);
      put(encryption, "scrypt", strength.scrypt());
      put(encryption, "iv", iv);
      if (strength.isShortAllowed()) {
        encryption.put("allowShort", true);
      }
    }
    put(fields, "retention", retention);
    if (expiryHours != null) {
      fields.put("expiryHours", expiryHours);
    }
    put(fields, "prune", prune);
    put(fields, "grace", grace);
    put(fields, "lockWait", lockWait);
    put(fields, "acceptVault", acceptVault);
    put(fields, "description", description);
    put(fields, "environment", environment);
    put(fields, "missedRuns", missedRuns);
    put(fields, "overlap", overlap);
    put(fields, "notify", notify);
    hooks.put(fields);
    return fields;
  }

  private ObjectNode destination() {
    ObjectNode destination = JsonNodeFactory.instance.objectNode();
    put(destination, "endpoint", endpoint);
    put(destination, "secretKey", secretKey);
    put(destination, "accessKey", accessKey);
    put(destination, "delegation", delegation);
    put(destination, "appDid", appDid);
    put(destination, "appPid", appPid);
    put(destination, "userDid", userDid);
    put(destination, "serverDid", serverDid);
    put(destination, "signerDid", signerDid);
    return destination;
  }

  private static void put(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }

  private static void put(ObjectNode node, String name, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(name);
      values.forEach(array::add);
    }
  }

  /** Reads the plan as the scheduler will; what is wrong is told by the options' names. */
  static BackupPlan checked(ObjectNode plan, String defaults, Output output) {
    try {
      return defaults.isEmpty()
          ? BackupPlan.fromJson(plan.toString())
          : BackupPlan.fromJson(plan.toString(), defaults);
    } catch (InvalidParameterException e) {
      throw output.mistake(inTermsOfOptions(e) + ".");
    }
  }

  private static String inTermsOfOptions(InvalidParameterException e) {
    String message = Mistakes.layouts(String.valueOf(e.getMessage()));
    if (e.parameter().matches("(sources|defaults|before|after)\\b.*")) {
      return message;
    }
    String field = e.parameter().replaceAll(".*\\.", "");
    String option =
        switch (field) {
          case "name" -> "NAME";
          case "destination" -> "--endpoint";
          case "times", "pause" -> "--run-retries";
          case "budgetBytes", "budgetTime" -> "--budget";
          case "temporaryDirectory" -> "--temp-dir";
          case "stateDirectory" -> "--state-dir";
          default -> "--" + field.replaceAll("(\\p{Lu})", "-$1").toLowerCase(Locale.ROOT);
        };
    return option + message.substring(e.parameter().length());
  }
}
