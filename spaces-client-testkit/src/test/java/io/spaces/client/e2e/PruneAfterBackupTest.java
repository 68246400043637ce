package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.delete;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.IncrementalBlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.JournalEntry;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.faults.Requests;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup prunes its vault when that is due, after all that is its own. */
class PruneAfterBackupTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path temporary;
  private final ManualClock spaceTime = ManualClock.now();
  private SpaceServer server;
  private SpaceClient client;
  private Snapshots snapshots;
  private FileTree source;
  private int backups;

  @BeforeEach
  void start() throws IOException {
    // Tokens are of this machine's time; what the space stores is of its own.
    server = SpaceServer.builder().clock(spaceTime).verification(false).start();
    client = Backups.client(server);
    source = FileTree.in(Files.createDirectory(temporary.resolve("source")));
    snapshots =
        client
            .snapshots(server.appDid().address())
            .stateDirectory(temporary.resolve("machine"))
            .lockWait(Duration.ZERO);
  }

  @AfterEach
  void stop() {
    snapshots.close();
    client.close();
    server.close();
  }

  private IncrementalBlockletBackup backup(String machine) {
    return Backups.incremental(client, server)
        .source(source.root())
        .stateDirectory(temporary.resolve(machine))
        .snapshot(true);
  }

  /** A backup of a file that no earlier one had, and that the next one will not have. */
  private IncrementalBlockletBackup another() {
    source.delete("file" + backups++).file("file" + backups, 200_000, backups);
    return backup("machine");
  }

  private String run(IncrementalBlockletBackup backup) {
    return requireNonNull(backup.run().orElseThrow().snapshotId());
  }

  /** A vault with a snapshot that has lain in the trash for long enough, and one that stays. */
  private void fill() {
    source.file("file0", 1, 1);
    String first = run(another().prune(Pruning.NEVER));
    run(another().prune(Pruning.NEVER));
    snapshots.delete(first);
    spaceTime.advance(WEEK.plus(DAY));
  }

  private boolean wasPruned() {
    return !server.journal().entries(PruneAfterBackupTest::isDeletionOfAPack).isEmpty();
  }

  private static boolean isDeletionOfAPack(JournalEntry request) {
    return request.method().equals("DELETE") && request.key().contains("/packs/");
  }

  private boolean prunes(IncrementalBlockletBackup backup) {
    server.journal().clear();
    assertThat(backup.run().orElseThrow().warnings()).isEmpty();
    return wasPruned();
  }

  /** So that there is more to be freed. */
  private void deleteOldest() {
    List<Snapshot> all = snapshots.list();
    snapshots.delete(all.get(all.size() - 1).id());
  }

  /** Does something, once, when the first pack is about to be deleted. */
  private void whenAPackIsDeleted(Runnable what) {
    AtomicBoolean first = new AtomicBoolean(true);
    server
        .faults()
        .on(
            delete()
                .matching(
                    key -> {
                      if (key.contains("/packs/") && first.getAndSet(false)) {
                        what.run();
                      }
                      return false;
                    }))
        .cutBeforeBody();
  }

  @Test
  void aBackupIsOverAndTheSpaceKnowsItBeforeThePruningBegins() {
    fill();
    AtomicLong pruningBegan = new AtomicLong();
    List<String> recordsThen = new CopyOnWriteArrayList<>();
    whenAPackIsDeleted(
        () -> {
          server.records().forEach(record -> recordsThen.add(record.status()));
          pruningBegan.set(System.nanoTime());
        });
    long start = System.nanoTime();

    BackupResult result = another().run().orElseThrow();

    assertThat(recordsThen).hasSize(3).containsOnly("succeeded");
    assertThat(result.duration()).isLessThan(Duration.ofNanos(pruningBegan.get() - start));
    assertThat(snapshots.list()).hasSize(2);
    assertThat(snapshots.deleted()).isEmpty();
    assertThat(snapshots.verify(true).problems()).isEmpty();
  }

  @Test
  void aPruningThatFailsIsAWarningOfABackupThatSucceeded() {
    fill();
    server.faults().on(delete().matching(key -> key.contains("/packs/"))).answer(403);

    BackupResult result = another().run();

    assertThat(result.status()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(result.warnings())
        .extracting(Warning::code)
        .containsExactly(Warning.Code.PRUNING_FAILED);
    assertThat(result.warnings().get(0).text())
        .contains(requireNonNull(result.snapshotId()), "is safe");
    assertThat(server.records()).allMatch(StoredRecord::succeeded);
    server.faults().clear();
    assertThat(prunes(another())).as("the next run makes up for it").isTrue();
    assertThat(snapshots.verify(true).problems()).isEmpty();
  }

  @Test
  void aPruningThatIsCancelledLeavesABackupThatSucceeded() throws InterruptedException {
    fill();
    AtomicReference<@Nullable BackupTask> task = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    whenAPackIsDeleted(
        () -> {
          try {
            started.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          requireNonNull(task.get()).cancel();
        });
    task.set(another().start());
    started.countDown();

    BackupResult result = requireNonNull(task.get()).await();

    assertThat(result.status()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(result.warnings())
        .extracting(Warning::code)
        .containsExactly(Warning.Code.PRUNING_FAILED);
    assertThat(snapshots.get(requireNonNull(result.snapshotId())).complete()).isTrue();
    assertThat(snapshots.verify(true).problems()).isEmpty();
  }

  @Test
  void machinesThatShareAVaultShareWhenItIsDue() {
    fill();
    assertThat(prunes(another())).isTrue();
    deleteOldest();

    assertThat(prunes(another().grace(Duration.ZERO).stateDirectory(temporary.resolve("other"))))
        .as("another machine, at once")
        .isFalse();
    spaceTime.advance(DAY.minusMinutes(5));
    assertThat(prunes(another().grace(Duration.ZERO).stateDirectory(temporary.resolve("other"))))
        .as("another machine, a day later, and a little sooner than the day before")
        .isTrue();
    deleteOldest();
    assertThat(prunes(another().grace(Duration.ZERO))).as("the first machine").isFalse();
  }

  @Test
  void whatIsDueWeeklyWaitsForAWeekAndNeverForEver() {
    fill();
    assertThat(prunes(another().prune(Pruning.WEEKLY))).isTrue();
    deleteOldest();
    spaceTime.advance(DAY.multipliedBy(6));
    IncrementalBlockletBackup again = another().grace(Duration.ZERO);

    assertThat(prunes(again.prune(Pruning.WEEKLY))).isFalse();
    spaceTime.advance(DAY.minusMinutes(5));
    assertThat(prunes(again.prune(Pruning.NEVER))).isFalse();
    assertThat(prunes(again.prune(Pruning.WEEKLY))).isTrue();
  }

  @Test
  void afterEachRunMeansEachThatCanFreeMoreThanATenth() {
    fill();
    source.file("large", 2_000_000, 1);
    IncrementalBlockletBackup backup =
        another().prune(Pruning.AFTER_RUN).grace(Duration.ZERO).retention(Retention.files(1));

    assertThat(prunes(backup)).isTrue();
    source.file("small", 100_000, 1);
    assertThat(prunes(backup)).as("nothing is needless").isFalse();
    source.file("small", 100_000, 2);
    assertThat(prunes(backup)).as("1 of some 22").isFalse();
    assertThat(snapshots.deleted()).isNotEmpty();
    source.file("small", 100_000, 3);
    assertThat(prunes(backup)).as("2 of some 23").isFalse();
    source.file("small", 100_000, 4);
    assertThat(prunes(backup)).as("3 of some 24").isTrue();
    assertThat(snapshots.deleted()).isEmpty();
    assertThat(snapshots.list()).hasSize(1);
  }

  @Test
  void aLookThatFoundTooLittleIsNotRepeatedBeforeTheNextIsDue() {
    source.file("file0", 1, 1);
    run(another());
    spaceTime.advance(DAY);
    run(another());
    server.journal().clear();

    run(another());

    assertThat(server.journal().entries(PruneAfterBackupTest::isLock))
        .as("the backup's own lock, taken and given up")
        .hasSize(2);
  }

  private static boolean isLock(JournalEntry request) {
    return request.key().contains("/locks/") && !request.method().equals("GET");
  }

  @Test
  void aNewVaultIsDueADayLaterAndOneOfAnEarlierReleaseAtOnce() {
    source.file("file0", 1, 1);
    run(another());
    run(another());
    deleteOldest();

    assertThat(prunes(another().grace(Duration.ZERO))).isFalse();
    assertThat(server.objects().delete(Backups.folder(server) + ".vault/locks/pruned")).isTrue();
    assertThat(prunes(another().grace(Duration.ZERO))).isTrue();
  }

  @Test
  void aClockThatWasSetBackMakesItDue() {
    fill();
    assertThat(prunes(another())).isTrue();
    spaceTime.advance(DAY.multipliedBy(-100));
    deleteOldest();

    assertThat(prunes(another().grace(Duration.ZERO))).isTrue();
  }

  @Test
  void aDuePruningMovesWhatHasExpiredToTheTrash() {
    source.file("a", 1, 1);
    String expired = run(backup("machine"));
    source.file("a", 1, 2);
    run(backup("machine").set("another source"));
    run(backup("machine"));
    snapshots.expire(expired, Instant.EPOCH);
    spaceTime.advance(DAY);

    run(backup("machine").set("another source"));

    assertThat(snapshots.deleted()).extracting(Snapshot::id).containsExactly(expired);
  }

  @Test
  void aDryRunAndARunThatFailsPruneNothing() {
    fill();

    assertThat(prunes(another().dryRun(true))).isFalse();
    server.faults().on(Requests.updateBackup()).answer(403);
    server.journal().clear();
    assertThat(another().run().status()).isEqualTo(TransferStatus.FAILED);
    assertThat(wasPruned()).isFalse();
  }

  @Test
  void neitherGraceNorAWaitCanBeNegative() {
    assertThatThrownBy(() -> backup("machine").grace(Duration.ofMillis(-1)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContainingAll("grace", "PT-0.001S", "0 or more");
    assertThatThrownBy(() -> backup("machine").lockWait(Duration.ofMillis(-1)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContainingAll("lockWait", "PT-0.001S", "0 or more");
    assertThatThrownBy(() -> Backups.restore(client, server).lockWait(Duration.ofMillis(-1)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContainingAll("lockWait", "PT-0.001S", "0 or more");
    assertThatThrownBy(() -> snapshots.lockWait(Duration.ofMillis(-1)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContainingAll("lockWait", "PT-0.001S", "0 or more");
  }
}
