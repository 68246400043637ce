package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.IncrementalBlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A space that brings back snapshots that were deleted, or hides some, as machines see it that have
 * seen it before and ones that have not.
 */
class HiddenSnapshotsTest extends SpaceTest {
  private final List<Warning> warnings = new ArrayList<>();
  private FileTree tree;
  private int machines;
  private int versions;

  @BeforeEach
  void start() throws IOException {
    tree = FileTree.in(Files.createDirectory(temporary.resolve("data")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDeletedSnapshotThatComesBackIsLeftOutAndTold(boolean noted) throws IOException {
    String first = backUp("home");
    String second = backUp("home");
    TreeSnapshot two = TreeSnapshot.of(tree.root());
    String third = backUp("home");
    Map<String, byte[]> deleted = contents("snapshots/");
    remove(third);
    assertThat(ids("home")).containsExactly(second, first);
    putBack(deleted, third);
    if (!noted) {
      contents("deletions/").keySet().forEach(server.objects()::delete);
    }
    warnings.clear();

    for (String machine : noted ? List.of("home", another()) : List.of("home")) {
      assertThat(ids(machine)).as(machine).containsExactly(second, first);
      assertTold(Warning.Code.SNAPSHOTS_RETURNED, third);
      RestoreResult restored = restoreNewest(machine);
      assertThat(restored.snapshotId()).isEqualTo(second);
      assertThat(restored.warnings())
          .extracting(Warning::code)
          .containsExactly(Warning.Code.SNAPSHOTS_RETURNED);
      assertThat(TreeSnapshot.of(temporary.resolve("target-" + machine))).isEqualTo(two);
    }
    BackupResult next = backup(noted ? another() : "home").run().orElseThrow();
    assertThat(next.warnings())
        .extracting(Warning::code)
        .containsExactly(Warning.Code.SNAPSHOTS_RETURNED);
    try (Snapshots snapshots = machine("home")) {
      assertThat(snapshots.get(requireNonNull(next.snapshotId())).parent()).isEqualTo(second);
      assertThatThrownBy(() -> snapshots.undelete(third))
          .isInstanceOf(SpaceException.class)
          .hasMessageContainingAll(third, "deleted for good");
      warnings.clear();
      if (!noted) {
        assertThatThrownBy(() -> snapshots.prune(Duration.ZERO))
            .isInstanceOf(IntegrityException.class)
            .hasMessageContainingAll(third, "set back", "acceptRollback");
        assertThat(contents("snapshots/").keySet()).anyMatch(key -> key.contains(third));
        snapshots.delete(third);
      }
      snapshots.prune(Duration.ZERO);
      assertThat(contents("snapshots/").keySet()).noneMatch(key -> key.contains(third));
      warnings.clear();
      assertThat(snapshots.list()).hasSize(3);
      assertThat(snapshots.verify(true).isSound()).isTrue();
      assertThat(warnings).isEmpty();
    }
  }

  @Test
  void aSnapshotThatComesBackAfterAllThatItNeedsIsGoneKeepsNothingFromBeingPruned()
      throws IOException {
    tree.file("large", 400_000, 9);
    String first = backUp("home");
    tree.delete("large");
    String second = backUp("home");
    Map<String, byte[]> deleted = contents("snapshots/");
    remove(first);
    putBack(deleted, first);
    String newMachine = another();

    try (Snapshots snapshots = machine(newMachine)) {
      assertThat(snapshots.prune(Duration.ZERO).removed()).containsExactly(first);
      assertThat(snapshots.verify(true).isSound()).isTrue();
    }
    assertThat(ids(another())).containsExactly(second);
  }

  @Test
  void aNewMachineMissesASnapshotThatOthersContinue() throws IOException {
    backUp("home");
    String second = backUp("home");
    String third = backUp("home");
    hide(second);
    List<String> stored = List.copyOf(contents("packs/").keySet());

    String machine = another();
    assertThat(ids(machine)).hasSize(2);
    assertTold(Warning.Code.SNAPSHOTS_MISSING, second);
    assertThat(warnings).singleElement().matches(told -> told.text().contains(third));
    try (Snapshots snapshots = machine(machine)) {
      assertThat(snapshots.verify().problems())
          .singleElement()
          .asString()
          .contains(second, "acceptRollback");
      assertThatThrownBy(() -> snapshots.prune(Duration.ZERO))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(second);
      assertThat(contents("packs/").keySet()).containsExactlyElementsOf(stored);

      snapshots.acceptRollback();

      warnings.clear();
      assertThat(snapshots.list()).hasSize(2);
      snapshots.prune(Duration.ZERO);
      assertThat(snapshots.verify(true).isSound()).isTrue();
    }
    assertThat(ids(another())).as("accepted for all machines").hasSize(2);
    assertThat(warnings).isEmpty();
  }

  @Test
  void aBackupTellsThatTheSnapshotBeforeTheNewestIsMissing() throws IOException {
    String first = backUp("home");
    backUp("home");
    hide(first);

    BackupResult result = backup(another()).run().orElseThrow();

    assertThat(result.warnings())
        .singleElement()
        .matches(told -> told.code() == Warning.Code.SNAPSHOTS_MISSING)
        .matches(told -> told.text().contains(first));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRunWhosePruningFindsThatASnapshotIsMissingHasFailed(boolean seen) throws IOException {
    backUp("home");
    String second = backUp("home");
    backUp("home");
    backUp("home");
    hide(second);
    List<String> packs = List.copyOf(contents("packs/").keySet());

    BackupResult result =
        backup(seen ? "home" : another()).prune(Pruning.AFTER_RUN).grace(Duration.ZERO).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage())
        .contains(second, requireNonNull(result.snapshotId()), "is safe", "acceptRollback");
    assertThat(server.records()).last().matches(record -> record.failed());
    assertThat(contents("packs/").keySet()).containsAll(packs);
  }

  @Test
  void aRunWhosePruningFindsThatContentIsMissingHasFailed() throws IOException {
    tree.file("large", 400_000, 9);
    backUp("home");
    List<String> packs = List.copyOf(contents("packs/").keySet());
    tree.delete("large");
    backUp("home");
    packs.forEach(server.objects()::delete);

    BackupResult result = backup("home").prune(Pruning.AFTER_RUN).grace(Duration.ZERO).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage())
        .contains(requireNonNull(result.snapshotId()), "is safe", "packs/");
    assertThat(server.records()).last().matches(record -> record.failed());
    try (Snapshots snapshots = machine("home")) {
      assertThat(snapshots.list()).hasSize(3);
    }
  }

  /** What such a machine is shown first is a vault with packs, and no snapshot but its own. */
  @Test
  void aMachineThatWasNotShownThePastPrunesNothingOfItUntilThatIsAccepted() throws IOException {
    tree.file("large", 400_000, 9);
    String first = backUp("home");
    tree.delete("large");
    Map<String, byte[]> hidden = hide(first);
    contents("deletions/").keySet().forEach(server.objects()::delete);
    List<String> packs = List.copyOf(contents("packs/").keySet());
    String machine = another();

    BackupResult result =
        backup(machine).prune(Pruning.AFTER_RUN).grace(Duration.ZERO).run().orElseThrow();

    assertThat(result.warnings())
        .singleElement()
        .matches(told -> told.code() == Warning.Code.CONTENT_UNEXPLAINED)
        .matches(told -> told.text().contains("acceptRollback"));
    try (Snapshots snapshots = machine(machine)) {
      assertThatThrownBy(() -> snapshots.prune(Duration.ZERO))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContainingAll("no snapshot that the space shows", "acceptRollback");
      assertThatThrownBy(() -> snapshots.previewPrune(Duration.ZERO))
          .isInstanceOf(IntegrityException.class);
      assertThat(contents("packs/").keySet()).containsAll(packs);
      putBack(hidden, first);
      assertThat(snapshots.list()).hasSize(2);
      assertThat(snapshots.verify(true).isSound()).isTrue();
      assertThat(snapshots.prune(Duration.ZERO).packsDeleted()).isZero();
    }
    hide(first);
    try (Snapshots accepting = machine(another())) {
      accepting.acceptRollback();
    }
    String late = "machine-" + (machines - 1);
    result = backup(late).prune(Pruning.AFTER_RUN).grace(Duration.ZERO).run().orElseThrow();
    assertThat(result.warnings()).isEmpty();
    assertThat(contents("packs/").keySet()).doesNotContainAnyElementsOf(packs);
  }

  @Test
  void aPruningThatWasRefusedIsNotRepeatedAfterEveryBackup() throws IOException {
    tree.file("large", 400_000, 9);
    String first = backUp("home");
    tree.delete("large");
    Map<String, byte[]> hidden = hide(first);
    contents("deletions/").keySet().forEach(server.objects()::delete);
    server.objects().delete(vault() + "locks/pruned");
    String machine = another();

    assertRefused(backup(machine).prune(Pruning.DAILY));
    hidden.forEach((key, content) -> server.objects().put(key, content));

    assertRefused(backup(machine).prune(Pruning.DAILY)); // told from memory; nothing was looked at
    BackupResult looked =
        backup(machine).prune(Pruning.AFTER_RUN).grace(Duration.ZERO).run().orElseThrow();
    assertThat(looked.warnings())
        .extracting(Warning::code)
        .doesNotContain(Warning.Code.CONTENT_UNEXPLAINED);
    try (Snapshots accepting = machine(machine)) {
      accepting.acceptRollback();
    }
    BackupResult last = backup(machine).prune(Pruning.DAILY).grace(Duration.ZERO).run();
    assertThat(last.orElseThrow().warnings()).isEmpty();
  }

  private static void assertRefused(IncrementalBlockletBackup backup) {
    assertThat(backup.grace(Duration.ZERO).run().orElseThrow().warnings())
        .extracting(Warning::code)
        .containsExactly(Warning.Code.CONTENT_UNEXPLAINED);
  }

  @Test
  void aFirstDeletionExplainsWhatItLeavesToAMachineThatCameLater() throws IOException {
    tree.file("large", 400_000, 9);
    String first = backUp("home");
    tree.delete("large");
    String second = backUp("home");

    try (Snapshots snapshots = machine(another())) {
      snapshots.delete(first);
      PruneResult pruned = snapshots.prune(Duration.ZERO);

      assertThat(pruned.removed()).containsExactly(first);
      assertThat(pruned.bytesFreed()).isGreaterThan(300_000);
    }
    assertThat(ids("home")).containsExactly(second);
  }

  @Test
  void twoThatContinueTheSameSnapshotAreToldOnce() throws IOException {
    backUp("home");
    String second = backUp("home");
    Map<String, byte[]> hidden = hide(second);
    String other = backUp(another());
    putBack(hidden, second);

    String machine = another();
    assertThat(ids(machine)).hasSize(3);
    assertTold(Warning.Code.SNAPSHOTS_FORKED, second);
    assertThat(warnings).singleElement().matches(told -> told.text().contains(other));
    warnings.clear();
    assertThat(ids(machine)).hasSize(3);
    BackupResult result =
        backup(machine).prune(Pruning.AFTER_RUN).grace(Duration.ZERO).run().orElseThrow();
    assertThat(result.warnings()).isEmpty();
    assertThat(warnings).isEmpty();
  }

  /** Several machines back up, delete and prune as they like; nobody misses anything. */
  @Test
  void whatWasDeletedOnPurposeIsMissedByNobody() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int step = 0; step < 25; step++) {
      String machine = "m" + random.nextInt(3);
      try (Snapshots snapshots = machine(machine)) {
        List<Snapshot> all = snapshots.list();
        switch (all.isEmpty() ? 0 : random.nextInt(4)) {
          case 0, 1 -> backUp(machine);
          case 2 -> snapshots.delete(all.get(random.nextInt(all.size())).id());
          default -> snapshots.prune(Duration.ZERO);
        }
      }
    }
    try (Snapshots snapshots = machine(another())) {
      assertThat(snapshots.list()).as("seed %s", seed).hasSizeLessThan(25);
      assertThat(snapshots.verify().isSound()).as("seed %s", seed).isTrue();
    }
    assertThat(warnings).as("seed %s", seed).isEmpty();
  }

