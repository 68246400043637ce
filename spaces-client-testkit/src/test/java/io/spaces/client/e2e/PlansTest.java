package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.Layout;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.history.Strategy;
import io.spaces.client.identity.Wallet;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupPlanBuilder;
import io.spaces.client.schedule.BackupRunner;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.DestinationProblem;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.NotifyOn;
import io.spaces.client.schedule.Overlap;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.TestWallets;
import io.spaces.client.testkit.faults.Requests;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.Warning;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans that back real folders up to a real space. */
class PlansTest {
  @TempDir Path temporary;
  private final SpaceServer server = SpaceServer.inMemory().start();
  private final BlockingQueue<BackupJob> ended = new LinkedBlockingQueue<>();
  private final BlockingQueue<TransferProgress> progress = new LinkedBlockingQueue<>();
  private final SecretResolver secrets =
      SecretResolver.standard(
          Map.of(
              "wallet", server.wallet().exportSecretKey(),
              "key", "5a".repeat(32),
              "iv", "a5".repeat(12),
              "stranger", TestWallets.random().exportSecretKey()));
  private BackupScheduler scheduler;

  @BeforeEach
  void start() {
    scheduler =
        BackupScheduler.builder()
            .secrets(secrets)
            .listener(
                new BackupJobListener() {
                  @Override
                  public void progressed(BackupPlan plan, BackupJob job, TransferProgress now) {
                    progress.add(now);
                  }

                  @Override
                  public void ended(BackupPlan plan, BackupJob job) {
                    ended.add(job);
                  }
                })
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    scheduler.close();
    server.close();
  }

  @Test
  void troubleAndEmptySourcesAreWhatThePlanSaysThatTheyAre() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a.txt", "a").link("l", "nowhere");
    BackupPlan plan = plan("data").source(data.root()).layout(Layout.VAULT).build();
    scheduler.add(plan);
    scheduler.add(
        plan("anything")
            .source(data.root())
            .layout(Layout.VAULT)
            .onTrouble(Trouble.VANISHED, TroublePolicy.FAIL)
            .allowEmpty(true)
            .build());
    assertThat(run("data", DataKind.FILES).status()).isEqualTo(JobStatus.SUCCEEDED);
    data.delete("a.txt").delete("l");

