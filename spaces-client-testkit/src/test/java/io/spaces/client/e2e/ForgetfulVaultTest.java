package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.delete;
import static io.spaces.client.testkit.faults.Requests.lists;
import static io.spaces.client.testkit.faults.Requests.put;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.IncrementalBlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.testkit.faults.Fault;
import io.spaces.client.testkit.faults.Occurrence;
import io.spaces.client.testkit.faults.Reply;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A vault in a space that takes an object and does not have it, or lists it late. */
class ForgetfulVaultTest extends SpaceTest {
  private final ManualClock time = ManualClock.now();
  private FileTree tree;
  private Snapshots snapshots;

  @Override
  Clock clock() {
    return time;
  }

  @BeforeEach
  void start() throws IOException {
    tree = FileTree.in(Files.createDirectory(temporary.resolve("data")));
    tree.file("a", 300_000, 1).file("b", 200_000, 2);
    snapshots = machine("state");
  }

  @AfterEach
  void stop() {
    snapshots.close();
  }

  static Stream<Arguments> lies() {
    return Stream.of("packs", "index", "snapshots")
        .flatMap(folder -> ForgetfulSpaceTest.lies().map(lie -> Arguments.of(folder, lie)));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void noSnapshotIsRemovedForOneThatIsNotThere(String folder, Fault lie) throws IOException {
    TreeSnapshot before = TreeSnapshot.of(tree.root());
    String first = id(keepOne().run().orElseThrow());
    tree.file("a", 300_000, 3).file("c", 100_000, 4);
    server.faults().plan(put().matching("**/" + folder + "/**"), Occurrence.always(), lie);

    BackupResult result = keepOne().run();

    assertNoSuccess(result);
    server.faults().clear();
    assertThat(snapshots.list()).extracting(Snapshot::id).contains(first);
    assertThat(restore(first)).isEqualTo(before);
    String last = id(keepOne().run().orElseThrow());
    assertThat(restore(last)).isEqualTo(TreeSnapshot.of(tree.root()));
    assertThat(snapshots.verify(true).isSound()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"packs", "index", "snapshots"})
  void whatIsForgottenOfAFirstBackupIsNoSuccess(String folder) throws IOException {
    server.faults().on(put().matching("**/" + folder + "/**")).forget();

    BackupResult result = backup().run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("does not list", folder + "/");
    assertThat(server.records()).last().matches(StoredRecord::failed);
    server.faults().clear();
    String last = id(backup().run().orElseThrow());
    assertThat(restore(last)).isEqualTo(TreeSnapshot.of(tree.root()));
  }

  @Test
  void anOldPackThatIsLostMeanwhileIsMissed() throws IOException {
    backup().run().orElseThrow();
    tree.file("c", 100_000, 4);
    String content =
        Collections.max(
            keys("packs/"), Comparator.comparing(key -> server.objects().get(key).size()));
    // Seen by the list at the start, and gone by the one at the end.
    server.faults().on(lists().matching("**/.vault/")).hideEntries(content);

    BackupResult result = backup().run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("does not list");
    server.faults().clear();
    assertThat(snapshots.list()).hasSize(1);
  }

  /** What it removes is gone as a whole, or there as a whole. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void aPruningThatIsNotShownWhatItRemovesLeavesNoRuin(int list) {
    String first = id(backup().run().orElseThrow());
    tree.file("a", 300_000, 3);
    backup().run().orElseThrow();
    snapshots.delete(first);
    time.advance(Duration.ofDays(2));
    server
        .faults()
        .on(lists().matching("**/snapshots/"))
        .nth(list)
        .hideEntries("**" + first + "**");

    try {
      snapshots.prune(Duration.ZERO);
    } catch (IntegrityException e) {
      assertThat(e).hasMessageContaining("snapshot");
    }

    server.faults().clear();
    assertThat(snapshots.verify(true).problems()).isEmpty();
  }

