package io.spaces.client.schedule;

import io.spaces.client.backup.Layout;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** Plans to test with. */
public final class Plans {
  /** A space that does not exist. */
  public static final Destination NOWHERE =
      Destination.builder("https://space.example/api/space/default/app/default/")
          .wallet(SecretRef.env("SPACES_SECRET_KEY"))
          .build();

  private Plans() {}

  /** A small plan that runs so. */
  public static BackupPlanBuilder plan(String name, String cron) {
    return BackupPlan.builder(name)
        .zone(ZoneId.of("UTC"))
        .cron(cron)
        .source(Path.of("data"))
        .destination(NOWHERE);
  }

  /** A plan that has everything a plan can have. */
  public static BackupPlan everything() {
    return BackupPlan.builder("nightly")
        .zone(ZoneId.of("Europe/Berlin"))
        .cron("0 30 1 * * *")
        .source(Path.of("/srv/data"))
        .source(PlanSource.folder(DataKind.USER_DATA, Path.of("/srv/uploads"), "uploads"))
        .source(
            PlanSource.postgres(
                "db/app.dump", "postgresql://app@db/app", SecretRef.env("APP_PASSWORD")))
        .source(
            PlanSource.mysql("db/shop.sql", "mysql://shop@db:3306/shop", SecretRef.named("shop")))
        .source(PlanSource.sqlite("db/app.sqlite", Path.of("/srv/app.sqlite")))
        .source(
            new PlanSource.Command(
                DataKind.FILES,
                "etc/packages.txt",
                List.of("dpkg", "-l"),
                Map.of("TOKEN", SecretRef.file(Path.of("/run/token"))),
                Duration.ofMinutes(5)))
        .select(DataKind.DATABASE, DataKind.FILES)
        .exclude("*.tmp", "cache/")
        .onTrouble(Trouble.VANISHED, TroublePolicy.REPORT)
        .onTrouble(Trouble.UNREADABLE, TroublePolicy.FAIL)
        .allowEmpty(true)
        .symbolicLinks(SymbolicLinks.FOLLOW)
        .concurrency(8)
        .retries(7)
        .timeLimit(Duration.ofHours(12))
        .debug(true)
        .temporaryDirectory(Path.of("/srv/tmp"))
        .stateDirectory(Path.of("/srv/state"))
        .allowMassRemoval(true)
        .destination(
            Destination.builder("https://space.example/api/space/default/app/default/")
                .accessKey(SecretRef.file(Path.of("/run/access-key")))
                .app("Shop", "Sells")
                .serverDid("did:spaces:z1muQ3xqHQK2uiACHyChikobsiY5kLqtShA")
                .signerDid("z1oH3uRATozVfD6FjTaMXEU1xpqtfdf15tr")
                .referrer("https://shop.example/backups")
                .build())
        .incremental(false)
        .layout(Layout.VAULT)
        .compression(9)
        .encryption(
            new PlanEncryption(
                PlanEncryption.Kind.PASSPHRASE,
                SecretRef.env("PASSPHRASE"),
                true,
                "262144,8,1",
                SecretRef.env("IV")))
        .retention(Retention.parse("files 3 days 2 daily 7 weekly 4 monthly 12 yearly 2"))
        .expiryHours(72)
        .prune(Pruning.WEEKLY)
        .grace(Duration.ofHours(36))
        .lockWait(Duration.ofSeconds(90))
        .acceptVault("0123456789abcdef".repeat(2))
        .enabled(false)
        .description("{plan} of {environment} at {date} {time}")
        .environment(Environment.STAGING)
        .missedRuns(MissedRuns.SKIP)
        .overlap(Overlap.QUEUE)
        .notifyOn(NotifyOn.ALWAYS)
        .runRetries(2, Duration.ofMinutes(15))
        .before(
            Hook.program("true", "--", "hold")
                .environment(Map.of("HOOK_TOKEN", SecretRef.env("HOOK_TOKEN")))
                .timeLimit(Duration.ofSeconds(45))
                .essential(false))
        .after(Hook.program("true").essential(false))
        .build();
  }

  /** A mirror, for an app that has delegated to a wallet. */
  public static BackupPlan mirror() {
    return plan("mirror", "@daily")
        .layout(Layout.MIRROR)
        .strictSync(true)
        .destination(
            Destination.builder("https://space.example/api/space/default/app/default/")
                .wallet(SecretRef.env("KEY"))
                .delegation(SecretRef.env("DELEGATION"))
                .appDid("z1muQ3xqHQK2uiACHyChikobsiY5kLqtShA")
                .appPid("z1muQ3xqHQK2uiACHyChikobsiY5kLqtShA")
                .userDid("z1oH3uRATozVfD6FjTaMXEU1xpqtfdf15tr")
                .build())
        .build();
  }
}