  private void assertTold(Warning.Code code, String id) {
    assertThat(warnings).isNotEmpty().allMatch(told -> told.code() == code);
    assertThat(warnings).last().matches(told -> told.text().contains(id));
  }

  private String another() {
    return "machine-" + machines++;
  }

  private Snapshots machine(String name) {
    return client
        .snapshots(server.appDid().address())
        .stateDirectory(temporary.resolve("state-" + name))
        .onWarning(warnings::add);
  }

  private List<String> ids(String machine) {
    warnings.clear();
    try (Snapshots snapshots = machine(machine)) {
      return snapshots.list().stream().map(Snapshot::id).toList();
    }
  }

  private IncrementalBlockletBackup backup(String machine) {
    tree.file("file", 20_000, versions++);
    return Backups.incremental(client, server)
        .source(tree.root())
        .set("all")
        .stateDirectory(temporary.resolve("state-" + machine))
        .prune(Pruning.NEVER)
        .snapshot(true);
  }

  private String backUp(String machine) {
    BackupResult result = backup(machine).run().orElseThrow();
    assertThat(result.warnings()).as(machine).isEmpty();
    return requireNonNull(result.snapshotId());
  }

  private RestoreResult restoreNewest(String machine) {
    return Backups.restore(client, server)
        .stateDirectory(temporary.resolve("state-" + machine))
        .snapshot(true)
        .target(temporary.resolve("target-" + machine))
        .run()
        .orElseThrow();
  }

  private void remove(String id) {
    try (Snapshots snapshots = machine("home")) {
      snapshots.delete(id);
      assertThat(snapshots.prune(Duration.ZERO).removed()).containsExactly(id);
    }
  }

  private void putBack(Map<String, byte[]> objects, String id) {
    objects.entrySet().stream()
        .filter(object -> object.getKey().contains(id))
        .forEach(object -> server.objects().put(object.getKey(), object.getValue()));
  }

  private Map<String, byte[]> hide(String id) {
    Map<String, byte[]> hidden = contents("snapshots/");
    hidden.keySet().removeIf(key -> !key.contains(id));
    assertThat(hidden).isNotEmpty();
    hidden.keySet().forEach(server.objects()::delete);
    return hidden;
  }

  /** The vault's objects of a kind, by their whole keys. */
  private Map<String, byte[]> contents(String folder) {
    Map<String, byte[]> contents = new TreeMap<>();
    for (StoredObject object : server.objects().below(vault() + folder)) {
      contents.put(object.key(), object.bytes());
    }
    return contents;
  }

  private String vault() {
    return Backups.folder(server) + ".vault/";
  }
}