  @Test
  void aPruningFreesNothingForASnapshotThatTheSpaceHasNotDeleted() {
    String first = id(backup().run().orElseThrow());
    tree.file("a", 300_000, 3);
    backup().run().orElseThrow();
    snapshots.delete(first);
    time.advance(Duration.ofDays(2));
    server.faults().on(delete().matching("**/snapshots/**")).answer(Reply.status(200).body(""));

    assertThatThrownBy(() -> snapshots.prune(Duration.ZERO))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("lists it still");

    assertThat(snapshots.verify(true).problems()).isEmpty();
    server.faults().clear();
    assertThat(snapshots.prune(Duration.ZERO).packsDeleted()).isPositive();
  }

  @Test
  void aPackWhoseHashIsAnothersIsNotThere() throws IOException {
    String first = id(backup().run().orElseThrow());
    List<String> before = keys("packs/");
    tree.file("c", 100_000, 4);
    AtomicBoolean once = new AtomicBoolean(true);
    server
        .faults()
        .on(
            lists()
                .matching(
                    folder -> {
                      List<String> sent = new ArrayList<>(keys("packs/"));
                      sent.removeAll(before);
                      if (folder.endsWith(".vault/") && !sent.isEmpty() && once.getAndSet(false)) {
                        int length = server.objects().get(sent.get(0)).bytes().length;
                        server.objects().put(sent.get(0), new byte[length]);
                      }
                      return false;
                    }))
        .answer(500);

    BackupResult result = backup().run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("does not list", "packs/");
    assertThat(once).isFalse();
    assertThat(snapshots.list()).extracting(Snapshot::id).containsExactly(first);
  }

