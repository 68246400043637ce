package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BlockletBackup;
import io.spaces.client.BlockletRestore;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotSet;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault that holds backups of several things: none of them harms another. */
class SetsTest {
  @TempDir Path temporary;
  private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T12:00:00Z"));
  private SpaceServer server;
  private SpaceClient client;
  private Snapshots snapshots;
  private FileTree uploads;
  private FileTree database;
  private Path target;

  @BeforeEach
  void start() throws IOException {
    server = SpaceServer.builder().clock(clock).start();
    client = Backups.client(server, clock);
    snapshots =
        client.snapshots(server.appDid().address()).stateDirectory(temporary.resolve("state"));
    uploads = FileTree.in(temporary.resolve("uploads")).file("1", "one").file("2", "two");
    database = FileTree.in(temporary.resolve("database")).file("db.sql", "dump");
    target = temporary.resolve("target");
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

  private Snapshot backUp(FileTree tree) {
    return made(backup(Source.folder(tree.root())));
  }

  private Snapshot made(BlockletBackup backup) {
    return snapshots.get(requireNonNull(backup.run().orElseThrow().snapshotId()));
  }

  /** A backup of a set that one object keeps from being complete. */
  private Snapshot incomplete(String set) {
    SourceObject whole = SourceObject.of("whole", new byte[] {1});
    String id = backup(Source.objects(List.of(whole, Backups.BROKEN))).set(set).run().snapshotId();
    return snapshots.get(requireNonNull(id));
  }

  private Snapshot complete(String set) {
    return made(backup(Source.objects(List.of(SourceObject.of("whole", new byte[1])))).set(set));
  }

  private BlockletRestore restore() {
    return snapshots
        .restore()
        .userDid(server.appDid().address())
        .referrer("https://my.app/settings/backup")
        .target(target);
  }

  @Test
  void theRuleOfOneSourceRemovesNothingOfAnother() {
    Snapshot other = made(backup(Source.folder(uploads.root())).retention(Retention.files(1)));
    Snapshot old = made(backup(Source.folder(database.root())).retention(Retention.files(1)));
    Snapshot last = made(backup(Source.folder(database.root())).retention(Retention.files(1)));

    assertThat(snapshots.list()).containsExactly(last, other).doesNotContain(old);
  }

  @Test
  void aSetIsNamedAfterItsSourcesUnlessSomebodyNamesIt() {
    assertThat(backUp(uploads).set()).isEqualTo(uploads.root().toString());
    assertThat(made(backup(Source.folder(uploads.root(), "under/here"))).set())
        .isEqualTo(uploads.root() + " as under/here/");
    assertThat(
            made(backup(
                    Source.of(
                        Source.folder(uploads.root()),
                        Source.command("db/app.dump", "echo", "secret"))))
                .set())
        .isEqualTo(uploads.root() + ", db/app.dump");
    assertThat(made(backup(Source.folder(uploads.root())).set("mine")).set()).isEqualTo("mine");
    assertThatThrownBy(() -> backup(Source.folder(uploads.root())).set(" "))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> backup(Source.folder(uploads.root())).set("a\nb"))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void sourcesWhoseNamesWouldReadAlikeHaveSetsOfTheirOwn() {
    String much = "x".repeat(150);
    assertThat(
            List.of(
                set("a, b"),
                set("a", "b"),
                set("a\u0007b"),
                set("a\u0008b"),
                set(much + 1, much + 2),
                set(much + 1, much + 3)))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.length() <= 200)
        .noneMatch(name -> name.chars().anyMatch(Character::isISOControl));
  }

  private String set(String... keys) {
    return made(backup(
            Source.objects(Stream.of(keys).map(key -> SourceObject.of(key, new byte[1])).toList())))
        .set();
  }

  @Test
  void whereThereAreSeveralSetsOneHasToBeNamedAndTheErrorNamesThem() {
    Snapshot one = complete("uploads");
    Snapshot other = complete("database");

    RestoreResult refused = restore().run();

    assertThat(refused.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(refused.statusMessage()).contains("\"database\" and \"uploads\"");
    assertThat(restore().at(one.time()).run().status()).isEqualTo(TransferStatus.FAILED);
    assertThatThrownBy(() -> snapshots.newest())
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("\"database\" and \"uploads\"");
    assertThatThrownBy(() -> snapshots.apply(Retention.files(1)))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> snapshots.newest("upload"))
        .isInstanceOf(SnapshotNotFoundException.class)
        .hasMessageContaining("\"database\" and \"uploads\"");
    assertThat(snapshots.newest("uploads")).contains(one);
    assertThat(snapshots.list("database")).containsExactly(other);
    assertThat(snapshots.sets())
        .containsExactly(
            new SnapshotSet("database", 1, other, other), new SnapshotSet("uploads", 1, one, one));
    assertThat(restore().set("uploads").run().orElseThrow().snapshotId()).isEqualTo(one.id());
    assertThat(restore().snapshot(other.id()).run().orElseThrow().snapshotId())
        .isEqualTo(other.id());
    assertThat(restore().snapshot(other.id()).set("uploads").run().status())
        .isEqualTo(TransferStatus.FAILED);
  }

  @Test
  void theParentIsTheNewestOfTheSameSet() {
    Snapshot first = complete("uploads");
    complete("database");
    Snapshot second = complete("uploads");

    assertThat(second.parent()).isEqualTo(first.id());
    assertThat(first.parent()).isNull();
  }

