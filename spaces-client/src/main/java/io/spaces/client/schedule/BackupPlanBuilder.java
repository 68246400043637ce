package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Layout;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link BackupPlan} consists of. What has no default and need not be said can be
 * unset by null. Not safe for use by several threads.
 *
 * @see BackupPlan#builder
 * @since 0.1.0
 */
public final class BackupPlanBuilder {
  private String name;
  private @Nullable String set;
  private @Nullable String cron;
  private ZoneId zone = ZoneId.systemDefault();
  private final List<PlanSource> sources = new ArrayList<>();
  private Set<DataKind> selection = BackupPlan.everything();
  private final List<String> exclude = new ArrayList<>();
  private final Map<Trouble, TroublePolicy> onTrouble = new EnumMap<>(Trouble.class);
  private boolean allowEmpty;
  private boolean allowMassRemoval;
  private SymbolicLinks symbolicLinks = SymbolicLinks.SKIP;
  private boolean strictSync;
  private @Nullable Integer concurrency;
  private @Nullable Integer retries;
  private @Nullable Duration timeLimit;
  private boolean debug;
  private @Nullable Path temporaryDirectory;
  private @Nullable Path stateDirectory;
  private @Nullable Destination destination;
  private boolean incremental = true;
  private Layout layout = Layout.VAULT;
  private @Nullable Compression compression;
  private @Nullable PlanEncryption encryption;
  private Retention retention = Retention.all();
  private @Nullable Duration expiry;
  private Pruning prune = Pruning.DAILY;
  private Duration grace = BackupPlan.GRACE;
  private Duration lockWait = BackupPlan.LOCK_WAIT;
  private @Nullable String acceptVault;
  private boolean enabled = true;
  private String description = "{plan} {date} {time}";
  private Environment environment = Environment.PRODUCTION;
  private MissedRuns missedRuns = MissedRuns.RUN_ONCE;
  private Overlap overlap = Overlap.SKIP;
  private NotifyOn notifyOn = NotifyOn.FAILURE;
  private RunRetries runRetries = RunRetries.NONE;
  private final List<Hook> before = new ArrayList<>();
  private final List<Hook> after = new ArrayList<>();
  private @Nullable PlanVerification verification;

  BackupPlanBuilder(String name) {
    this.name = required("name", name);
  }

  BackupPlanBuilder(BackupPlan plan) {
    name = plan.name();
    set = plan.set().equals(plan.name()) ? null : plan.set();
    cron = plan.schedule().expression();
    zone = plan.schedule().zone();
    sources.addAll(plan.sources());
    selection = plan.selection();
    exclude.addAll(plan.exclude());
    onTrouble.putAll(plan.onTrouble());
    allowEmpty = plan.allowEmpty();
    allowMassRemoval = plan.allowMassRemoval();
    symbolicLinks = plan.symbolicLinks();
    strictSync = plan.strictSync();
    concurrency = plan.concurrency();
    retries = plan.retries();
    timeLimit = plan.timeLimit();
    debug = plan.debug();
    temporaryDirectory = plan.temporaryDirectory();
    stateDirectory = plan.stateDirectory();
    destination = plan.destination();
    incremental = plan.incremental();
    layout = plan.layout();
    compression = plan.compression();
    encryption = plan.encryption();
    retention = plan.retention();
    expiry = plan.expiry();
    prune = plan.prune();
    grace = plan.grace();
    lockWait = plan.lockWait();
    acceptVault = plan.acceptVault();
    enabled = plan.enabled();
    description = plan.description();
    environment = plan.environment();
    missedRuns = plan.missedRuns();
    overlap = plan.overlap();
    notifyOn = plan.notifyOn();
    runRetries = plan.runRetries();
    before.addAll(plan.before());
    after.addAll(plan.after());
    verification = plan.verification();
  }

  /**
   * Renames it; its set, too, unless it has one that is not just its name.
   *
   * @param name see {@link BackupPlan#name}
   * @return this
   */
  public BackupPlanBuilder name(String name) {
    this.name = required("name", name);
    return this;
  }

