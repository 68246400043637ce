package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BlockletBackup;
import io.spaces.client.BlockletRestore;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Layout;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What once deleted backups by surprise, and what is to come of it. The same on the command line is
 * in the module of the program.
 */
class DeletionStoriesTest {
  @TempDir Path temporary;
  private final ManualClock clock = ManualClock.now();
  private final BlockingQueue<BackupJob> ended = new LinkedBlockingQueue<>();
  private SpaceServer server;
  private SpaceClient client;
  private Snapshots snapshots;
  private FileTree uploads;
  private FileTree database;

  @BeforeEach
  void start() throws IOException {
    server = SpaceServer.builder().clock(clock).start();
    client = Backups.client(server, clock);
    snapshots =
        client.snapshots(server.appDid().address()).stateDirectory(temporary.resolve("state"));
    uploads = FileTree.in(temporary.resolve("uploads")).file("1", "one").file("2", "two");
    database = FileTree.in(temporary.resolve("database")).file("db.sql", "dump");
  }

  @AfterEach
  void stop() {
    snapshots.close();
    client.close();
    server.close();
  }

  private BlockletBackup backup(Source source) {
    clock.advance(Duration.ofHours(1));
    return Backups.full(client, server)
        .source(source)
        .stateDirectory(temporary.resolve("state"))
        .snapshot(true);
  }

  private BlockletBackup backup(FileTree tree) {
    return backup(Source.folder(tree.root()));
  }

  private Snapshot made(BlockletBackup backup) {
    return snapshots.get(requireNonNull(backup.run().orElseThrow().snapshotId()));
  }

  private List<String> kept() {
    return snapshots.list().stream().map(Snapshot::id).toList();
  }

  private BlockletRestore restore(Path target) {
    return snapshots
        .restore()
        .userDid(server.appDid().address())
        .referrer("https://my.app/settings/backup")
        .target(target);
  }

  private BackupPlan plan(String name, FileTree... trees) {
    var plan =
        BackupPlan.builder(name)
            .cron("@yearly")
            .layout(Layout.VAULT)
            .retention(Retention.parse("DAILY 7"))
            .destination(
                Destination.builder(server.endpoint()).wallet(SecretRef.named("w")).build());
    for (FileTree tree : trees) {
      plan.source(tree.root());
    }
    return plan.build();
  }

  private BackupScheduler scheduler(BackupPlan... plans) {
    BackupScheduler scheduler =
        BackupScheduler.builder()
            .secrets(SecretResolver.standard(Map.of("w", server.wallet().exportSecretKey())))
            .listener(
                new BackupJobListener() {
                  @Override
                  public void ended(BackupPlan plan, BackupJob job) {
                    ended.add(job);
                  }
                })
            .build();
    for (BackupPlan plan : plans) {
      scheduler.add(plan);
    }
    return scheduler.start();
  }

  private BackupJob run(BackupScheduler scheduler, String plan, DataKind... kinds)
      throws InterruptedException {
    scheduler.trigger(plan, "", Set.of(kinds));
    BackupJob job = requireNonNull(ended.poll(60, TimeUnit.SECONDS));
    assertThat(job.status()).as(job.message()).isEqualTo(JobStatus.SUCCEEDED);
    return job;
  }

  @Test
  void aFolderIsBackedUpAndThenAnotherAndTheRuleOfTheSecondLeavesTheFirstAlone() {
    Snapshot first = made(backup(uploads).retention(Retention.builder().keepDaily(7).build()));
    Snapshot other = made(backup(database).retention(Retention.builder().keepDaily(7).build()));

    snapshots.prune(Duration.ZERO);

    assertThat(kept()).containsExactly(other.id(), first.id());
  }

  @Test
  void twoPlansWithRulesRemoveNothingOfEachOther() throws Exception {
    try (BackupScheduler scheduler =
        scheduler(plan("uploads", uploads), plan("database", database))) {
      String first = run(scheduler, "uploads", DataKind.FILES).snapshotId();
      String other = run(scheduler, "database", DataKind.FILES).snapshotId();

      assertThat(kept()).containsExactlyInAnyOrder(first, other);
    }
  }

  @Test
  void aBackupOfAPartReplacesNoBackupOfTheWhole() throws Exception {
    BackupPlan whole =
        plan("nightly", uploads).toBuilder()
            .source(new PlanSource.Folder(DataKind.DATABASE, database.root(), "db"))
            .build();
    try (BackupScheduler scheduler = scheduler(whole)) {
      String all = run(scheduler, "nightly", DataKind.values()).snapshotId();
      String part = run(scheduler, "nightly", DataKind.DATABASE).snapshotId();

      assertThat(kept()).containsExactlyInAnyOrder(all, part);
      assertThat(snapshots.newestComplete("nightly").orElseThrow().id()).isEqualTo(all);
      assertThat(snapshots.list("nightly/database")).hasSize(1);
    }
  }

