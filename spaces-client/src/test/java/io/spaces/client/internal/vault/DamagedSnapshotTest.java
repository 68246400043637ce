package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.vault.snapshot.Chosen;
import io.spaces.client.internal.vault.snapshot.SnapshotSelector;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.DamagedSnapshot;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots, and notes on deleted ones, that the space has damaged or lost. */
class DamagedSnapshotTest {
  private static final Encryption KEY = Encryption.key("12".repeat(32));
  private static final Instant LATER = Contents.TIME.plusSeconds(86_400);

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();
  private Snapshot first;
  private Snapshot second;
  private Snapshot third;

  @BeforeEach
  void makeThree() throws IOException {
    first = backUp(0);
    second = backUp(10);
    third = backUp(20);
  }

  private Snapshot backUp(int seconds) throws IOException {
    return backUp(seconds, "");
  }

  private Snapshot backUp(int seconds, String set) throws IOException {
    VaultBackup.Plan plan =
        new VaultBackup.Plan(
            Contents.TIME.plusSeconds(seconds),
            set,
            "",
            null,
            null,
            null,
            Compression.none(),
            1,
            folder,
            Duration.ZERO);
    try (Vault vault = open()) {
      return Contents.backUp(vault, plan, Map.of("a", new byte[] {(byte) seconds}));
    }
  }

  private Vault open() {
    return Vault.openOrCreate(store, KEY, null);
  }

  private VaultMaintenance maintenance(Vault vault) {
    return new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
  }

  private void damage(Snapshot snapshot) {
    String key =
        store.keys("snapshots/").stream()
            .filter(name -> name.contains(snapshot.id()))
            .findFirst()
            .orElseThrow();
    store.objects.put(key, new MemoryStore.Stored(new byte[200], 1));
  }

  private static Optional<String> id(Optional<SnapshotRecord> found) {
    return found.map(record -> record.snapshot().id());
  }

  @Test
  void anEarlierOneKeepsTheNewestFromNobody() {
    damage(first);
    damage(second);
    try (Vault vault = open()) {
      assertThat(id(Contents.newest(vault, LATER))).contains(third.id());
    }
  }

  @Test
  void aLaterOneKeepsThoseBeforeItFromNobody() {
    damage(third);
    try (Vault vault = open()) {
      assertThat(id(Contents.newestComplete(vault, third.time().minusSeconds(1))))
          .contains(second.id());
      assertThat(id(Contents.newestComplete(vault, first.time()))).contains(first.id());
      assertThat(Contents.newestComplete(vault, first.time().minusNanos(1))).isEmpty();
    }
  }

  @Test
  void theNewestIsNotSilentlyReplacedByAnEarlierOne() {
    damage(third);
    try (Vault vault = open()) {
      assertThatThrownBy(() -> Contents.newest(vault, LATER))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContainingAll(
              third.id(), "can be read is " + second.id(), "delete", second.time().toString());
      assertThatThrownBy(() -> Contents.newestComplete(vault, third.time()))
          .isInstanceOf(IntegrityException.class);
    }
    damage(first);
    damage(second);
    try (Vault vault = open()) {
      assertThatThrownBy(() -> Contents.newest(vault, LATER))
          .isInstanceOf(IntegrityException.class);
      assertThatThrownBy(() -> Contents.newestComplete(vault, second.time()))
          .hasMessageContaining(second.id());
    }
  }

  @Test
  void oneOfTheSameSecondMayBeTheNewest() throws IOException {
    Snapshot twin = backUp(20);
    for (Snapshot damaged : List.of(twin, third)) {
      Map<String, MemoryStore.Stored> good = Map.copyOf(store.objects);
      damage(damaged);
      try (Vault vault = open()) {
        assertThatThrownBy(() -> Contents.newest(vault, LATER)).hasMessageContaining(damaged.id());
      }
      store.objects.putAll(good);
    }
  }

  private static Optional<Chosen> choose(Vault vault, @Nullable String set, boolean passOver) {
    return vault.snapshots().choose(new SnapshotSelector(set, null, false, passOver), LATER);
  }

