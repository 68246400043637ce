package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.vault.snapshot.SnapshotDiff;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotChange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {
  private static final Encryption KEY = Encryption.key("12".repeat(32));

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();
  private final Random random = new Random(21);
  private Vault vault;
  private VaultMaintenance maintenance;

  @BeforeEach
  void open() {
    vault = Vault.openOrCreate(store, KEY, folder.resolve("state"));
    maintenance = new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private Snapshot backUp(Instant time, Map<String, byte[]> contents) throws Exception {
    VaultBackup.Plan plan =
        new VaultBackup.Plan(
            time, "", null, null, null, Compression.none(), 2, folder, Duration.ZERO);
    return Contents.backUp(vault, plan, contents);
  }

  private List<String> ids() {
    return vault.snapshots().list().stream().map(found -> found.snapshot().id()).toList();
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void listsTheNewestFirstAndFindsByTheBeginningOfTheId() throws Exception {
    Snapshot one = backUp(Contents.TIME, Map.of("a", new byte[1]));
    Snapshot two = backUp(Contents.TIME.plusSeconds(60), Map.of("a", new byte[2]));
    assertThat(ids()).containsExactly(two.id(), one.id());
    assertThat(vault.snapshots().get(one.id().substring(0, 8)).snapshot()).isEqualTo(one);
    assertThatThrownBy(() -> vault.snapshots().get("ffff0000ffff0000"))
        .isInstanceOf(SnapshotNotFoundException.class)
        .hasMessageContaining("ffff0000ffff0000");
  }

  @Test
  void neitherAnUnfinishedNorAFutureSnapshotIsTheNewest() throws Exception {
    Instant now = Instant.now();
    Snapshot good = backUp(now.minusSeconds(100), Map.of("a", new byte[1]));
    backUp(now.plusSeconds(100_000), Map.of("a", new byte[2]));
    VaultBackup.Plan plan =
        new VaultBackup.Plan(
            now.minusSeconds(50),
            "",
            null,
            null,
            null,
            Compression.none(),
            2,
            folder,
            Duration.ZERO);
    try (VaultBackup backup = new VaultBackup(vault, plan, new Cancellation())) {
      backup.commit(false);
    }
    assertThat(Contents.newest(vault, now).map(SnapshotRecord::snapshot)).contains(good);
  }

  @Test
  void whereTheClockIsFarBehindAnUnfinishedSnapshotIsStillNotTheNewest() throws Exception {
    Instant now = Instant.now();
    Snapshot good = backUp(now, Map.of("a", new byte[1]));
    VaultBackup.Plan plan =
        new VaultBackup.Plan(
            now.plusSeconds(60),
            "",
            null,
            null,
            null,
            Compression.none(),
            2,
            folder,
            Duration.ZERO);
    try (VaultBackup backup = new VaultBackup(vault, plan, new Cancellation())) {
      backup.commit(false);
    }
    assertThat(Contents.newest(vault, Instant.EPOCH).map(SnapshotRecord::snapshot)).contains(good);
  }

  @Test
  void aPruningTakesAwayWhatAClientLeftThatDiedWhileItCreatedTheVault() throws Exception {
    backUp(Contents.TIME, Map.of("a", new byte[1]));
    store.put("locks/create-" + "0".repeat(32), Payload.of(new byte[1]));

    maintenance.prune(Contents.TIME, Duration.ZERO);

    assertThat(store.keys("locks/create-")).isEmpty();
  }

  @Test
  void describesAndExpiresASnapshotWithoutLosingItAtAnyStep() throws Exception {
    Snapshot made = backUp(Contents.TIME, Map.of("a", noise(1000)));
    Instant expiry = Contents.TIME.plusSeconds(3600);
    maintenance.describe(made.id(), "before the great change");
    Snapshot changed = maintenance.expire(made.id(), expiry);
    assertThat(changed.description()).isEqualTo("before the great change");
    assertThat(vault.snapshots().get(made.id()).snapshot()).isEqualTo(changed);
    assertThat(store.keys("snapshots/")).hasSize(1);
    for (int changes = 0; changes < 4; changes++) {
      MemoryStore copy = store.copy().diesAfter(changes);
      try (Vault other = Vault.openOrCreate(copy, KEY, null)) {
        new VaultMaintenance(other, folder, Duration.ZERO, new Cancellation())
            .describe(made.id(), "new");
      } catch (SpaceException e) {
        assertThat(e).hasMessageContaining("dead");
      }
      copy.lives();
      try (Vault other = Vault.openOrCreate(copy, KEY, null)) {
        List<SnapshotRecord> all = other.snapshots().list();
        assertThat(all).hasSize(1);
        assertThat(all.get(0).snapshot().description()).isIn("before the great change", "new");
        assertThat(all.get(0).snapshot().expiresAt()).isEqualTo(expiry);
      }
    }
  }

  @Test
  void tellsWhatChangedBetweenTwoSnapshots() throws Exception {
    Snapshot one =
        backUp(
            Contents.TIME,
            Map.of("same", noise(10), "gone", noise(10), "edited", noise(10), "z", noise(1)));
    Map<String, byte[]> next = new TreeMap<>();
    next.put("same", Contents.restore(vault, folder, one.id()).get("same"));
    next.put("z", Contents.restore(vault, folder, one.id()).get("z"));
    next.put("edited", noise(10));
    next.put("new", noise(3));
    Snapshot two = backUp(Contents.TIME.plusSeconds(1), next);
    List<String> changes = new ArrayList<>();
    try (VaultReader reader = new VaultReader(vault, folder, 1);
        VaultReader.Entries older = reader.entries(vault.snapshots().get(one.id()));
        VaultReader.Entries newer = reader.entries(vault.snapshots().get(two.id()))) {
      new SnapshotDiff(older, newer)
          .forEachRemaining(
              (SnapshotChange change) -> changes.add(change.kind() + " " + change.path()));
    }
    assertThat(changes).containsExactly("CHANGED edited", "REMOVED gone", "ADDED new");
  }

  @Test
  void pruningFreesWhatNothingNeedsAndKeepsTheRest() throws Exception {
    byte[] kept = noise(3_000_000);
    Snapshot one = backUp(Contents.TIME, Map.of("kept", kept, "waste", noise(9_000_000)));
    Snapshot two =
        backUp(Contents.TIME.plusSeconds(1), Map.of("kept", kept, "b", noise(1_000_000)));
    maintenance.delete(one.id(), Instant.now());
    assertThat(maintenance.verify(true).orElseThrow().snapshots())
        .as("with the one in the trash")
        .isEqualTo(2);
    PruneResult result = maintenance.prune(Contents.TIME.plusSeconds(2), Duration.ZERO);
    assertThat(result.bytesFreed()).isBetween(8_900_000L, 9_100_000L);
    assertThat(result.packsWritten()).isEqualTo(1);
    long stored = store.objects.values().stream().mapToLong(o -> o.bytes().length).sum();
    assertThat(stored).isLessThan(4_200_000);
    assertThat(maintenance.verify(true).orElseThrow().problems()).isEmpty();
    assertThat(Contents.restore(vault, folder, two.id())).containsOnlyKeys("kept", "b");
    assertThat(maintenance.prune(Contents.TIME.plusSeconds(2), Duration.ZERO).packsDeleted())
        .isZero();
  }

  @Test
  void pruningRemovesExpiredSnapshotsButNeverTheNewestCompleteOne() throws Exception {
    Snapshot one = backUp(Contents.TIME, Map.of("a", noise(1000)));
    Snapshot two = backUp(Contents.TIME.plusSeconds(1), Map.of("a", noise(1000)));
    maintenance.expire(one.id(), Contents.TIME.plusSeconds(5));
    maintenance.expire(two.id(), Contents.TIME.plusSeconds(5));
    assertThat(maintenance.prune(Contents.TIME.plusSeconds(4), Duration.ZERO).removed()).isEmpty();
    assertThat(maintenance.prune(Contents.TIME.plusSeconds(6), Duration.ZERO).removed())
        .containsExactly(one.id());
    assertThat(ids()).containsExactly(two.id());
  }

  @Test
  void pruningRemovesNoExpiredSnapshotWhileAnotherLacksSomething() throws Exception {
    Snapshot expired = backUp(Contents.TIME, Map.of("a", noise(1000)));
    maintenance.expire(expired.id(), Contents.TIME.plusSeconds(5));
    List<String> intact = store.keys("packs/");
    Snapshot last = backUp(Contents.TIME.plusSeconds(1), Map.of("b", noise(1000)));
    store.keys("packs/").stream()
        .filter(key -> !intact.contains(key))
        .forEach(store.objects::remove);
    List<String> keys = store.keys("");

    assertThatThrownBy(() -> maintenance.prune(Contents.TIME.plusSeconds(6), Duration.ZERO))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("Nothing was deleted");

    assertThat(ids()).containsExactly(last.id(), expired.id());
    assertThat(store.keys("")).isEqualTo(keys);
  }

  @Test
  void pruningWaitsForABackupAndSaysThatTheVaultIsBusy() throws Exception {
    try (VaultBackup backup = new VaultBackup(vault, Contents.plan(folder), new Cancellation())) {
      assertThatThrownBy(() -> maintenance.prune(Contents.TIME, Duration.ZERO))
          .isInstanceOf(VaultBusyException.class);
      backup.add(Contents.entry("empty", 0));
      backup.commit(true);
    }
    maintenance.prune(Contents.TIME, Duration.ZERO);
    assertThat(ids()).hasSize(1);
  }

  @Test
  void pruningPutsManySmallPacksTogether() throws Exception {
    Map<String, byte[]> contents = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      contents.put("f" + i, noise(10_000));
      backUp(Contents.TIME.plusSeconds(i), contents);
    }
    assertThat(store.keys("packs/")).hasSizeGreaterThanOrEqualTo(40);
    maintenance.prune(Contents.TIME.plusSeconds(100), Duration.ZERO);
    assertThat(store.keys("packs/")).hasSize(2);
    assertThat(store.keys("index/")).hasSize(1);
    Contents.assertSame(Contents.restore(vault, folder, null), contents, "newest");
    assertThat(maintenance.verify(true).orElseThrow().snapshots()).isEqualTo(20);
  }

  @Test
  void appliesRulesAndRemembersThatItDeletedOnPurpose() throws Exception {
    for (int i = 0; i < 5; i++) {
      backUp(Contents.TIME.plusSeconds(i), Map.of("a", noise(100)));
    }
    try (Vault other = Vault.openOrCreate(store, KEY, folder.resolve("another client"))) {
      assertThat(other.snapshots().list()).hasSize(5);
      assertThat(
              maintenance.apply(
                  Retention.files(2), "", Contents.TIME.plusSeconds(10), damaged -> {}))
          .hasSize(3);
      maintenance.prune(Contents.TIME.plusSeconds(10), Duration.ZERO);
      assertThat(other.snapshots().list()).hasSize(2);
    }
    assertThat(ids()).hasSize(2);
  }

  @Test
  void noticesThatTheSpaceHidesTheNewestSnapshot() throws Exception {
    backUp(Contents.TIME, Map.of("a", noise(100)));
    MemoryStore earlier = store.copy();
    Snapshot newest = backUp(Contents.TIME.plusSeconds(1), Map.of("a", noise(200)));
    try (Vault rolledBack = Vault.openOrCreate(earlier, KEY, folder.resolve("state"))) {
      assertThatThrownBy(() -> Contents.newest(rolledBack, Instant.now()))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(newest.id());
      VaultMaintenance other =
          new VaultMaintenance(rolledBack, folder, Duration.ZERO, new Cancellation());
      assertThatThrownBy(() -> other.prune(Contents.TIME, Duration.ZERO))
          .isInstanceOf(IntegrityException.class);
      assertThat(other.verify(false).problems()).hasSize(1);
      rolledBack.snapshots().acceptRollback();
      assertThat(rolledBack.snapshots().list()).hasSize(1);
    }
  }

  @Test
  void everyTamperedObjectIsNoticedAndNamed() throws Exception {
    Map<String, byte[]> contents = Contents.random(random, 30, 60_000);
    Snapshot made = backUp(Contents.TIME, contents);
    Snapshot later = backUp(Contents.TIME.plusSeconds(1), Map.of("other", noise(100_000)));
    List<String> keys = new ArrayList<>();
    keys.addAll(store.keys("packs/"));
    keys.addAll(store.keys("index/"));
    keys.addAll(store.keys("snapshots/"));
    for (String key : keys) {
      for (String other : keys) {
        if (!other.equals(key)) {
          assertNoticed(key, store.bytes(other), contents, made, "serves " + other);
        }
      }
      byte[] bytes = store.bytes(key);
      for (int i = 0; i < 10; i++) {
        byte[] flipped = bytes.clone();
        flipped[random.nextInt(flipped.length)] ^= 1;
        assertNoticed(key, flipped, contents, made, "flipped");
      }
      assertNoticed(key, java.util.Arrays.copyOf(bytes, bytes.length - 1), contents, made, "cut");
      assertNoticed(key, new byte[0], contents, made, "emptied");
    }
    assertThat(later.parent()).isEqualTo(made.id());
  }

  /** Restores or fails with an integrity error that names an object; verify finds it too. */
  private void assertNoticed(
      String key, byte[] bytes, Map<String, byte[]> contents, Snapshot snapshot, String what)
      throws Exception {
    MemoryStore tampered = store.copy();
    tampered.objects.put(key, new MemoryStore.Stored(bytes, 1));
    try (Vault other = Vault.openOrCreate(tampered, KEY, null)) {
      try {
        Contents.assertSame(
            Contents.restore(other, folder, snapshot.id()), contents, key + " " + what);
      } catch (IntegrityException e) {
        assertThat(e.getMessage()).containsAnyOf("packs/", "index/", "snapshots/", "blob");
      }
      VaultMaintenance check =
          new VaultMaintenance(other, folder, Duration.ZERO, new Cancellation());
      try {
        assertThat(check.verify(true).problems()).as("%s %s", key, what).isNotEmpty();
      } catch (IntegrityException e) {
        assertThat(e).hasMessageContaining(key.substring(key.lastIndexOf('/') + 1));
      }
    }
  }

  @Test
  void verifyNamesWhatIsMissing() throws Exception {
    backUp(Contents.TIME, Map.of("a", noise(100_000)));
    for (String key : store.keys("packs/")) {
      MemoryStore damaged = store.copy();
      damaged.objects.remove(key);
      try (Vault other = Vault.openOrCreate(damaged, KEY, null)) {
        VaultMaintenance check =
            new VaultMaintenance(other, folder, Duration.ZERO, new Cancellation());
        assertThat(String.join("; ", check.verify(false).problems())).contains(key);
        assertThatThrownBy(() -> check.prune(Contents.TIME, Duration.ZERO))
            .isInstanceOf(IntegrityException.class);
      }
    }
    for (String key : store.keys("index/")) {
      MemoryStore damaged = store.copy();
      damaged.objects.remove(key);
      try (Vault other = Vault.openOrCreate(damaged, KEY, null)) {
        VaultMaintenance check =
            new VaultMaintenance(other, folder, Duration.ZERO, new Cancellation());
        assertThat(check.verify(false).problems()).isNotEmpty();
        assertThatThrownBy(() -> check.prune(Contents.TIME, Duration.ZERO))
            .isInstanceOf(IntegrityException.class);
        assertThat(damaged.keys("packs/")).hasSameSizeAs(store.keys("packs/"));
      }
    }
  }

  @Test
  void whatTheSpaceHasLostIsSentAgainByTheNextBackup() throws Exception {
    Map<String, byte[]> contents = Contents.random(random, 30, 60_000);
    Snapshot before = backUp(Contents.TIME, contents);
    for (String key : store.keys("packs/")) {
      store.objects.remove(key);
    }
    Snapshot after = backUp(Contents.TIME.plusSeconds(1), contents);
    assertThat(maintenance.verify(true).orElseThrow().snapshots()).isEqualTo(2);
    for (Snapshot snapshot : List.of(before, after)) {
      Contents.assertSame(Contents.restore(vault, folder, snapshot.id()), contents, "healed");
    }
    maintenance.prune(Contents.TIME.plusSeconds(2), Duration.ZERO);
    assertThat(maintenance.verify(true).orElseThrow().snapshots()).isEqualTo(2);
  }
}
