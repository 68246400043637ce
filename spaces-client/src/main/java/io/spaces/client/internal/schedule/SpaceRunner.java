package io.spaces.client.internal.schedule;

import io.spaces.client.BackupBuilder;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.Layout;
import io.spaces.client.backup.Source;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.identity.Credentials;
import io.spaces.client.internal.schedule.job.Firing;
import io.spaces.client.internal.schedule.job.JobChange;
import io.spaces.client.internal.schedule.job.PlanRuns;
import io.spaces.client.internal.schedule.job.RunningPlan;
import io.spaces.client.internal.schedule.plan.DestinationCheck;
import io.spaces.client.internal.schedule.plan.PlanParameters;
import io.spaces.client.internal.schedule.plan.PlanSecrets;
import io.spaces.client.internal.schedule.plan.PlanSources;
import io.spaces.client.internal.transfer.Blocking;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupRun;
import io.spaces.client.schedule.BackupRunner;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.PlanVerification;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.transfer.TransferListener;
import java.net.URI;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Backs a plan's sources up to the plan's destination, or verifies what is there. */
public final class SpaceRunner implements BackupRunner {
  private final SecretResolver secrets;

  /** A runner that looks secrets up when a run needs them. */
  public SpaceRunner(SecretResolver secrets) {
    this.secrets = secrets;
  }

  @Override
  public BackupResult run(BackupRun run) {
    PlanVerification verification = run.plan().verification();
    if (verification != null) {
      return use(
          run, (client, app) -> VerificationRun.carryOut(run, verification, secrets, client, app));
    }
    return carryOut(
        run,
        backup -> {
          BackupTask task = backup.start();
          run.onCancel(task::cancel);
          return Blocking.await(task);
        });
  }

  @Override
  public void check(BackupPlan plan) {
    PlanSecrets.check(plan, secrets);
  }

  /** Does all that a run does before it sends something. */
  public void checkAll(BackupPlan plan) {
    Instant now = Instant.now();
    Firing firing = Firing.scheduled(now);
    BackupJob job = PlanRuns.waiting(plan, "check", firing);
    BackupJob running = JobChange.of(job).started(now, "check").job();
    BackupRun run =
        new RunningPlan(plan, running, firing, new TransferListener() {}, new Cancellation());
    if (plan.verification() == null) {
      carryOut(run, BackupBuilder::check);
      return;
    }
    Encryption encryption = encryption(plan, secrets);
    if (encryption != null) {
      encryption.destroy();
    }
    String unused = use(run, (client, app) -> app);
  }

  /** The client and the app whose vault it is. */
  private <R> R use(BackupRun run, BiFunction<SpaceClient, String, R> action) {
    Destination endpoint = run.plan().destination();
    Credentials credentials = endpoint.credentials(secrets);
    try (SpaceClient client = client(endpoint, credentials)) {
      return action.apply(client, appPid(endpoint, credentials));
    }
  }

  private static String appPid(Destination endpoint, Credentials credentials) {
    return endpoint.appPid() == null
        ? did("appDid", endpoint.appDid(), appOf(credentials))
        : endpoint.appPid();
  }

  private <R> R carryOut(BackupRun run, Function<BackupBuilder<?>, R> action) {
    BackupPlan plan = run.plan();
    Destination endpoint = plan.destination();
    Credentials credentials = endpoint.credentials(secrets);
    Source source = PlanSources.combine(run.sources(), secrets);
    try (SpaceClient client = client(endpoint, credentials)) {
      return plan.incremental()
          ? carryOut(run, source, credentials, client.incrementalBackup().blocklet(), action)
          : carryOut(run, source, credentials, client.backup().blocklet(), action);
    }
  }

  private static SpaceClient client(Destination endpoint, Credentials credentials) {
    SpaceClient.Builder builder = SpaceClient.builder().credentials(credentials);
    return DestinationCheck.target(endpoint, credentials).endpoint() == null
        ? builder.baseUrl(endpoint.address()).build()
        : builder.endpoint(endpoint.address()).build();
  }