  /**
   * What its backups are of: the set of its snapshots.
   *
   * @param name 1 to 150 printable characters; null, the default, for the plan's name
   * @return this
   */
  public BackupPlanBuilder set(@Nullable String name) {
    set = name;
    return this;
  }

  /**
   * When it runs. Required.
   *
   * @param expression as {@link CronSchedule} describes it
   * @return this
   * @throws InvalidParameterException when it is malformed
   */
  public BackupPlanBuilder cron(String expression) {
    cron = CronSchedule.parse(required("cron", expression), zone).expression();
    return this;
  }

  /**
   * The time zone of {@link #cron}; the system's by default.
   *
   * @param zone a zone
   * @return this
   */
  public BackupPlanBuilder zone(ZoneId zone) {
    this.zone = required("zone", zone);
    return this;
  }

  /**
   * Adds a folder of the kind {@link DataKind#FILES}. One source at least is required.
   *
   * @param folder the folder
   * @return this
   */
  public BackupPlanBuilder source(Path folder) {
    return source(PlanSource.folder(DataKind.FILES, required("source", folder)));
  }

  /**
   * Adds something to back up.
   *
   * @param source a source
   * @return this
   */
  public BackupPlanBuilder source(PlanSource source) {
    sources.add(required("source", source));
    return this;
  }

  /**
   * Replaces all sources.
   *
   * @param all the sources
   * @return this
   */
  public BackupPlanBuilder sources(List<PlanSource> all) {
    List<PlanSource> copy = Parameters.all("sources", all);
    sources.clear();
    sources.addAll(copy);
    return this;
  }

  /**
   * Which kinds of sources the scheduled runs take; all by default.
   *
   * @param kinds the kinds
   * @return this
   */
  public BackupPlanBuilder select(DataKind... kinds) {
    selection = Set.copyOf(Parameters.all("select", kinds));
    return this;
  }

  /**
   * Leaves files out, besides those that are left out already.
   *
   * @param globs patterns as in a {@code .gitignore} file
   * @return this
   */
  public BackupPlanBuilder exclude(String... globs) {
    exclude.addAll(Parameters.all("exclude", globs));
    return this;
  }

  /**
   * Replaces all patterns of what to leave out.
   *
   * @param globs patterns as in a {@code .gitignore} file; none to leave nothing out
   * @return this
   */
  public BackupPlanBuilder exclude(List<String> globs) {
    List<String> copy = Parameters.all("exclude", globs);
    exclude.clear();
    exclude.addAll(copy);
    return this;
  }

  /**
   * What to do about entries of the sources that cannot be backed up, by the kind of trouble.
   *
   * @param trouble which kind
   * @param policy what to do; null, the default, for {@link Trouble#byDefault}
   * @return this
   */
  public BackupPlanBuilder onTrouble(Trouble trouble, @Nullable TroublePolicy policy) {
    required("trouble", trouble);
    if (policy == null) {
      onTrouble.remove(trouble);
    } else {
      onTrouble.put(trouble, policy);
    }
    return this;
  }

  /**
   * Whether a source may hold nothing where it held something before. Off by default.
   *
   * @param allowEmpty see {@link io.spaces.client.BackupBuilder#allowEmpty}
   * @return this
   */
  public BackupPlanBuilder allowEmpty(boolean allowEmpty) {
    this.allowEmpty = allowEmpty;
    return this;
  }

  /**
   * Whether retention may remove more than half of the set's snapshots at once. Off by default.
   *
   * @param allowMassRemoval see {@link io.spaces.client.BackupBuilder#allowMassRemoval}
   * @return this
   */
  public BackupPlanBuilder allowMassRemoval(boolean allowMassRemoval) {
    this.allowMassRemoval = allowMassRemoval;
    return this;
  }

  /**
   * What to do with symbolic links in folders.
   *
   * @param policy {@link SymbolicLinks#SKIP} by default
   * @return this
   */
  public BackupPlanBuilder symbolicLinks(SymbolicLinks policy) {
    symbolicLinks = required("symbolicLinks", policy);
    return this;
  }