    BackupJob refused = run("data", DataKind.FILES);
    assertThat(refused.status()).isEqualTo(JobStatus.FAILED);
    assertThat(refused.message()).contains("disk not mounted");
    assertThat(run("anything", DataKind.FILES).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void whatAPlanSaysOfItsRunsIsWhatTheyDo() throws Exception {
    FileTree data =
        FileTree.in(temporary.resolve("data")).file("a", "a").file("b", "b").link("l", "a");
    BackupPlan mirror =
        plan("mirror")
            .source(data.root())
            .symbolicLinks(SymbolicLinks.FOLLOW)
            .strictSync(true)
            .build();
    scheduler.add(mirror);
    assertThat(run("mirror", DataKind.FILES).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(server.objects().keys()).contains(key("a"), key("b"), key("l"));
    data.delete("b");

    assertThat(run("mirror", DataKind.FILES).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(server.objects().keys()).contains(key("a"), key("l")).doesNotContain(key("b"));

    scheduler.update(mirror.toBuilder().temporaryDirectory(temporary.resolve("none")).build());
    BackupJob refused = run("mirror", DataKind.FILES);
    assertThat(refused.status()).isEqualTo(JobStatus.FAILED);
    assertThat(refused.message()).startsWith("temporaryDirectory is ");

    scheduler.update(mirror.toBuilder().retries(0).build());
    server.faults().on(Requests.put().matching("**/c")).first(1).answer(500);
    data.file("c", "c");
    assertThat(run("mirror", DataKind.FILES).status()).isEqualTo(JobStatus.PARTIAL);
    assertThat(run("mirror", DataKind.FILES).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void aVaultIsCompressedAndEncryptedAsItsPlanSays() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a", "all work ".repeat(50_000));
    Path state = temporary.resolve("kept");
    BackupPlan plan =
        plan("vault")
            .layout(Layout.VAULT)
            .source(data.root())
            .stateDirectory(state)
            .compression(Compression.none())
            .encryption(PlanEncryption.key(SecretRef.named("key")).iv(SecretRef.named("iv")))
            .build();
    scheduler.add(plan);

    assertThat(run("vault", DataKind.FILES).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(server.objects().totalSize()).isGreaterThan(400_000);
    assertThat(state).isNotEmptyDirectory();
    Encryption key = Encryption.key("5a".repeat(32));
    try (SpaceClient client = Backups.client(server)) {
      Snapshots snapshots = client.snapshots(server.appDid().address());
      assertThat(snapshots.encryption(key.iv("a5".repeat(12))).list()).hasSize(1);
      Snapshots unsalted = client.snapshots(server.appDid().address()).encryption(key);
      assertThatThrownBy(unsalted::list).isInstanceOf(WrongKeyException.class);
    }
    scheduler.update(plan.toBuilder().compression(Compression.zstd(19)).build());
    data.file("a", "no play".repeat(50_000));
    assertThat(run("vault", DataKind.FILES).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(server.objects().totalSize()).isLessThan(500_000);
  }

  @Test
  void whatAPlanExcludesFromItsFoldersDoesNotStopARunOfAPartWithoutAny() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a", "a").file("b.tmp", "b");
    scheduler.add(
        plan("both")
            .source(data.root())
            .source(
                PlanSource.command(
                    DataKind.DATABASE, "dump.tmp", List.of("echo", "dump"), Map.of()))
            .exclude("*.tmp")
            .build());

    assertThat(run("both", DataKind.DATABASE).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(run("both", DataKind.FILES).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(server.objects().keys()).contains(key("dump.tmp"), key("a"));
    assertThat(server.objects().keys()).doesNotContain(key("b.tmp"));
  }

  private String key(String name) {
    return Backups.folder(server) + name;
  }

  @Test
  void aRuleThatWouldRemoveMostOfTheSetIsRefusedAndToldUnlessThePlanAllowsIt() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a.txt", "a");
    BackupPlan careless =
        plan("data").source(data.root()).layout(Layout.VAULT).retention(Retention.files(1)).build();
    scheduler.add(careless);
    try (SpaceClient client = Backups.client(server);
        Snapshots snapshots = client.snapshots(server.appDid().address())) {
      for (int i = 0; i < 4; i++) {
        Backups.incremental(client, server)
            .source(data.root())
            .snapshot(true)
            .set("data")
            .run()
            .orElseThrow();
      }

      BackupJob refused = run("data", DataKind.FILES);
      assertThat(refused.status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(refused.warnings())
          .extracting(Warning::code)
          .containsExactly(Warning.Code.MASS_REMOVAL_REFUSED);
      assertThat(snapshots.list()).hasSize(5);

      scheduler.update(
          BackupPlan.fromJson(careless.toBuilder().allowMassRemoval(true).build().toJson()));
      assertThat(run("data", DataKind.FILES).warnings()).isEmpty();
      assertThat(snapshots.list()).hasSize(1);
    }
  }

  @Test
  void backsSeveralSourcesUpAndTheRunsThatFollowSendOnlyWhatChanged() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a.txt", "a").file("b.tmp", "b");
    FileTree uploads =
        FileTree.in(temporary.resolve("uploads")).file("a.txt", "A").file("c/d", "d");
    scheduler.add(
        plan("all")
            .source(data.root())
            .source(PlanSource.folder(DataKind.USER_DATA, uploads.root(), "uploads"))
            .source(command("list.txt", "printf hello"))
            .exclude("*.tmp")
            .build());

    BackupJob first = run("all", DataKind.values());
    assertThat(first.status()).as(first.message()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(first.count()).isEqualTo(4);
    assertThat(first.recordId()).isNotNull();
    assertThat(stored())
        .containsExactlyInAnyOrder("a.txt", "list.txt", "uploads/a.txt", "uploads/c/d");
    assertThat(progress).last().matches(now -> now.objectsDone() == 4 && now.objectsTotal() == 4);

    assertThat(run("all", DataKind.values()).count()).isZero();
    uploads.file("c/d", "changed");
    data.file("a.txt", "changed too");
    assertThat(run("all", DataKind.USER_DATA).count()).isEqualTo(1);
    assertThat(run("all", DataKind.values()).count()).isEqualTo(1);
    assertThat(scheduler.jobs("all", 0, 10)).hasSize(4);
  }

  @Test
  void aPartOfAMirrorDeletesNothingThatOtherSourcesHaveSent() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a", "a").file("b", "b");
    BackupPlan plan =
        plan("mirror")
            .source(data.root())
            .source(
                PlanSource.command(
                    DataKind.DATABASE, "db/dump.sql", List.of("echo", "dump"), Map.of()))
            .strictSync(true)
            .build();
    scheduler.add(plan);
    assertThat(run("mirror", DataKind.values()).status()).isEqualTo(JobStatus.SUCCEEDED);
    data.delete("b");

    assertThat(run("mirror", DataKind.FILES).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(stored()).contains("a", "db/dump.sql");
    scheduler.trigger("mirror", "", List.of(plan.sources().get(0)));
    BackupJob part = ended("mirror");
    assertThat(part.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(part.set()).as("no success of the whole").isEqualTo("mirror/files");
    assertThat(stored()).containsExactlyInAnyOrder("a", "b", "db/dump.sql");

    assertThat(run("mirror", DataKind.values()).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(stored()).containsExactlyInAnyOrder("a", "db/dump.sql");
  }

  @Test
  void aPartOfAPlanAndSourcesOfTheMomentMakeSnapshotsOfSetsOfTheirOwn() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a", "a");
    FileTree moment = FileTree.in(temporary.resolve("moment")).file("m", "m");
    BackupPlan plan =
        plan("shop")
            .layout(Layout.VAULT)
            .source(PlanSource.folder(DataKind.FILES, data.root(), "data"))
            .source(command("list.txt", "printf hello"))
            .retention(Retention.files(1))
            .build();
    scheduler.add(plan);
    scheduler.trigger("shop", "all");
    assertThat(ended("shop").set()).isEqualTo("shop");
    scheduler.trigger("shop", "a part", List.of(plan.sources().get(1)));
    assertThat(ended("shop").set()).isEqualTo("shop/files/list.txt");
    scheduler.trigger(
        "shop", "now", List.of(PlanSource.folder(DataKind.FILES, moment.root(), "moment")));
    assertThat(ended("shop").set()).isEqualTo("shop/files/moment");

    try (var client = Backups.client(server);
        Snapshots snapshots = client.snapshots(server.appDid().address())) {
      assertThat(snapshots.list())
          .extracting(Snapshot::description, Snapshot::set, Snapshot::files)
          .containsExactly(
              tuple("now", "shop/files/moment", 1L),
              tuple("a part", "shop/files/list.txt", 1L),
              tuple("all", "shop", 2L));
    }
    assertThat(scheduler.plan("shop")).isEqualTo(plan);
  }

  @Test
  void aRunnerCanBePutAroundTheOneThatBacksUp() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a.txt", "a");
    BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    BackupRunner backup = BackupRunner.ofSpaces(secrets);
    BackupRunner around =
        run -> {
          calls.add("before " + run.job().plan());
          BackupResult result = backup.run(run);
          calls.add("after " + result.status());
          return result;
        };
    try (BackupScheduler wrapped =
        BackupScheduler.builder()
            .runner(around)
            .notifier((plan, job) -> ended.add(job))
            .build()
            .start()) {
      wrapped.add(plan("wrapped").notifyOn(NotifyOn.ALWAYS).source(data.root()).build());
      wrapped.trigger("wrapped", "");

      BackupJob job = ended("wrapped");
      assertThat(job.status()).as(job.message()).isEqualTo(JobStatus.SUCCEEDED);
    }
    assertThat(calls).containsExactly("before wrapped", "after SUCCEEDED");
    assertThat(stored()).containsExactly("a.txt");
    BackupPlan missing =
        plan("nobody").source(data.root()).build().toBuilder()
            .destination(endpoint(server.endpoint(), "nobody").build())
            .build();
    assertThatThrownBy(() -> backup.check(missing)).hasMessageContaining("named:nobody");
  }

  @Test
  void oneSourceThatFailsDoesNotHarmTheOthersAndIsNamed() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a.txt", "a");
    scheduler.add(
        plan("some").source(data.root()).source(command("dump.sql", "echo half; exit 7")).build());

    BackupJob job = run("some", DataKind.values());

    assertThat(job.status()).isEqualTo(JobStatus.PARTIAL);
    assertThat(job.errorCount()).isEqualTo(1);
    assertThat(job.message()).contains("dump.sql").contains("sh ended with 7");
    assertThat(stored()).containsExactly("a.txt");
  }

  @Test
  void twoSourcesThatMeetAreAnErrorAndNotAnOverwrite() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("db/dump.sql", "a file");
    scheduler.add(
        plan("meet").source(data.root()).source(command("db/dump.sql", "echo x")).build());

    BackupJob job = run("meet", DataKind.values());

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.message()).contains("\"db/dump.sql\" twice");
    assertThat(stored()).isEmpty();
  }

  @Test
  void aFailingRunSaysWhy() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a.txt", "a");
    scheduler.add(plan("full").source(data.root()).build());
    server.fill();

    BackupJob job = run("full", DataKind.values());

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.message()).contains("full");
  }

  @Test
  void aVaultKeepsAsManySnapshotsAsThePlanSaysAndShowsNothing() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a.txt", "plain to see");
    scheduler.add(
        plan("vault")
            .layout(Layout.VAULT)
            .source(data.root())
            .compression(9)
            .encryption(PlanEncryption.key(SecretRef.named("key")))
            .retention(Retention.files(2))
            .build());
    for (int i = 0; i < 4; i++) {
      data.file("b.txt", "state " + i);
      BackupJob job = run("vault", DataKind.values());
      assertThat(job.status()).as(job.message()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(job.snapshotId()).isNotNull();
    }

    assertThat(snapshots()).isEqualTo(2);
    assertThat(stored()).allMatch(key -> key.startsWith(".vault/"));
    assertThat(server.objects().contents("").values())
        .noneMatch(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).contains("plain to"));
  }

  @Test
  void aSuccessfulRunRemovesSnapshotsThatHaveExpired() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a.txt", "a");
    try (var client = Backups.client(server)) {
      Backups.incremental(client, server)
          .source(data.root())
          .snapshot(true)
          .set("expiry")
          .expiresAt(Instant.now().minusSeconds(60))
          .run()
          .orElseThrow();
    }
    assertThat(snapshots()).isEqualTo(1);
    scheduler.add(plan("expiry").layout(Layout.VAULT).source(data.root()).expiryHours(1).build());

    BackupJob job = run("expiry", DataKind.values());

    assertThat(job.status()).as(job.message()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(snapshots()).isEqualTo(1);
    assertThat(run("expiry", DataKind.values()).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(snapshots()).isEqualTo(2);
  }

  /** Those that nobody has moved to the trash, which is an edit. */
  private long snapshots() {
    return stored().stream()
        .filter(key -> key.startsWith(".vault/snapshots/") && key.endsWith(".0"))
        .count();
  }

  @Test
  void aWrongKeyIsAFailedJobThatSaysSo() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a.txt", "a");
    BackupPlanBuilder plan = plan("keys").layout(Layout.VAULT).source(data.root());
    scheduler.add(plan.encryption(PlanEncryption.key(SecretRef.named("key"))).build());
    assertThat(run("keys", DataKind.values()).status()).isEqualTo(JobStatus.SUCCEEDED);
    scheduler.update(plan.encryption(PlanEncryption.passphrase(SecretRef.named("key"))).build());

    BackupJob job = run("keys", DataKind.values());

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.message()).containsAnyOf("key", "passphrase").doesNotContain("5a5a5a");
  }