  @Test
  void aStrictRestoreOfTheNewestNamesTheSetsInsteadOfDeletingTheUploads() throws IOException {
    made(backup(uploads));
    made(backup(database));
    FileTree target = FileTree.in(temporary.resolve("target")).file("1", "one").file("2", "two");

    RestoreResult refused = restore(target.root()).newest().deleteExtra(true).run();

    assertThat(refused.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(refused.statusMessage())
        .contains(uploads.root().toString(), database.root().toString());
    assertThat(target.files()).containsExactly("1", "2");
  }

  @Test
  void aPipeInTheFolderKeepsNoDayFromBeingRestoredNorDeletesAnyWhenItGoes() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", uploads.path("pipe").toString()).start();
    assertThat(mkfifo.waitFor()).isZero();
    List<String> days = new ArrayList<>();
    for (int day = 1; day <= 5; day++) {
      uploads.file("1", "day " + day);
      days.add(0, made(backup(uploads).retention(Retention.files(30))).id());
    }

    restore(temporary.resolve("target")).run().orElseThrow();
    assertThat(temporary.resolve("target/1")).hasContent("day 5");

    uploads.delete("pipe");
    days.add(0, made(backup(uploads).retention(Retention.files(30))).id());
    assertThat(kept()).isEqualTo(days);
  }

  @Test
  void aWholeDayDeletesNoIncompleteOnesBeforeIt() {
    List<String> days = new ArrayList<>();
    for (int day = 0; day < 10; day++) {
      Source half = Source.objects(List.of(SourceObject.of("a", new byte[day]), Backups.BROKEN));
      BackupResult result = backup(half).set("s").retention(Retention.files(30)).run();
      assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
      days.add(0, requireNonNull(result.snapshotId()));
    }

    days.add(0, made(backup(uploads).set("s").retention(Retention.files(30))).id());
    snapshots.prune(Duration.ZERO);

    assertThat(kept()).isEqualTo(days);
  }

  @Test
  void aDiskThatIsNotMountedTwiceLeavesBothGoodSnapshots() throws Exception {
    String first = made(backup(uploads).retention(Retention.files(2))).id();
    String second = made(backup(uploads).retention(Retention.files(2))).id();
    uploads.delete("1").delete("2");

    for (int run = 0; run < 2; run++) {
      BackupResult refused = backup(uploads).retention(Retention.files(2)).run();
      assertThat(refused.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(refused.statusMessage()).contains("allowEmpty");
    }

    assertThat(kept()).containsExactly(second, first);
  }

  @Test
  void whatExpiresInAYearOutlivesTheRuleOfTheNextRun() {
    Instant inAYear = clock.instant().plus(Duration.ofDays(365));
    Snapshot held = made(backup(uploads).expiresAt(inAYear));
    Snapshot last = made(backup(uploads).retention(Retention.files(1)));
    snapshots.prune(Duration.ZERO);

    assertThat(kept()).containsExactly(last.id(), held.id());
  }

  @Test
  void anIncompleteSnapshotIsIncompleteAlsoAfterExportAndImportAndDeletesNothing()
      throws IOException {
    Source half = Source.objects(List.of(SourceObject.of("1", new byte[] {'1'}), Backups.BROKEN));
    String id = requireNonNull(backup(half).set("s").run().snapshotId());
    Path folder = Files.createDirectories(temporary.resolve("archives"));
    Snapshot imported = snapshots.importArchive(snapshots.export(id, folder));
    FileTree target = FileTree.in(temporary.resolve("target")).file("broken", "the only copy");

    RestoreResult refused = restore(target.root()).snapshot(imported.id()).deleteExtra(true).run();

    assertThat(imported.complete()).isFalse();
    assertThat(refused.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(target.files()).containsExactly("broken");
  }

  @Test
  void aPatternOfAnUnsetVariableIsAnErrorAndRestoresNothing() throws IOException {
    made(backup(uploads));
    FileTree target = FileTree.in(temporary.resolve("target")).file("1", "newer work");

    for (String unset : List.of("", "  ", "# photos")) {
      assertThatThrownBy(() -> restore(target.root()).include(unset))
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageContaining("include");
    }

    assertThat(target.path("1")).hasContent("newer work");
    assertThat(restore(target.root()).include("photos/").run().status())
        .isEqualTo(TransferStatus.NOTHING_FOUND);
  }
}