  @Test
  void onRequestItIsPassedOverAndNamed() {
    damage(third);
    try (Vault vault = open()) {
      Chosen chosen = choose(vault, null, true).orElseThrow();

      assertThat(chosen.record().snapshot().id()).isEqualTo(second.id());
      assertThat(chosen.damaged())
          .singleElement()
          .satisfies(
              damaged -> {
                assertThat(damaged.id()).isEqualTo(third.id());
                assertThat(damaged.time()).isEqualTo(third.time().truncatedTo(ChronoUnit.SECONDS));
                assertThat(damaged.problem()).contains(third.id());
              });
    }
    damage(first);
    damage(second);
    try (Vault vault = open()) {
      assertThatThrownBy(() -> choose(vault, null, true)).hasMessageContaining(second.id());
    }
  }

  @Test
  void oneThatALaterOneNamesAsItsParentKeepsNoOtherSetsNewestFromAnybody() throws IOException {
    Snapshot other = backUp(30, "uploads");
    Snapshot last = backUp(40, "uploads");
    damage(other);
    try (Vault vault = open()) {
      assertThat(last.parent()).isEqualTo(other.id());
      assertThat(choose(vault, "", false).orElseThrow().record().snapshot().id())
          .isEqualTo(third.id());
    }
    damage(last);
    try (Vault vault = open()) {
      assertThatThrownBy(() -> choose(vault, "", false))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContainingAll(last.id(), "can be read is " + third.id(), "passOverDamaged");
    }
  }

  /** It takes up no place: what a rule would have kept with it stays without it. */
  @Test
  void noRuleRemovesItNorAnotherOnItsAccount() throws IOException {
    Snapshot fourth = backUp(30);
    damage(third);
    damage(fourth);
    try (Vault vault = open()) {
      List<DamagedSnapshot> damaged = new ArrayList<>();

      List<Snapshot> removed =
          maintenance(vault).apply(Retention.files(2), "", LATER, damaged::add);

      assertThat(removed).isEmpty();
      assertThat(damaged)
          .extracting(DamagedSnapshot::id)
          .containsExactlyInAnyOrder(third.id(), fourth.id());
      assertThat(maintenance(vault).apply(Retention.files(1), "", LATER, damaged::add))
          .extracting(Snapshot::id)
          .containsExactly(first.id());
      assertThat(store.keys("snapshots/")).anyMatch(key -> key.contains(fourth.id()));
    }
  }

  @Test
  void onceItIsDeletedAllGoesOn() {
    damage(second);
    try (Vault vault = open()) {
      VaultMaintenance maintenance = maintenance(vault);
      assertThatThrownBy(() -> vault.snapshots().list()).hasMessageContaining("delete it");
      assertThatThrownBy(() -> maintenance.prune(LATER, Duration.ZERO))
          .hasMessageContaining("delete it");

      maintenance.delete(second.id(), Instant.now());

      assertThat(vault.snapshots().list()).hasSize(2);
      maintenance.prune(LATER, Duration.ZERO);
      assertThat(maintenance.verify(true).problems()).isEmpty();
    }
  }

  @Test
  void aDamagedNoteOnDeletionsHidesNothingAndStopsNoPruning() throws IOException {
    Path state = folder.resolve("state");
    try (Vault other = Vault.openOrCreate(store, KEY, state)) {
      assertThat(other.snapshots().list()).hasSize(3);
    }
    try (Vault vault = open()) {
      vault.snapshots().delete(Set.of(first.id()));
    }
    String damaged =
        store.keys("deletions/").stream()
            .filter(key -> !key.endsWith("/spare"))
            .findFirst()
            .orElseThrow();
    store.objects.put(damaged, new MemoryStore.Stored(new byte[200], 1));
    try (Vault vault = Vault.openOrCreate(store, KEY, state)) {
      assertThatThrownBy(() -> vault.snapshots().list())
          .hasMessageContainingAll(first.id(), "acceptRollback");
      assertThat(maintenance(vault).verify(true).problems())
          .singleElement()
          .asString()
          .contains(first.id());
      vault.snapshots().acceptRollback();
      vault.snapshots().delete(Set.of(second.id()));
      Snapshot more = backUp(30);
      vault.snapshots().delete(Set.of(more.id()));

      maintenance(vault).prune(LATER, Duration.ZERO);

      assertThat(store.keys("deletions/"))
          .filteredOn(key -> !key.endsWith("/spare"))
          .hasSize(2)
          .contains(damaged);
      assertThat(vault.snapshots().list()).hasSize(1);
    }
  }
}
