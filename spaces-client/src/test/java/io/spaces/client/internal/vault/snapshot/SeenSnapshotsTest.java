package io.spaces.client.internal.vault.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.vault.Contents;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultBackup;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.lock.VaultLock;
import io.spaces.client.internal.vault.lock.VaultLocks;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client that has seen a snapshot makes of what the space shows later. */
class SeenSnapshotsTest {
  private static final Encryption KEY = Encryption.key("12".repeat(32));
  private static final Instant LATER = Contents.TIME.plusSeconds(86_400);

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();
  private Vault vault;
  private VaultMaintenance maintenance;

  @BeforeEach
  void open() {
    vault = Vault.openOrCreate(store, KEY, folder.resolve("state"));
    maintenance = maintenance(vault);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void noticesThatTheSpaceServesAnEarlierRevision() {
    backUp(0);
    Snapshot made = backUp(1);
    maintenance.expire(made.id(), Contents.TIME.plusSeconds(2));
    backUp(3);
    MemoryStore earlier = store.copy();
    List<String> keys = earlier.keys("snapshots/");
    maintenance.expire(made.id(), null);
    maintenance.describe(made.id(), "to be kept");

    try (Vault setBack = Vault.openOrCreate(earlier, KEY, folder.resolve("state"))) {
      VaultMaintenance there = maintenance(setBack);
      List<ThrowingCallable> uses =
          List.of(
              () -> setBack.snapshots().list(),
              () -> Contents.newest(setBack, LATER),
              () -> setBack.snapshots().get(made.id().substring(0, 8)),
              () -> there.describe(made.id(), "changed"),
              () -> there.delete(made.id(), Instant.now()),
              () -> there.apply(Retention.files(1), "", LATER, damaged -> {}),
              () -> there.prune(LATER, Duration.ZERO));
      for (ThrowingCallable use : uses) {
        assertThatThrownBy(use)
            .isInstanceOf(IntegrityException.class)
            .hasMessageContainingAll(made.id(), "revision 1", "revision 3", "acceptRollback");
      }
      assertThat(there.verify(false).problems()).hasSize(1).first().asString().contains(made.id());
      assertThat(earlier.keys("snapshots/")).isEqualTo(keys);

      setBack.snapshots().acceptRollback();
      assertThat(setBack.snapshots().get(made.id()).snapshot().expiresAt())
          .isEqualTo(Contents.TIME.plusSeconds(2));
      there.describe(made.id(), "changed once more");
      assertThat(setBack.snapshots().list().get(1).snapshot().description())
          .isEqualTo("changed once more");
    }
  }

  @Test
  void aClientThatReadASnapshotByItsIdMissesItLater() {
    Snapshot made = backUp(0);
    MemoryStore without = store.copy();
    without.keys("snapshots/").forEach(without.objects::remove);
    maintenance.describe(made.id(), "seen elsewhere");
    try (Vault other = Vault.openOrCreate(store, KEY, folder.resolve("other"))) {
      other.snapshots().get(made.id());
    }
    try (Vault other = Vault.openOrCreate(without, KEY, folder.resolve("other"))) {
      assertThatThrownBy(() -> other.snapshots().get(made.id()))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(made.id());
    }
  }

  @Test
  void whatWasRememberedWithoutRevisionsStillCounts() throws IOException {
    Snapshot made = backUp(0);
    maintenance.describe(made.id(), "once changed");
    Path state = folder.resolve("state/vault-" + vault.id() + "/seen");
    assertThat(state).exists();
    byte[] ids = (made.id() + "\n" + "0123456789abcdef").getBytes(US_ASCII);
    try (InputStream sealed = vault.objects().seal("seen", ids).open()) {
      Files.write(state, sealed.readAllBytes());
    }

    assertThat(vault.snapshots().get(made.id()).revision()).isEqualTo(1);
    assertThatThrownBy(() -> vault.snapshots().list())
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("0123456789abcdef")
        .hasMessageNotContaining(made.id());
  }

  @Test
  void aSnapshotThatAnotherProcessMakesMeanwhileIsNotMissed() {
    backUp(0);
    try (Vault sharing = Vault.openOrCreate(store, KEY, folder.resolve("state"))) {
      store.afterList("snapshots/", () -> backUp(sharing, 1));
      assertThat(vault.snapshots().list()).hasSize(1);
      assertThat(vault.snapshots().list()).hasSize(2);
    }
  }

  @Test
  void aSnapshotThatIsChangedWhileItIsReadIsFound() {
    backUp(0);
    Snapshot newest = backUp(1);
    try (Vault reading = Vault.openOrCreate(store, KEY, null)) {
      store.afterList("snapshots/", () -> maintenance.describe(newest.id(), "changed"));
      SnapshotRecord found = Contents.newest(reading, LATER).orElseThrow();
      assertThat(found.snapshot().description()).isEqualTo("changed");
      store.afterList("snapshots/", () -> maintenance.describe(newest.id(), "again"));
      assertThat(reading.snapshots().get(newest.id()).snapshot().description()).isEqualTo("again");
      store.afterList("snapshots/", () -> maintenance.delete(newest.id(), Instant.now()));
      assertThat(reading.snapshots().list()).hasSize(1);
    }
  }

  @Test
  void aPruningTakesNoSnapshotForGoneThatTheSpaceListsButDoesNotServe() {
    backUp(0);
    Snapshot lost = backUp(1);
    List<String> packs = store.keys("packs/");
    MemoryStore losing =
        new MemoryStore() {
          @Override
          public <T> java.util.Optional<T> get(String key, ContentReader<T> reader) {
            return key.contains(lost.id()) ? java.util.Optional.empty() : super.get(key, reader);
          }
        };
    losing.objects.putAll(store.objects);
    try (Vault other = Vault.openOrCreate(losing, KEY, null)) {
      assertThatThrownBy(() -> maintenance(other).prune(LATER, Duration.ZERO))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(lost.id());
      assertThat(losing.keys("packs/")).isEqualTo(packs);
    }
  }

  @Test
  void aDamagedSnapshotStopsNeitherBackupsNorItsDeletionAndVerifyNamesIt() {
    Snapshot whole = backUp(0);
    Snapshot damaged = backUp(1);
    String key = store.keys("snapshots/").get(1);
    store.objects.put(key, new MemoryStore.Stored(new byte[100], 1));
    try (Vault other = Vault.openOrCreate(store, KEY, null)) {
      VaultMaintenance there = maintenance(other);
      assertThatThrownBy(() -> other.snapshots().list())
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(damaged.id());
      assertThat(there.verify(true).problems()).anyMatch(problem -> problem.contains(key));
      assertThat(backUp(other, 2).parent()).isNotNull();

      there.delete(damaged.id(), Instant.now());
      there.prune(LATER, Duration.ZERO);

      assertThat(other.snapshots().list()).hasSize(2);
      assertThat(other.snapshots().get(whole.id()).snapshot()).isEqualTo(whole);
      assertThat(there.verify(true).orElseThrow().snapshots()).isEqualTo(2);
    }
  }

  @Test
  void whatOthersDeletedIsReadOnce() {
    Snapshot one = backUp(0);
    backUp(1);
    try (Vault other = Vault.openOrCreate(store, KEY, folder.resolve("other"))) {
      assertThat(other.snapshots().list()).hasSize(2);
      vault.snapshots().delete(Set.of(one.id()));
      assertThat(other.snapshots().list()).hasSize(1);
      long read = store.gets.get();
      assertThat(other.snapshots().list()).hasSize(1);
      assertThat(store.gets.get()).isEqualTo(read);
    }
  }

  @Test
  void deletionsArePutTogetherWithoutAnybodyMissingOne() {
    Snapshot one = backUp(0);
    Snapshot two = backUp(1);
    backUp(2);
    try (Vault other = Vault.openOrCreate(store, KEY, folder.resolve("other"))) {
      assertThat(other.snapshots().list()).hasSize(3);
      vault.snapshots().delete(Set.of(one.id()));
      vault.snapshots().delete(Set.of(two.id()));
      store.afterList("deletions/", () -> maintenance.prune(LATER, Duration.ZERO));
      assertThat(other.snapshots().list()).hasSize(1);
      assertThat(store.keys("deletions/")).hasSize(2).contains("deletions/spare");
    }
  }

  @Test
  void whatAnotherMachineHasDeletedForGoodIsNotChangedWhereItWasSeenBefore() {
    Snapshot one = backUp(0);
    backUp(1);
    MemoryStore before = store.copy();
    try (Vault other = Vault.openOrCreate(store, KEY, folder.resolve("other"))) {
      assertThat(other.snapshots().list()).hasSize(2);
      vault.snapshots().delete(Set.of(one.id()));
      before.objects.forEach(store.objects::putIfAbsent);

      assertThatThrownBy(() -> maintenance(other).describe(one.id(), "to be kept"))
          .isInstanceOf(SpaceException.class)
          .hasMessageContainingAll(one.id(), "deleted for good");
    }
  }

  @Test
  void anEarlierRevisionOfWhatWasDeletedForGoodKeepsNobodyFromGoingOn() {
    Snapshot one = backUp(0);
    backUp(1);
    MemoryStore before = store.copy();
    maintenance.delete(one.id(), Instant.now());
    try (Vault other = Vault.openOrCreate(store, KEY, folder.resolve("other"))) {
      assertThat(other.snapshots().withTrash()).hasSize(2);
      vault.snapshots().delete(Set.of(one.id()));
      before.objects.forEach(store.objects::putIfAbsent);

      assertThat(other.snapshots().list()).hasSize(1);
      assertThat(other.snapshots().get(one.id()).revision()).isZero();
      assertThat(maintenance(other).prune(LATER, Duration.ZERO).removed())
          .containsExactly(one.id());
    }
  }

  @Test
  void aSpaceThatWasSetBackToBeforeADeletionIsPrunedOnceThatIsAcceptedAndWithoutThatDeletion() {
    Snapshot one = backUp(0);
    backUp(1);
    MemoryStore before = store.copy();
    List<String> keys = List.copyOf(before.keys("snapshots/"));
    vault.snapshots().delete(Set.of(one.id()));

    try (Vault setBack = Vault.openOrCreate(before, KEY, folder.resolve("state"))) {
      assertThat(setBack.snapshots().list()).hasSize(1);
      assertThatThrownBy(() -> maintenance(setBack).prune(LATER, Duration.ZERO))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContainingAll(one.id(), "set back", "acceptRollback");

      setBack.snapshots().acceptRollback();

      assertThat(maintenance(setBack).prune(LATER, Duration.ZERO).removed()).isEmpty();
      assertThat(before.keys("snapshots/")).isEqualTo(keys);
      assertThat(setBack.snapshots().list()).hasSize(2);
    }
  }

  @Test
  void aDeletionWhoseNoteIsNotListedYetIsRememberedAndNotedByTheNextPruning() {
    Snapshot one = backUp(0);
    backUp(1);
    store.afterList(
        "deletions/",
        () -> {
          throw new SpaceConnectionException("The simulated space does not answer", null);
        });
    assertThatThrownBy(() -> vault.snapshots().delete(Set.of(one.id())))
        .isInstanceOf(SpaceConnectionException.class);
    store.keys("deletions/").forEach(store.objects::remove);

    assertThat(vault.snapshots().list()).hasSize(1);
    assertThat(maintenance.prune(LATER, Duration.ZERO).removed()).containsExactly(one.id());
    assertThat(store.keys("deletions/")).hasSize(2).contains("deletions/spare");
  }

  @Test
  void aNoteThatCannotBeReadIsNotPutTogetherWithOthers() {
    Snapshot one = backUp(0);
    Snapshot two = backUp(1);
    backUp(2);
    vault.snapshots().delete(Set.of(one.id()));
    List<String> first = store.keys("deletions/").stream().filter(key -> !isSpare(key)).toList();
    vault.snapshots().delete(Set.of(two.id()));
    MemoryStore hiding =
        new MemoryStore() {
          @Override
          public <T> java.util.Optional<T> get(String key, ContentReader<T> reader) {
            return first.contains(key) ? java.util.Optional.empty() : super.get(key, reader);
          }
        };
    hiding.objects.putAll(store.objects);
    try (Vault other = Vault.openOrCreate(hiding, KEY, null)) {
      other.snapshots().seen().deletions().compact();
    }
    assertThat(hiding.keys("deletions/")).containsAll(first);
  }

  private static boolean isSpare(String key) {
    return key.equals("deletions/spare");
  }

  @Test
  void whereListsTellNoSizesNothingIsPrunedThatAllSnapshotsNeedWhichAreLost() {
    backUp(0);
    List<String> packs = store.keys("packs/");
    MemoryStore losing =
        new MemoryStore() {
          @Override
          public List<ListedObject> list(String of) {
            return super.list(of).stream()
                .map(object -> new ListedObject(object.key(), -1, object.modifiedMillis()))
                .toList();
          }
        };
    losing.objects.putAll(store.objects);
    losing.keys("snapshots/").forEach(losing.objects::remove);
    try (Vault other = Vault.openOrCreate(losing, KEY, null)) {
      assertThatThrownBy(() -> maintenance(other).prune(LATER, Duration.ZERO))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("shows no snapshot");
    }
    assertThat(losing.keys("packs/")).isEqualTo(packs);
  }

  @Test
  void aDeletedSnapshotThatIsListedAndStallsKeepsNobodyFromGoingOn() {
    Snapshot one = backUp(0);
    backUp(1);
    MemoryStore before = store.copy();
    vault.snapshots().delete(Set.of(one.id()));
    before.objects.forEach(store.objects::putIfAbsent);
    try (Vault other = Vault.openOrCreate(store, KEY, folder.resolve("other"))) {
      store.keys("snapshots/").stream()
          .filter(key -> key.contains(one.id()))
          .forEach(store::breaksOffAt);
      assertThat(other.snapshots().list()).hasSize(1);
    }
  }

  @Test
  void whatIsContinuedByEarlierOnesOnlyIsNoFork() {
    backUp(1000);
    backUp(1);
    backUp(2);
    backUp(1001);
    assertThat(vault.snapshots().list()).hasSize(4);
    assertThat(folder.resolve("state/vault-" + vault.id() + "/forks")).doesNotExist();
  }

  @Test
  void whoChangesSnapshotsWaitsForOthersWhoDoAndForNobodyElse() {
    Snapshot made = backUp(0);
    try (Vault other = Vault.openOrCreate(store, KEY, null)) {
      try (VaultLock backup = other.locks().acquire(false, "a backup", Duration.ZERO)) {
        maintenance.describe(made.id(), "while a backup goes on");
        backup.check();
      }
      try (VaultLock edit = other.locks().acquire(false, VaultLocks.EDIT, Duration.ZERO)) {
        assertThatThrownBy(() -> maintenance.describe(made.id(), "at the same time"))
            .isInstanceOf(VaultBusyException.class)
            .hasMessageContaining(VaultLocks.EDIT);
        assertThatThrownBy(() -> maintenance.delete(made.id(), Instant.now()))
            .isInstanceOf(VaultBusyException.class);
        backUp(1);
        edit.check();
      }
      maintenance.describe(made.id(), "afterwards");
      assertThat(other.snapshots().get(made.id()).snapshot().description()).isEqualTo("afterwards");
    }
  }

  private VaultMaintenance maintenance(Vault of) {
    return new VaultMaintenance(of, folder, Duration.ZERO, new Cancellation());
  }

  private Snapshot backUp(int seconds) {
    return backUp(vault, seconds);
  }

  private Snapshot backUp(Vault into, int seconds) {
    Instant time = Contents.TIME.plusSeconds(seconds);
    VaultBackup.Plan plan =
        new VaultBackup.Plan(
            time, "", null, null, null, Compression.none(), 2, folder, Duration.ZERO);
    try {
      return Contents.backUp(into, plan, Map.of("a", ("content " + seconds).getBytes(US_ASCII)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