  @Test
  void theDelegationIsReadAnewAtEachRun() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a.txt", "a");
    Wallet agent = TestWallets.random();
    Path key = Files.writeString(temporary.resolve("key"), agent.exportSecretKey());
    Path token = temporary.resolve("delegation");
    String app = server.appDid().address();
    Files.writeString(token, TestWallets.delegation(server.wallet(), agent).token() + "\n");
    scheduler.add(
        BackupPlan.builder("delegated")
            .cron("0 0 1 1 *")
            // A run that is told to have ended may count as running for a moment still.
            .overlap(Overlap.QUEUE)
            .source(data.root())
            .destination(
                Destination.builder(server.endpoint())
                    .wallet(SecretRef.file(key))
                    .delegation(SecretRef.file(token))
                    .serverDid("did:abt:" + app)
                    .signerDid(app)
                    .build())
            .build());
    Wallet other = TestWallets.random();

    assertThat(run("delegated", DataKind.values()).status()).isEqualTo(JobStatus.SUCCEEDED);
    Files.writeString(token, TestWallets.delegation(server.wallet(), other).token());
    assertThat(run("delegated", DataKind.values()).status()).isEqualTo(JobStatus.FAILED);
    Files.writeString(token, TestWallets.delegation(server.wallet(), agent).token());
    assertThat(run("delegated", DataKind.values()).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(server.records())
        .hasSize(2)
        .allMatch(record -> app.equals(record.text("serverDid")))
        .allMatch(record -> app.equals(record.text("signerDid")));
  }

