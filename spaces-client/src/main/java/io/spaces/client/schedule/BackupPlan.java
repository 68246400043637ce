package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Layout;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.check.Parameters;
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
import io.spaces.client.snapshot.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is backed up, when, where to, and what happens around it. Immutable; holds references to
 * secrets, never secrets, and can be written as JSON. Two are equal that say the same.
 *
 * @since 0.1.0
 */
public final class BackupPlan {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,80}");

  /** How long snapshots lie in the trash, unless it is said. */
  static final Duration GRACE = Duration.ofDays(7);

  /** How long to wait for other clients of a vault, unless it is said. */
  static final Duration LOCK_WAIT = Duration.ofMinutes(1);

  /** Leaves room for the names of parts. */
  private static final int LONGEST_SET = 150;

  private final Parts parts;

  /** All that a plan says. */
  record Parts(
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
      Destination destination,
      boolean incremental,
      Layout layout,
      @Nullable Compression compression,
      @Nullable PlanEncryption encryption,
      Retention retention,
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
      RunRetries runRetries,
      List<Hook> before,
      List<Hook> after,
      @Nullable PlanVerification verification) {
    Parts {
      sources = List.copyOf(sources);
      exclude = List.copyOf(exclude);
      onTrouble = Map.copyOf(onTrouble);
      selection = Set.copyOf(selection);
      before = List.copyOf(before);
      after = List.copyOf(after);
      checkName(name);
      if (verification == null) {
        check(sources, selection);
      }
      checkSet(set);
      if (concurrency != null) {
        Parameters.between("concurrency", 1, 256, concurrency);
      }
      if (retries != null) {
        Parameters.between("retries", 0, 10, retries);
      }
      Parameters.limit(timeLimit);
      FileRules.builder().exclude(exclude);
      Parameters.wholeSeconds("grace", grace);
      Parameters.wholeSeconds("lockWait", lockWait);
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
      if (verification != null) {
        notOfVerifications("sources", !sources.isEmpty());
        notOfVerifications("layout", layout != Layout.VAULT);
        notOfVerifications("retention", !retention.keepsAll());
        notOfVerifications("expiry", expiry != null);
        notOfVerifications("timeLimit", timeLimit != null);
      }
    }

    private static void notOfVerifications(String name, boolean given) {
      if (given) {
        throw new InvalidParameterException(
            name, "is for plans that back up; this one verifies the vault at its destination");
      }
    }
  }

  BackupPlan(Parts parts) {
    this.parts = parts;
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
   * {@return its name, which no other plan of a scheduler has: letters, digits, {@code . _ -}, up
   * to 80}
   */
  public String name() {
    return parts.name;
  }

  /**
   * {@return what its backups are of: the set of its snapshots, 1 to 150 printable characters; for
   * {@link Layout#VAULT}. Rules look at one set at a time. By default the plan's name. A plan that
   * {@linkplain #verification verifies} looks at this set alone, or, where that is its name, at
   * all}
   */
  public String set() {
    return parts.set;
  }

  /** {@return when it runs} */
  public CronSchedule schedule() {
    return parts.schedule;
  }

  /** {@return what it can back up} */
  public List<PlanSource> sources() {
    return parts.sources;
  }

  /** {@return which kinds of sources its scheduled runs take} */
  public Set<DataKind> selection() {
    return parts.selection;
  }

  /** {@return patterns as in a {@code .gitignore} file of what folders' files to leave out} */
  public List<String> exclude() {
    return parts.exclude;
  }

  /**
   * {@return what to do about entries that cannot be backed up, where that is not {@link
   * Trouble#byDefault}}
   */
  public Map<Trouble, TroublePolicy> onTrouble() {
    return parts.onTrouble;
  }

  /**
   * {@return whether a source may hold nothing where it held something before; see {@link
   * io.spaces.client.BackupBuilder#allowEmpty}}
   */
  public boolean allowEmpty() {
    return parts.allowEmpty;
  }

  /**
   * {@return whether retention may remove most of the set at once; see {@link
   * io.spaces.client.BackupBuilder#allowMassRemoval}}
   */
  public boolean allowMassRemoval() {
    return parts.allowMassRemoval;
  }

  /** {@return what to do with symbolic links in folders} */
  public SymbolicLinks symbolicLinks() {
    return parts.symbolicLinks;
  }

  /**
   * {@return whether what a source no longer has is deleted from the space; for {@link
   * Layout#MIRROR}; see {@link io.spaces.client.BackupBuilder#strictSync}}
   */
  public boolean strictSync() {
    return parts.strictSync;
  }

  /**
   * {@return how many objects are worked on at once, 1 to 256, or null for the library's choice}
   */
  public @Nullable Integer concurrency() {
    return parts.concurrency;
  }

  /** {@return how often a request is tried again, 0 to 10, or null for the library's choice} */
  public @Nullable Integer retries() {
    return parts.retries;
  }

  /**
   * {@return how long a run may take, 1 second to 24 days in whole seconds, or null for as long as
   * it takes; see {@link io.spaces.client.TransferBuilder#timeLimit}}
   */
  public @Nullable Duration timeLimit() {
    return parts.timeLimit;
  }

  /** {@return whether each object is logged at INFO} */
  public boolean debug() {
    return parts.debug;
  }

  /** {@return where temporary files go, or null for the system's place} */
  public @Nullable Path temporaryDirectory() {
    return parts.temporaryDirectory;
  }

  /**
   * {@return where caches are kept between runs, outside the sources, or null for the user's place}
   */
  public @Nullable Path stateDirectory() {
    return parts.stateDirectory;
  }

  /** {@return where to} */
  public Destination destination() {
    return parts.destination;
  }

  /** {@return whether files that look unchanged are not read again} */
  public boolean incremental() {
    return parts.incremental;
  }

  /** {@return how backups are laid out in the space} */
  public Layout layout() {
    return parts.layout;
  }

  /**
   * {@return how they are compressed, or null for the library's choice; for {@link Layout#VAULT}}
   */
  public @Nullable Compression compression() {
    return parts.compression;
  }

  /** {@return how they are encrypted, or null for not at all; for {@link Layout#VAULT}} */
  public @Nullable PlanEncryption encryption() {
    return parts.encryption;
  }

  /**
   * {@return which snapshots are kept; applied after each run that makes one; for {@link
   * Layout#VAULT}}
   */
  public Retention retention() {
    return parts.retention;
  }

  /**
   * {@return how long a snapshot is held, whatever the retention says, before it is removed, in
   * whole hours, or null to let the retention decide; for {@link Layout#VAULT}}
   */
  public @Nullable Duration expiry() {
    return parts.expiry;
  }

  /** {@return when the vault is pruned after a run; for {@link Layout#VAULT}} */
  public Pruning prune() {
    return parts.prune;
  }

  /**
   * {@return how long snapshots lie in the trash before a pruning removes them for good, 0 or more
   * whole seconds; for {@link Layout#VAULT}}
   */
  public Duration grace() {
    return parts.grace;
  }

  /**
   * {@return how long to wait for other clients of the vault, 0 or more whole seconds; for {@link
   * Layout#VAULT}}
   */
  public Duration lockWait() {
    return parts.lockWait;
  }

  /**
   * {@return the id of the vault that is to be there, also where it belongs to another place, or
   * null for the one that belongs there; for {@link Layout#VAULT}; see {@link
   * io.spaces.client.Snapshots#acceptVault}}
   */
  public @Nullable String acceptVault() {
    return parts.acceptVault;
  }

  /** {@return whether the schedule is followed; a plan can be triggered all the same} */
  public boolean enabled() {
    return parts.enabled;
  }

  /** {@return a template for the runs' descriptions, see {@link #describe}} */
  public String description() {
    return parts.description;
  }

  /** {@return where the application runs} */
  public Environment environment() {
    return parts.environment;
  }

  /** {@return what becomes of missed runs} */
  public MissedRuns missedRuns() {
    return parts.missedRuns;
  }

  /** {@return what happens when two runs meet} */
  public Overlap overlap() {
    return parts.overlap;
  }

  /** {@return after which runs notifications are sent} */
  public NotifyOn notifyOn() {
    return parts.notifyOn;
  }

  /** {@return whether a run that failed is tried again} */
  public RunRetries runRetries() {
    return parts.runRetries;
  }

  /** {@return the programs that are run before each run, in their order; see {@link Hook}} */
  public List<Hook> before() {
    return parts.before;
  }

  /** {@return the programs that are run after each run, in their order; see {@link Hook}} */
  public List<Hook> after() {
    return parts.after;
  }

  /**
   * {@return what makes it a plan that verifies what others have backed up, or null where it backs
   * up}
   */
  public @Nullable PlanVerification verification() {
    return parts.verification;
  }

  /**
   * A builder that starts from this plan. What it unsets or renames is another plan: its set is
   * that of this one where that is not just the name.
   *
   * @return a builder
   */
  public BackupPlanBuilder toBuilder() {
    return new BackupPlanBuilder(this);
  }

  /**
   * Fills the description's template in: <code>{plan}</code>, <code>{environment}</code>, <code>
   * {date}</code> and <code>{time}</code> (in the schedule's time zone) are replaced.
   *
   * @param moment when the run is
   * @return the description of a run
   */
  public String describe(Instant moment) {
    var local = required("moment", moment).atZone(schedule().zone());
    return description()
        .replace("{plan}", name())
        .replace("{environment}", word(environment()))
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
    required("secrets", secrets);
    RequiredLibraries.checkForPlans();
    new SpaceRunner(secrets).checkAll(this);
    PlanSecrets.check(this, secrets); // those of the hooks, too
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
    required("secrets", secrets);
    RequiredLibraries.checkForPlans();
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
    PlanSecrets.check(this, required("secrets", secrets));
  }

  /**
   * Returns the sources of some kinds.
   *
   * @param kinds the kinds
   * @return the sources, in the plan's order; possibly none
   */
  public List<PlanSource> sources(Set<DataKind> kinds) {
    required("kinds", kinds);
    return sources().stream().filter(source -> kinds.contains(source.kind())).toList();
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
    return set(sources(kinds));
  }

  /**
   * Returns the set of the snapshots that a run of some sources makes: the plan's own for what its
   * scheduled runs take, one for all sources of some kinds, and one by their {@linkplain
   * PlanSource#key keys} for any others, since a part must not pass for the whole.
   *
   * @param part some of the plan's sources, or others
   * @return such as {@code nightly}, {@code nightly/database} or {@code nightly/database/app.dump};
   *     with a dot for a folder at the root
   */
  public String set(List<PlanSource> part) {
    List<PlanSource> ordered = inOrder(required("part", part));
    if (ordered.equals(sources(selection()))) {
      return set();
    }
    Set<DataKind> kinds =
        ordered.stream().map(PlanSource::kind).collect(Collectors.toCollection(TreeSet::new));
    String ofKinds =
        set() + kinds.stream().map(BackupPlan::word).collect(Collectors.joining("+", "/", ""));
    if (ordered.equals(sources(kinds))) {
      return ofKinds;
    }
    String name =
        ordered.stream()
            .map(source -> source.key().isEmpty() ? "." : source.key())
            .collect(Collectors.joining(",", ofKinds + "/", ""));
    if (name.length() <= LONGEST_SET) {
      return name;
    }
    String hash = String.format(Locale.ROOT, "#%08x", name.hashCode());
    return name.substring(0, LONGEST_SET - hash.length()) + hash;
  }

  /** The same sources in whatever order are the same part. */
  private List<PlanSource> inOrder(List<PlanSource> part) {
    return Stream.concat(
            sources().stream().filter(part::contains),
            part.stream().filter(source -> !sources().contains(source)))
        .toList();
  }

  /**
   * Writes the plan as JSON.
   *
   * @return text that {@link #fromJson(String)} reads
   */
  public String toJson() {
    RequiredLibraries.checkForPlans();
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
    RequiredLibraries.checkForPlans();
    return PlanJson.read(required("json", json));
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
    RequiredLibraries.checkForPlans();
    return PlanJson.read(required("json", json), required("defaults", defaults));
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
    RequiredLibraries.checkForPlans();
    return PlanJson.readAll(SystemPaths.here("file", required("file", file)));
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidParameterException(
          "name",
          "is \"" + name + "\"; expected 1 to 80 letters, digits, dots, dashes, underscores");
    }
  }

  private static void check(List<PlanSource> sources, Set<DataKind> selection) {
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
      Retention retention,
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
    given.ofVaults("retention", !retention.keepsAll());
    given.ofVaults("expiry", expiry != null);
    return given;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BackupPlan that && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /** Returns all that it says, which is no secret. */
  @Override
  public String toString() {
    return parts.toString().replaceFirst("Parts", "BackupPlan");
  }

  /** All kinds of data, the default selection. */
  static Set<DataKind> everything() {
    return EnumSet.allOf(DataKind.class);
  }
}