  /**
   * Whether what a source no longer has is deleted from the space; for {@link Layout#MIRROR}. Off
   * by default.
   *
   * @param strictSync see {@link io.spaces.client.BackupBuilder#strictSync}
   * @return this
   */
  public BackupPlanBuilder strictSync(boolean strictSync) {
    this.strictSync = strictSync;
    return this;
  }

  /**
   * How many objects are worked on at once.
   *
   * @param concurrency 1 to 256; null, the default, for what {@link
   *     io.spaces.client.BackupBuilder#concurrency} says
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public BackupPlanBuilder concurrency(@Nullable Integer concurrency) {
    this.concurrency =
        concurrency == null ? null : Parameters.between("concurrency", 1, 256, concurrency);
    return this;
  }

  /**
   * How often a request is tried again after a failure that may pass.
   *
   * @param retries 0 to 10; null, the default, for what {@link
   *     io.spaces.client.BackupBuilder#retries} says
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public BackupPlanBuilder retries(@Nullable Integer retries) {
    this.retries = retries == null ? null : Parameters.between("retries", 0, 10, retries);
    return this;
  }

  /**
   * How long a run may take, each of its attempts; see {@link
   * io.spaces.client.TransferBuilder#timeLimit}. For one program or database see {@link
   * PlanSource#timeLimit(Duration)}.
   *
   * @param limit 1 second to 24 days, in whole seconds; null, the default, for none
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public BackupPlanBuilder timeLimit(@Nullable Duration limit) {
    Parameters.limit(limit);
    timeLimit = limit;
    return this;
  }

  /**
   * Whether each object is logged at INFO. Off by default.
   *
   * @param debug true to log
   * @return this
   */
  public BackupPlanBuilder debug(boolean debug) {
    this.debug = debug;
    return this;
  }

  /**
   * Where temporary files go.
   *
   * @param directory an existing, writable directory of each machine that runs the plan; null, the
   *     default, for the system's temporary one
   * @return this
   */
  public BackupPlanBuilder temporaryDirectory(@Nullable Path directory) {
    temporaryDirectory = directory;
    return this;
  }

  /**
   * Where caches and what was seen of a vault are kept between runs.
   *
   * @param directory see {@link io.spaces.client.BackupBuilder#stateDirectory}; null, the default,
   *     for the user's place
   * @return this
   */
  public BackupPlanBuilder stateDirectory(@Nullable Path directory) {
    stateDirectory = directory;
    return this;
  }

  /**
   * Where to. Required.
   *
   * @param destination a space
   * @return this
   */
  public BackupPlanBuilder destination(Destination destination) {
    this.destination = required("destination", destination);
    return this;
  }

  /**
   * Whether files that look unchanged are not read again. On by default.
   *
   * @param incremental false to read every file in every run
   * @return this
   */
  public BackupPlanBuilder incremental(boolean incremental) {
    this.incremental = incremental;
    return this;
  }

  /**
   * How backups are laid out.
   *
   * @param layout {@link Layout#VAULT} by default
   * @return this
   */
  public BackupPlanBuilder layout(Layout layout) {
    this.layout = required("layout", layout);
    return this;
  }

  /**
   * How hard to compress with DEFLATE, which is what is done by default.
   *
   * @param level 1 (fast) to 9 (small)
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public BackupPlanBuilder compression(int level) {
    return compression(Compression.deflate(Parameters.between("compression", 1, 9, level)));
  }

  /**
   * How to compress.
   *
   * @param compression null, the default, for {@link Compression#deflate deflate(1)}
   * @return this
   */
  public BackupPlanBuilder compression(@Nullable Compression compression) {
    this.compression = compression;
    return this;
  }

  /**
   * Encrypts.
   *
   * @param encryption with what; null, the default, not to encrypt
   * @return this
   */
  public BackupPlanBuilder encryption(@Nullable PlanEncryption encryption) {
    this.encryption = encryption;
    return this;
  }

