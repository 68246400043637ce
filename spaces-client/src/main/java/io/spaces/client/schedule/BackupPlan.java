package io.spaces.client.schedule;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Layout;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.library.RequiredLibraries;
import io.spaces.client.internal.run.LayoutParameters;
import io.spaces.client.internal.schedule.SpaceRunner;
import io.spaces.client.internal.schedule.plan.PlanConnections;
import io.spaces.client.internal.schedule.plan.PlanJson;
import io.spaces.client.internal.schedule.plan.PlanSecrets;
import io.spaces.client.internal.schedule.plan.PlanSources;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.internal.vault.object.VaultId;
import io.spaces.client.internal.vault.snapshot.SetName;
import io.spaces.client.snapshot.Pruning;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is backed up, when, where to, and what happens around it. Immutable; holds references to
 * secrets, never secrets, and can be written as JSON.
 *
 * @param name names the plan among all of a scheduler's: letters, digits, {@code . _ -}, up to 80
 * @param set what its backups are of: the set of its snapshots, 1 to 150 printable characters; for
 *     {@link Layout#VAULT}. Rules look at one set at a time. By default the plan's name
 * @param schedule when it runs
 * @param sources what it can back up
 * @param selection which kinds of sources its scheduled runs take
 * @param exclude patterns as in a {@code .gitignore} file of what folders' files to leave out
 * @param onTrouble what to do about entries that cannot be backed up, where that is not {@link
 *     Trouble#byDefault}
 * @param allowEmpty whether a source may hold nothing where it held something before; see {@link
 *     io.spaces.client.BackupBuilder#allowEmpty}
 * @param allowMassRemoval whether retention may remove most of the set at once; see {@link
 *     io.spaces.client.BackupBuilder#allowMassRemoval}
 * @param symbolicLinks what to do with symbolic links in folders
 * @param strictSync whether what a source no longer has is deleted from the space; for {@link
 *     Layout#MIRROR}; see {@link io.spaces.client.BackupBuilder#strictSync}
 * @param concurrency how many objects are worked on at once, 1 to 256, or null for the library's
 *     choice
 * @param retries how often a request is tried again, 0 to 10, or null for the library's choice
 * @param timeLimit how long a run may take, 1 second to 24 days in whole seconds, or null for as
 *     long as it takes; see {@link io.spaces.client.TransferBuilder#timeLimit}
 * @param debug whether each object is logged at INFO
 * @param temporaryDirectory where temporary files go, or null for the system's place
 * @param stateDirectory where caches are kept between runs, outside the sources, or null for the
 *     user's place
 * @param destination where to
 * @param incremental whether files that look unchanged are not read again
 * @param layout how backups are laid out in the space
 * @param compression how they are compressed, or null for the library's choice; for {@link
 *     Layout#VAULT}
 * @param encryption how they are encrypted, or null for not at all; for {@link Layout#VAULT}
 * @param retention which snapshots are kept; applied after each run that makes one; for {@link
 *     Layout#VAULT}
 * @param expiry how long a snapshot is held, whatever the retention says, before it is removed, in
 *     whole hours, or null to let the retention decide; for {@link Layout#VAULT}
 * @param prune when the vault is pruned after a run; for {@link Layout#VAULT}
 * @param grace how long snapshots lie in the trash before a pruning removes them for good, 0 or
 *     more whole seconds; for {@link Layout#VAULT}
 * @param lockWait how long to wait for other clients of the vault, 0 or more whole seconds; for
 *     {@link Layout#VAULT}
 * @param acceptVault the id of the vault that is to be there, also where it belongs to another
 *     place, or null for the one that belongs there; for {@link Layout#VAULT}; see {@link
 *     io.spaces.client.Snapshots#acceptVault}
 * @param enabled whether the schedule is followed; a plan can be triggered all the same
 * @param description a template for the runs' descriptions, see {@link #describe}
 * @param environment where the application runs
 * @param missedRuns what becomes of missed runs
 * @param overlap what happens when two runs meet
 * @param notifyOn after which runs notifications are sent
 * @param runRetries whether a run that failed is tried again
 */
public record BackupPlan(
    String name,
    String set,
    CronSchedule schedule,
    List<PlanSource> sources,
    Set<DataKind> selection,
    List<String> exclude,
    Map<Trouble, TroublePolicy> onTrouble,
    boolean allowEmpty,
    boolean allowMassRemoval,
    SymbolicLinks symbolicLinks,
    boolean strictSync,
    @Nullable Integer concurrency,
    @Nullable Integer retries,
    @Nullable Duration timeLimit,
    boolean debug,
    @Nullable Path temporaryDirectory,
    @Nullable Path stateDirectory,
    FileEndpoint destination,
    boolean incremental,
    Layout layout,
    @Nullable Compression compression,
    @Nullable PlanEncryption encryption,
    PlanRetention retention,
    @Nullable Duration expiry,
    Pruning prune,
    Duration grace,
    Duration lockWait,
    @Nullable String acceptVault,
    boolean enabled,
    String description,
    Environment environment,
    MissedRuns missedRuns,
    Overlap overlap,
    NotifyOn notifyOn,
    RunRetries runRetries) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,80}");

  /** How long snapshots lie in the trash, unless it is said. */
  static final Duration GRACE = Duration.ofDays(7);

  /** How long to wait for other clients of a vault, unless it is said. */
  static final Duration LOCK_WAIT = Duration.ofMinutes(1);

  /** Leaves room for the names of parts. */
  private static final int LONGEST_SET = 150;

  /**
   * Copies and checks; the message of an error names the parameter.
   *
   * @param name see {@link #name}
   * @param set see {@link #set}
   * @param schedule see {@link #schedule}
   * @param sources see {@link #sources}
   * @param selection see {@link #selection}
   * @param exclude see {@link #exclude}
   * @param onTrouble see {@link #onTrouble}
   * @param allowEmpty see {@link #allowEmpty}
   * @param allowMassRemoval see {@link #allowMassRemoval}
   * @param symbolicLinks see {@link #symbolicLinks}
   * @param strictSync see {@link #strictSync}
   * @param concurrency see {@link #concurrency}
   * @param retries see {@link #retries}
   * @param timeLimit see {@link #timeLimit}
   * @param debug see {@link #debug}
   * @param temporaryDirectory see {@link #temporaryDirectory}
   * @param stateDirectory see {@link #stateDirectory}
   * @param destination see {@link #destination}
   * @param incremental see {@link #incremental}
   * @param layout see {@link #layout}
   * @param compression see {@link #compression}
   * @param encryption see {@link #encryption}
   * @param retention see {@link #retention}
   * @param expiry see {@link #expiry}
   * @param prune see {@link #prune}
   * @param grace see {@link #grace}
   * @param lockWait see {@link #lockWait}
   * @param acceptVault see {@link #acceptVault}
   * @param enabled see {@link #enabled}
   * @param description see {@link #description}
   * @param environment see {@link #environment}
   * @param missedRuns see {@link #missedRuns}
   * @param overlap see {@link #overlap}
   * @param notifyOn see {@link #notifyOn}
   * @param runRetries see {@link #runRetries}
   * @throws InvalidParameterException when something is malformed, or does not go together: the
   *     selected sources, say, of which no two may have an object of the same key
   */
  public BackupPlan {
    sources = List.copyOf(sources);
    exclude = List.copyOf(exclude);
    onTrouble = Map.copyOf(onTrouble);
    selection = Set.copyOf(selection);
    check(name, sources, selection);
    checkSet(set);
    if (concurrency != null) {
      PlanChecks.between("concurrency", 1, 256, concurrency);
    }
    if (retries != null) {
      PlanChecks.between("retries", 0, 10, retries);
    }
    PlanChecks.limit(timeLimit);
    FileRules.builder().exclude(exclude);
    PlanChecks.wholeSeconds("grace", grace);
    PlanChecks.wholeSeconds("lockWait", lockWait);
    if (acceptVault != null) {
      String unused = VaultId.check("acceptVault", acceptVault);
    }
    LayoutParameters given = ofVaults(name, set, compression, encryption, retention, expiry);
    given.strictSync(strictSync);
    given.ofVaults("prune", prune != Pruning.DAILY);
    given.ofVaults("grace", !grace.equals(GRACE));
    given.ofVaults("lockWait", !lockWait.equals(LOCK_WAIT));
    given.ofVaults("acceptVault", acceptVault != null);
    given.check(layout);
  }

  /**
   * A plan in the making.
   *
   * @param name see {@link BackupPlan#name}
   * @return a builder
   */
  public static BackupPlanBuilder builder(String name) {
    return new BackupPlanBuilder(name);
  }

  /**
   * A builder that starts from this plan.
   *
   * @return a builder
   */
  public BackupPlanBuilder toBuilder() {
    return toBuilder(name);
  }

  /**
   * A builder of another plan, which starts from this one. Its set is that of this plan if this one
   * has a set that is not just its name.
   *
   * @param name the other plan's name
   * @return a builder
   */
  public BackupPlanBuilder toBuilder(String name) {
    return new BackupPlanBuilder(name, this);
  }

  /**
   * Fills the description's template in: <code>{plan}</code>, <code>{environment}</code>, <code>
   * {date}</code> and <code>{time}</code> (in the schedule's time zone) are replaced.
   *
   * @param at the moment of the run
   * @return the description of a run
   */
  public String describe(Instant at) {
    var local = at.atZone(schedule.zone());
    return description
        .replace("{plan}", name)
        .replace("{environment}", word(environment))
        .replace("{date}", local.toLocalDate().toString())
        .replace("{time}", local.toLocalTime().truncatedTo(ChronoUnit.MINUTES).toString());
  }

  /**
   * Does what a scheduled run does before it sends anything: looks the secrets up, looks for
   * folders and libraries, and whether all goes together. Neither databases nor the space are
   * asked; {@link #connect} does that.
   *
   * @param secrets knows the secrets
   * @throws InvalidParameterException when a run would be refused; the message names the parameter
   */
  public void check(SecretResolver secrets) {
    RequiredLibraries.check();
    new SpaceRunner(secrets).check(this);
  }

  /**
   * Asks all that a run connects to, and changes nothing: each database by the program, the options
   * and the credentials that would dump it, but for no rows, within 30 seconds each; and the
   * destination. Programs of the user's are not run.
   *
   * @param secrets knows the secrets
   * @return the answers: of the databases, in their order, and of the destination
   */
  public List<PlanConnection> connect(SecretResolver secrets) {
    RequiredLibraries.check();
    return PlanConnections.ask(this, secrets);
  }

  /**
   * Looks up all secrets that the plan refers to, and nothing else; a secret in a pipe is left to
   * the run that needs it. A scheduler that carries plans out itself does so when it gets a plan
   * that is {@linkplain #enabled enabled}, and when it is started.
   *
   * @param secrets knows the secrets
   * @throws InvalidParameterException when one is not there, or no text; the message names the plan
   *     and every such reference
   */
  public void checkSecrets(SecretResolver secrets) {
    PlanSecrets.check(this, secrets);
  }

  /**
   * Returns the sources of some kinds.
   *
   * @param kinds the kinds
   * @return the sources, in the plan's order; possibly none
   */
  public List<PlanSource> sources(Set<DataKind> kinds) {
    return sources.stream().filter(source -> kinds.contains(source.kind())).toList();
  }

  /**
   * Returns the set of the snapshots that a run of some kinds of sources makes: the plan's own for
   * what its scheduled runs take, and one for each other choice, since a part must not pass for the
   * whole.
   *
   * @param kinds the kinds
   * @return such as {@code nightly}, or {@code nightly/database}
   */
  public String set(Set<DataKind> kinds) {
    List<PlanSource> part = sources(kinds);
    if (part.equals(sources(selection))) {
      return set;
    }
    return set
        + part.stream()
            .map(PlanSource::kind)
            .distinct()
            .sorted()
            .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .collect(Collectors.joining("+", "/", ""));
  }

  /**
   * Writes the plan as JSON.
   *
   * @return text that {@link #fromJson(String)} reads
   */
  public String toJson() {
    RequiredLibraries.check();
    return PlanJson.write(this);
  }

  /**
   * Reads a plan.
   *
   * @param json as {@link #toJson} writes it
   * @return the plan
   * @throws InvalidParameterException when something is missing, unknown or malformed; the message
   *     names it
   */
  public static BackupPlan fromJson(String json) {
    RequiredLibraries.check();
    return PlanJson.read(json);
  }

  /**
   * Reads a plan that leaves something to defaults. A field of the plan takes the place of the
   * default's, and null leaves it out; in {@code destination} and {@code onTrouble} that is so
   * field by field.
   *
   * @param json as {@link #toJson} writes it, without what the defaults say
   * @param defaults an object with fields of a plan, but neither {@code name} nor {@code set}
   * @return the plan
   * @throws InvalidParameterException as for {@link #fromJson(String)}
   */
  public static BackupPlan fromJson(String json, String defaults) {
    RequiredLibraries.check();
    return PlanJson.read(json, defaults);
  }

  /**
   * Reads the plans of a YAML or JSON file: a list, or an object with the list as its {@code plans}
   * and, if that helps, with what they have in common as its {@code defaults}, which apply as for
   * {@link #fromJson(String, String)}. YAML needs {@code jackson-dataformat-yaml} on the class
   * path. Paths in it are relative to the working directory of the program.
   *
   * @param file a file whose name ends in {@code .yaml}, {@code .yml} or {@code .json}
   * @return the plans, in the file's order
   * @throws InvalidParameterException when the file cannot be read, two plans have the same name,
   *     or as for {@link #fromJson(String)}; the message names the file, the line and the field
   */
  public static List<BackupPlan> readAll(Path file) {
    RequiredLibraries.check();
    return PlanJson.readAll(SystemPaths.here("file", file));
  }

  private static void check(String name, List<PlanSource> sources, Set<DataKind> selection) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidParameterException(
          "name",
          "is \"" + name + "\"; expected 1 to 80 letters, digits, dots, dashes, underscores");
    }
    if (sources.isEmpty()) {
      throw new InvalidParameterException("sources", "are missing; at least one is required");
    }
    if (sources.stream().noneMatch(source -> selection.contains(source.kind()))) {
      throw new InvalidParameterException(
          "selection", "is " + selection + ", and no source is of such a kind");
    }
    PlanSources.checkTogether(
        sources.stream().filter(source -> selection.contains(source.kind())).toList());
  }

  private static void checkSet(String set) {
    SetName.check("set", set);
    if (set.length() > LONGEST_SET) {
      throw new InvalidParameterException(
          "set", "has " + set.length() + " characters; expected 1 to " + LONGEST_SET);
    }
  }

  private static LayoutParameters ofVaults(
      String name,
      String set,
      @Nullable Compression compression,
      @Nullable PlanEncryption encryption,
      PlanRetention retention,
      @Nullable Duration expiry) {
    if (expiry != null
        && (expiry.toHours() < 1 || !expiry.equals(Duration.ofHours(expiry.toHours())))) {
      throw new InvalidParameterException(
          "expiry", "is " + expiry + "; expected an hour or more, in whole hours");
    }
    LayoutParameters given = new LayoutParameters();
    given.ofVaults("set", !set.equals(name));
    given.ofVaults("compression", compression != null);
    given.ofVaults("encryption", encryption != null);
    given.ofVaults("retention", !retention.equals(PlanRetention.ALL));
    given.ofVaults("expiry", expiry != null);
    return given;
  }

  private static String word(Environment environment) {
    return environment.name().toLowerCase(Locale.ROOT);
  }

  /** All kinds of data, the default selection. */
  static Set<DataKind> everything() {
    return EnumSet.allOf(DataKind.class);
  }
}