  @Test
  void listsThatAreALittleLateAreWaitedFor() throws IOException {
    keepOne().run().orElseThrow();
    tree.file("a", 300_000, 3);
    server.faults().on(lists()).lagList(Duration.ofSeconds(5));

    BackupResult result = keepOne().run();

    assertThat(result.status()).as(result.statusMessage()).isEqualTo(TransferStatus.SUCCEEDED);
    server.faults().clear();
    assertThat(restore(id(result))).isEqualTo(TreeSnapshot.of(tree.root()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"**", "**/.vault/", "**/packs/", "**/index/", "**/snapshots/", "**/locks/"})
  void listsThatLagByMinutesLoseNothing(String folder) throws IOException {
    String first = id(keepOne().run().orElseThrow());
    TreeSnapshot before = TreeSnapshot.of(tree.root());
    tree.file("a", 300_000, 3);
    server.faults().on(lists().matching(folder)).lagList(Duration.ofMinutes(10));

    BackupResult result = keepOne().run();

    boolean made = result.status() == TransferStatus.SUCCEEDED;
    assertThat(made && !List.of("**/packs/", "**/index/").contains(folder)).isFalse();
    server.faults().clear();
    assertThat(snapshots.verify(true).isSound()).isTrue();
    List<String> there =
        Stream.concat(snapshots.list().stream(), snapshots.deleted().stream())
            .map(Snapshot::id)
            .toList();
    assertThat(there).contains(first);
    if (made) {
      assertThat(restore(id(result))).isEqualTo(TreeSnapshot.of(tree.root()));
    } else {
      assertThat(restore(first)).isEqualTo(before);
    }
  }

  @Test
  void aPruningThatDoesNotSeeTheNewestSnapshotLeavesItWhole() throws IOException {
    backup().run().orElseThrow();
    tree.file("new", 400_000, 5);
    try (Snapshots other = machine("other")) {
      assertThat(other.list()).hasSize(1);
      server.faults().on(lists().matching("**/snapshots/")).staleList();
      assertThat(backup().run().status()).isEqualTo(TransferStatus.FAILED);

      other.prune();
    }
    server.faults().clear();

    assertThat(snapshots.list()).hasSize(2);
    assertThat(snapshots.verify(true).isSound()).isTrue();
    assertThat(restore(snapshots.list().get(0).id())).isEqualTo(TreeSnapshot.of(tree.root()));
  }

  @Test
  void whatNothingNeedsIsPrunedOnceItIsADayOld() throws IOException {
    server.faults().on(put().matching("**/snapshots/**")).answer(403);
    assertThat(backup().run().status()).isEqualTo(TransferStatus.FAILED);
    server.faults().clear();
    tree.delete("a").delete("b").file("c", 10_000, 3);
    String id = id(backup().run().orElseThrow());
    int packs = keys("packs/").size();

    time.advance(Duration.ofHours(23));
    assertThat(snapshots.prune().packsDeleted()).isZero();
    assertThat(keys("packs/")).hasSize(packs);
    time.advance(Duration.ofHours(2));
    PruneResult pruned = snapshots.prune();

    assertThat(pruned.packsDeleted()).isPositive();
    assertThat(restore(id)).isEqualTo(TreeSnapshot.of(tree.root()));
    assertThat(snapshots.verify(true).isSound()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("lies")
  void aPruningDeletesNothingForWhatIsNotThere(String folder, Fault lie) throws IOException {
    for (int i = 0; i < 3; i++) {
      tree.file("a", 300_000, 10 + i).file("b" + i, 20_000, i);
      time.advance(Duration.ofHours(1));
      backup().run().orElseThrow();
    }
    List<Snapshot> all = snapshots.list();
    snapshots.delete(all.get(1).id());
    TreeSnapshot newest = TreeSnapshot.of(tree.root());
    time.advance(Duration.ofDays(9));
    server.faults().plan(put().matching("**/" + folder + "/**"), Occurrence.always(), lie);

    try {
      snapshots.prune();
    } catch (SpaceException told) {
      assertThat(told).hasMessageNotContaining("null");
    }

    server.faults().clear();
    assertThat(snapshots.verify(true).isSound()).isTrue();
    assertThat(restore(all.get(0).id())).isEqualTo(newest);
    assertThat(restore(all.get(2).id())).isNotNull();
    snapshots.prune();
    assertThat(snapshots.verify(true).isSound()).isTrue();
    assertThat(restore(all.get(0).id())).isEqualTo(newest);
  }

  @Test
  void anEditThatIsForgottenLeavesTheSnapshotAsItWas() throws IOException {
    String id = id(backup().run().orElseThrow());
    server.faults().on(put().matching("**/snapshots/**")).forget();

    assertThatThrownBy(() -> snapshots.describe(id, "new"))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("does not list");

    server.faults().clear();
    assertThat(snapshots.list()).singleElement().matches(s -> s.description().isEmpty());
    assertThat(restore(id)).isEqualTo(TreeSnapshot.of(tree.root()));
  }

  @Test
  void aRunThatSendsNoPackListsOnlyItsSnapshotOnceMore() {
    backup().run().orElseThrow();
    int start = listsAsked();
    backup().run().orElseThrow();
    int unchanged = listsAsked() - start;
    tree.file("c", 100_000, 4);
    backup().run().orElseThrow();

    assertThat(listsAsked() - start - unchanged).isEqualTo(unchanged + 1);
  }

  private int listsAsked() {
    return server.journal().entries(entry -> entry.target().contains("/lists/")).size();
  }

  private List<String> keys(String folder) {
    return server.objects().keys().stream()
        .filter(key -> key.contains(".vault/" + folder))
        .toList();
  }

  private void assertNoSuccess(BackupResult result) {
    assertThat(result.status()).isNotEqualTo(TransferStatus.SUCCEEDED);
    assertThat(server.records()).last().matches(StoredRecord::failed);
  }

  private Snapshots machine(String state) {
    return client.snapshots(server.appDid().address()).stateDirectory(temporary.resolve(state));
  }

  private IncrementalBlockletBackup backup() {
    time.advance(Duration.ofSeconds(1)); // no two snapshots are of the same second
    return Backups.incremental(client, server)
        .source(tree.root())
        .stateDirectory(temporary.resolve("state"))
        .snapshot(true);
  }

  private IncrementalBlockletBackup keepOne() {
    return backup().retention(Retention.files(1));
  }

  private static String id(BackupResult result) {
    return requireNonNull(result.snapshotId());
  }

  private TreeSnapshot restore(String id) throws IOException {
    return Backups.restored(snapshots, server, id, Files.createTempDirectory(temporary, "target"));
  }
}