  /**
   * Which snapshots of the plan's set are kept; the others are moved to the trash after each run
   * that makes a snapshot.
   *
   * @param rules {@link Retention#all()} by default
   * @return this
   */
  public BackupPlanBuilder retention(Retention rules) {
    retention = required("retention", rules);
    return this;
  }

  /**
   * For how many hours a snapshot is held, whatever the retention says, before it is removed; by
   * default the retention decides.
   *
   * @param hours 1 or more
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public BackupPlanBuilder expiryHours(int hours) {
    return expiry(Duration.ofHours(Parameters.between("expiryHours", 1, Integer.MAX_VALUE, hours)));
  }

  /**
   * How long a snapshot is held, whatever the retention says, before it is removed.
   *
   * @param time an hour or more, in whole hours; null, the default, to let the retention decide
   * @return this
   */
  public BackupPlanBuilder expiry(@Nullable Duration time) {
    expiry = time;
    return this;
  }

  /**
   * When the vault is pruned after a run.
   *
   * @param when {@link Pruning#DAILY} by default
   * @return this
   */
  public BackupPlanBuilder prune(Pruning when) {
    prune = required("prune", when);
    return this;
  }

  /**
   * How long snapshots lie in the trash before a pruning removes them for good.
   *
   * @param time 7 days by default; 0 or more whole seconds
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public BackupPlanBuilder grace(Duration time) {
    grace = Parameters.wholeSeconds("grace", required("grace", time));
    return this;
  }

  /**
   * How long to wait for other clients of the vault.
   *
   * @param time a minute by default; 0 or more whole seconds
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public BackupPlanBuilder lockWait(Duration time) {
    lockWait = Parameters.wholeSeconds("lockWait", required("lockWait", time));
    return this;
  }

  /**
   * Which vault is to be there, and is accepted also where it belongs to another place; see {@link
   * io.spaces.client.Snapshots#acceptVault}.
   *
   * @param id the vault's id: 32 hexadecimal digits; null, the default, for the vault that belongs
   *     there
   * @return this
   */
  public BackupPlanBuilder acceptVault(@Nullable String id) {
    acceptVault = id;
    return this;
  }

  /**
   * Whether the schedule is followed. On by default.
   *
   * @param enabled false for a plan that is only triggered
   * @return this
   */
  public BackupPlanBuilder enabled(boolean enabled) {
    this.enabled = enabled;
    return this;
  }

  /**
   * The template of the runs' descriptions, <code>{plan} {date} {time}</code> by default.
   *
   * @param template see {@link BackupPlan#describe}
   * @return this
   */
  public BackupPlanBuilder description(String template) {
    description = required("description", template);
    return this;
  }

  /**
   * Where the application runs.
   *
   * @param environment {@link Environment#PRODUCTION} by default
   * @return this
   */
  public BackupPlanBuilder environment(Environment environment) {
    this.environment = required("environment", environment);
    return this;
  }

  /**
   * What becomes of missed runs.
   *
   * @param policy {@link MissedRuns#RUN_ONCE} by default
   * @return this
   */
  public BackupPlanBuilder missedRuns(MissedRuns policy) {
    missedRuns = required("missedRuns", policy);
    return this;
  }

  /**
   * What happens when two runs meet.
   *
   * @param policy {@link Overlap#SKIP} by default
   * @return this
   */
  public BackupPlanBuilder overlap(Overlap policy) {
    overlap = required("overlap", policy);
    return this;
  }

  /**
   * After which runs notifications are sent.
   *
   * @param when {@link NotifyOn#FAILURE} by default
   * @return this
   */
  public BackupPlanBuilder notifyOn(NotifyOn when) {
    notifyOn = required("notifyOn", when);
    return this;
  }

  /**
   * As {@link #runRetries(int, Duration)}, with five minutes between two attempts.
   *
   * @param times how often at the most, 0 to 100; 0 by default
   * @return this
   * @throws InvalidParameterException when it is out of range
   */
  public BackupPlanBuilder runRetries(int times) {
    return runRetries(new RunRetries(times));
  }