  private <B extends BackupBuilder<B>, R> R carryOut(
      BackupRun run,
      Source source,
      Credentials credentials,
      B backup,
      Function<BackupBuilder<?>, R> action) {
    BackupPlan plan = run.plan();
    Destination endpoint = plan.destination();
    String appDid = did("appDid", endpoint.appDid(), appOf(credentials));
    Encryption encryption = encryption(plan, secrets);
    try {
      B described = described(run, source, credentials, appDid, backup);
      describeVault(run, encryption, described);
      return action.apply(described);
    } finally {
      if (encryption != null) {
        encryption.destroy();
      }
    }
  }

  /** With its secret, to be destroyed; null for none. */
  static @Nullable Encryption encryption(BackupPlan plan, SecretResolver secrets) {
    PlanEncryption encryption = plan.encryption();
    return encryption == null ? null : encryption.resolve(secrets);
  }

  private static <B extends BackupBuilder<B>> void describeVault(
      BackupRun run, @Nullable Encryption encryption, B backup) {
    BackupPlan plan = run.plan();
    BackupJob job = run.job();
    backup.strategy(job.strategy()).layout(plan.layout());
    if (plan.layout() == Layout.MIRROR) {
      return;
    }
    backup.set(plan.set(run.sources()));
    backup.zip(true).description(job.description());
    Retention rules = plan.retention();
    backup.retention(rules.zone() == null ? rules.zone(plan.schedule().zone()) : rules);
    backup.prune(plan.prune()).grace(plan.grace()).lockWait(plan.lockWait());
    if (plan.compression() != null) {
      backup.compression(plan.compression());
    }
    if (encryption != null) {
      backup.encryption(encryption);
    }
    if (plan.expiry() != null && job.startedAt() != null) {
      backup.expiresAt(job.startedAt().plus(plan.expiry()));
    }
  }

  private static <B extends BackupBuilder<B>> B described(
      BackupRun run, Source source, Credentials credentials, String appDid, B backup) {
    Destination endpoint = run.plan().destination();
    run.plan().onTrouble().forEach(backup::onTrouble);
    PlanParameters.apply(run.plan(), backup);
    if (!run.sources().equals(run.plan().sources(run.plan().selection()))) {
      backup.strictSync(false); // of what a part does not have, the other sources may have all
    }
    // A part of a plan's sources may have no folder for them.
    if (run.sources().stream().anyMatch(PlanSource.Folder.class::isInstance)) {
      backup.exclude(run.plan().exclude().toArray(String[]::new));
    }
    return backup
        .appDid(appDid)
        .appPid(endpoint.appPid() == null ? appDid : endpoint.appPid())
        .userDid(did("userDid", endpoint.userDid(), walletOf(credentials)))
        .serverDid(endpoint.serverDid() == null ? "" : endpoint.serverDid())
        .signerDid(endpoint.signerDid() == null ? "" : endpoint.signerDid())
        .referrer(endpoint.referrer() == null ? host(endpoint) : endpoint.referrer())
        .appName(endpoint.appName())
        .appDescription(endpoint.appDescription())
        .source(source)
        .listener(run.listener());
  }

  private static String did(String name, @Nullable String given, @Nullable String fallback) {
    if (given != null) {
      return given;
    }
    if (fallback == null) {
      throw new InvalidParameterException(
          name, "is missing in the destination; an authorization token does not tell it");
    }
    return fallback;
  }

  private static @Nullable String appOf(Credentials credentials) {
    return credentials instanceof Credentials.Signed signed && signed.delegation() != null
        ? signed.delegation().from().address()
        : walletOf(credentials);
  }

  private static @Nullable String walletOf(Credentials credentials) {
    if (credentials instanceof Credentials.Signed signed) {
      return signed.wallet().address();
    }
    return credentials instanceof Credentials.AccessKey key ? key.wallet().address() : null;
  }

  private static String host(Destination endpoint) {
    return URI.create(endpoint.address()).resolve("/").toString();
  }
}