  @Test
  void theRunsAreInTheHistoryOfTheSpace() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a.txt", "a");
    scheduler.add(plan("logged").source(data.root()).build());
    BackupJob job = run("logged", DataKind.values());

    try (var client = Backups.client(server)) {
      assertThat(client.history().page(HistoryQuery.all().kind(HistoryKind.BACKUP)).records())
          .singleElement()
          .satisfies(record -> assertThat(record.id()).isEqualTo(job.recordId()));
    }
  }

  @Test
  void theHistoryTellsWhatStartedEachBackupIntoAVault() throws Exception {
    FileTree data = FileTree.in(temporary.resolve("data")).file("a.txt", "a");
    scheduler.add(plan("now").layout(Layout.VAULT).source(data.root()).build());
    scheduler.add(
        plan("secondly").cron("* * * * * *").layout(Layout.VAULT).source(data.root()).build());
    BackupJob scheduled = ended("secondly");
    scheduler.remove("secondly");
    scheduler.trigger("now", "");
    BackupJob triggered = ended("now");

    try (var client = Backups.client(server);
        Snapshots snapshots = client.snapshots(server.appDid().address())) {
      String direct =
          requireNonNull(
              Backups.incremental(client, server)
                  .source(data.root())
                  .snapshot(true)
                  .run()
                  .orElseThrow()
                  .snapshotId());
      assertThat(snapshots.get(requireNonNull(scheduled.snapshotId())).strategy())
          .isEqualTo(Strategy.AUTOMATIC);
      assertThat(snapshots.get(requireNonNull(triggered.snapshotId())).strategy())
          .isEqualTo(Strategy.MANUAL);
      snapshots.describe(direct, "described");
      assertThat(client.history(snapshots).stream(HistoryQuery.all()))
          .allMatch(record -> record.strategy() == strategyOf(snapshots, record))
          .anyMatch(record -> record.id().equals(scheduled.recordId()))
          .anyMatch(record -> direct.equals(record.snapshotId()));
    }
  }

  private static @Nullable Strategy strategyOf(Snapshots snapshots, HistoryRecord record) {
    return record.snapshotId() == null ? null : snapshots.get(record.snapshotId()).strategy();
  }

  private BackupJob ended(String plan) throws InterruptedException {
    BackupJob job = ended.poll(60, TimeUnit.SECONDS);
    while (job != null && !job.plan().equals(plan)) {
      job = ended.poll(60, TimeUnit.SECONDS);
    }
    return requireNonNull(job, "The job did not end within a minute");
  }

  @Test
  void anEndpointSaysInWordsWhatIsWrongWithIt() {
    Destination good = endpoint(server.endpoint(), "wallet").build();
    assertThat(good.validate(secrets)).isEmpty();

    require(endpoint(server.endpoint(), "nobody"), DestinationProblem.Kind.SECRET, "named:nobody");
    require(
        endpoint(server.endpoint(), "stranger"),
        DestinationProblem.Kind.NOT_AUTHORISED,
        "does not accept the credentials");
    require(
        endpoint(server.endpoint(), "wallet").spaceDid(TestWallets.random().address()),
        DestinationProblem.Kind.WRONG_SPACE,
        "expected the space");
    require(
        endpoint("https://host.invalid/api/space/default/app/default/", "wallet"),
        DestinationProblem.Kind.UNREACHABLE,
        "Nobody answers at https://host.invalid");
    require(
        endpoint("https://space.example/settings", "wallet"),
        DestinationProblem.Kind.WRONG_SPACE,
        "endpoint is");
    server.fill();
    require(endpoint(server.endpoint(), "wallet"), DestinationProblem.Kind.FULL, "is full");
    server.unavailable("under repair");
    require(
        endpoint(server.endpoint(), "wallet"), DestinationProblem.Kind.UNAVAILABLE, "under repair");
  }

  /** Its address says "default" for the space and the app: the server finds them by the key. */
  @Test
  void anAccessKeyIsNotToldThatItsSpaceIsAnother() {
    Wallet key = TestWallets.seeded(77);
    try (SpaceServer shared = SpaceServer.builder().memory().accessKey(key).start()) {
      Destination endpoint =
          Destination.builder(shared.baseUrl())
              .accessKey(SecretRef.named("key"))
              .spaceDid(shared.spaceDid().address())
              .appDid(shared.appDid().address())
              .userDid(shared.appDid().address())
              .build();

      assertThat(endpoint.validate(SecretResolver.standard(Map.of("key", key.exportSecretKey()))))
          .isEmpty();
    }
  }

  private void require(Destination.Builder endpoint, DestinationProblem.Kind kind, String words) {
    assertThat(endpoint.build().validate(secrets))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).as(problem.message()).isEqualTo(kind);
              assertThat(problem.message()).contains(words);
            });
  }

  private static Destination.Builder endpoint(String address, String secret) {
    return Destination.builder(address).wallet(SecretRef.named(secret));
  }

  private BackupPlanBuilder plan(String name) {
    return BackupPlan.builder(name)
        .cron("@yearly")
        .overlap(Overlap.QUEUE)
        .layout(Layout.MIRROR)
        .destination(endpoint(server.endpoint(), "wallet").build());
  }

  private static PlanSource command(String name, String script) {
    return new PlanSource.Command(DataKind.FILES, name, List.of("sh", "-c", script), Map.of());
  }

  private BackupJob run(String plan, DataKind... kinds) throws InterruptedException {
    scheduler.trigger(plan, "", Set.of(kinds));
    BackupJob job = ended.poll(60, TimeUnit.SECONDS);
    if (job == null) {
      throw new AssertionError("The job did not end within a minute");
    }
    return job;
  }

  private List<String> stored() {
    String folder = Backups.folder(server);
    return server.objects().keys().stream()
        .filter(key -> key.startsWith(folder))
        .map(key -> key.substring(folder.length()))
        .toList();
  }
}