  /**
   * Tries a run that failed again, as a whole; not one that was cancelled, backed a part up, or
   * would only be refused again: a wrong key, say, or a parameter. What the space refuses with a
   * status from 400 to 499, but for 408, 425 and 429, is refused again.
   *
   * @param times how often at the most, 0 to 100; 0 by default
   * @param pause how long to wait before each attempt, in whole seconds; meanwhile the plan's job
   *     waits, no thread does, and the plan's schedule is followed
   * @return this
   * @throws InvalidParameterException when one is out of range
   */
  public BackupPlanBuilder runRetries(int times, Duration pause) {
    return runRetries(new RunRetries(times, required("pause", pause)));
  }

  /**
   * As {@link #runRetries(int, Duration)}.
   *
   * @param retries {@link RunRetries#NONE} by default
   * @return this
   */
  public BackupPlanBuilder runRetries(RunRetries retries) {
    runRetries = required("runRetries", retries).times() == 0 ? RunRetries.NONE : retries;
    return this;
  }

  /**
   * Adds a program that is run before each run; see {@link Hook}. None by default.
   *
   * @param hook a program
   * @return this
   * @throws InvalidParameterException when it is code, which no plan can hold
   */
  public BackupPlanBuilder before(Hook hook) {
    before.add(program("before", hook));
    return this;
  }

  /**
   * Replaces all programs that are run before each run.
   *
   * @param hooks programs; none to run none
   * @return this
   * @throws InvalidParameterException when one is code, which no plan can hold
   */
  public BackupPlanBuilder before(List<Hook> hooks) {
    List<Hook> copy = Parameters.all("before", hooks);
    copy.forEach(hook -> program("before", hook));
    before.clear();
    before.addAll(copy);
    return this;
  }

  /**
   * Adds a program that is run after each run; see {@link Hook}. None by default.
   *
   * @param hook a program
   * @return this
   * @throws InvalidParameterException when it is code, which no plan can hold
   */
  public BackupPlanBuilder after(Hook hook) {
    after.add(program("after", hook));
    return this;
  }

  /**
   * Replaces all programs that are run after each run.
   *
   * @param hooks programs; none to run none
   * @return this
   * @throws InvalidParameterException when one is code, which no plan can hold
   */
  public BackupPlanBuilder after(List<Hook> hooks) {
    List<Hook> copy = Parameters.all("after", hooks);
    copy.forEach(hook -> program("after", hook));
    after.clear();
    after.addAll(copy);
    return this;
  }

  /**
   * Makes it a plan that verifies what the vault at its destination holds, and backs nothing up: it
   * has no sources, and no retention, expiry or time limit. {@link #set} chooses one set.
   *
   * @param what how far each run goes; null, the default, for a plan that backs up
   * @return this
   */
  public BackupPlanBuilder verify(@Nullable PlanVerification what) {
    verification = what;
    return this;
  }

  /**
   * Returns the plan.
   *
   * @return an immutable value
   * @throws InvalidParameterException when something is missing, or does not go together
   */
  public BackupPlan build() {
    return new BackupPlan(
        new BackupPlan.Parts(
            name,
            set == null ? name : set,
            CronSchedule.parse(required("cron", cron), zone),
            sources,
            selection,
            exclude,
            onTrouble,
            allowEmpty,
            allowMassRemoval,
            symbolicLinks,
            strictSync,
            concurrency,
            retries,
            timeLimit,
            debug,
            temporaryDirectory,
            stateDirectory,
            required("destination", destination),
            incremental,
            layout,
            compression,
            encryption,
            retention,
            expiry,
            prune,
            grace,
            lockWait,
            acceptVault,
            enabled,
            description,
            environment,
            missedRuns,
            overlap,
            notifyOn,
            runRetries,
            before,
            after,
            verification));
  }

  /** What a plan can hold. */
  private static Hook program(String name, Hook hook) {
    if (required(name, hook).code() != null) {
      throw new InvalidParameterException(
          name,
          "has the code \""
              + hook.name()
              + "\", which no plan can hold; expected a program, or give it to the scheduler");
    }
    return hook;
  }
}