  @Test
  void aRestoreSaysWhichNewerIncompleteSnapshotsItPassesOver() {
    Snapshot good = complete("s");
    Snapshot bad = incomplete("s");
    Snapshot worse = incomplete("s");
    complete("t");

    RestoreResult result = restore().set("s").run().orElseThrow();
    RestoreResult newest = restore().set("s").newest().run().orElseThrow();
    RestoreResult then = restore().set("s").at(good.time()).run().orElseThrow();

    assertThat(result.snapshotId()).isEqualTo(good.id());
    assertThat(result.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.code()).isEqualTo(Warning.Code.NEWER_SNAPSHOTS_INCOMPLETE);
              assertThat(warning.text()).contains("2 newer", bad.id(), worse.id(), good.id());
            });
    assertThat(newest.snapshotId()).isEqualTo(worse.id());
    assertThat(newest.warnings()).isEmpty();
    assertThat(then.warnings()).isEmpty();
    assertThat(snapshots.newest("s")).contains(worse);
    assertThat(snapshots.newestComplete("s")).contains(good);
  }

  @Test
  void aStrictRestoreNeedsTheSetThatTheTargetWasLastRestoredFromOrAName() throws IOException {
    Snapshot dump = backUp(database);
    FileTree there = FileTree.in(target).file("1", "newer than any backup");

    RestoreResult refused = restore().deleteExtra(true).run();

    assertThat(refused.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(refused.statusMessage()).contains(dump.set(), target.toString());
    assertThat(there.files()).containsExactly("1");
    restore().run().orElseThrow();
    restore().deleteExtra(true).run().orElseThrow();
    assertThat(there.files()).containsExactly("db.sql");
    there.file("x", "x");
    restore()
        .stateDirectory(temporary.resolve("no-memory"))
        .set(dump.set())
        .deleteExtra(true)
        .run()
        .orElseThrow();
    assertThat(there.files()).containsExactly("db.sql");
  }

  @Test
  void aStrictRestoreIntoAnEmptyFolderNeedsNoName() {
    backUp(uploads);

    restore().deleteExtra(true).run().orElseThrow();
    restore().deleteExtra(true).run().orElseThrow();

    assertThat(FileTree.in(target).files()).containsExactly("1", "2");
  }

  @Test
  void aPinHoldsASnapshotAgainstRulesAndItsExpiryAndSoDoesAnExpiryToCome() {
    Snapshot pinned = complete("s");
    Snapshot held = complete("s");
    Snapshot free = complete("s");
    snapshots.pin(pinned.id());
    snapshots.expire(pinned.id(), clock.instant());
    snapshots.expire(held.id(), clock.instant().plus(Duration.ofDays(365)));
    Snapshot last = complete("s");

    assertThat(snapshots.apply(Retention.files(1)))
        .extracting(Snapshot::id)
        .containsExactly(free.id());
    snapshots.prune();
    assertThat(snapshots.list())
        .extracting(Snapshot::id)
        .containsExactly(last.id(), held.id(), pinned.id());

    clock.advance(Duration.ofDays(366));
    snapshots.unpin(pinned.id());
    snapshots.prune();
    assertThat(snapshots.list()).extracting(Snapshot::id).containsExactly(last.id());
  }

  @Test
  void aPruningNeverRemovesTheNewestCompleteSnapshotOfASet() {
    Snapshot only = complete("uploads");
    snapshots.expire(only.id(), clock.instant());
    Snapshot old = complete("database");
    snapshots.expire(old.id(), clock.instant());
    Snapshot last = complete("database");

    snapshots.prune();

    assertThat(snapshots.list()).extracting(Snapshot::id).containsExactly(last.id(), only.id());
  }

  @Test
  void snapshotsCanBeAssignedToASetAndASetRenamed() {
    Snapshot one = complete("a");
    Snapshot two = complete("b");

    assertThat(snapshots.assign("c", one.id(), two.id().substring(0, 8)))
        .extracting(Snapshot::set)
        .containsOnly("c");
    assertThatThrownBy(() -> snapshots.assign("d", one.id(), "0000000000000000"))
        .isInstanceOf(SnapshotNotFoundException.class);
    assertThat(snapshots.sets()).extracting(SnapshotSet::name).containsExactly("c");
    assertThat(snapshots.renameSet("c", "uploads/old")).hasSize(2);
    assertThat(snapshots.renameSet("c", "x")).isEmpty();
    assertThat(snapshots.list("uploads/old"))
        .containsExactly(
            two.toBuilder().set("uploads/old").build(), one.toBuilder().set("uploads/old").build());
  }

  @Test
  void anArchiveSaysOfWhichSetItIsAndWhetherItIsComplete() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("archives"));
    Snapshot whole = complete("uploads");
    Snapshot part = incomplete("uploads");

    Snapshot wholeAgain = snapshots.importArchive(snapshots.export(whole.id(), folder));
    Snapshot partAgain = snapshots.importArchive(snapshots.export(part.id(), folder));
    Snapshot elsewhere = snapshots.importArchive(snapshots.export(whole.id(), folder), "restored");

    assertThat(List.of(wholeAgain.set(), partAgain.set(), elsewhere.set()))
        .containsExactly("uploads", "uploads", "restored");
    assertThat(List.of(wholeAgain.complete(), partAgain.complete(), elsewhere.complete()))
        .containsExactly(true, false, true);
    assertThat(wholeAgain.description()).isEqualTo(whole.description());
    FileTree there = FileTree.in(target).file("broken", "the only copy");
    RestoreResult refused = restore().snapshot(partAgain.id()).deleteExtra(true).run();
    assertThat(refused.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(refused.statusMessage()).contains("incomplete");
    assertThat(there.files()).containsExactly("broken");
  }
}
