package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.content.seal.ChecksumSealer;
import io.spaces.client.internal.disk.LocalState;
import io.spaces.client.internal.vault.format.FormatException;
import io.spaces.client.internal.vault.format.LockRecord;
import io.spaces.client.internal.vault.lock.LockOwner;
import io.spaces.client.internal.vault.lock.SpareLocks;
import io.spaces.client.internal.vault.lock.VaultLock;
import io.spaces.client.internal.vault.lock.VaultLocks;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ManualWaiter;
import io.spaces.client.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A space that takes no new object, but lets those be replaced and deleted that it has. */
class FullVaultTest {
  private static final LockOwner HERE = LockOwner.current(LocalState.in(null));
  private static final LockOwner ELSEWHERE = new LockOwner("another machine", 1, 1);

  @TempDir Path folder;
  private final Full store = new Full();
  private final SealedObjects objects = new SealedObjects(store, new ChecksumSealer(), "id");
  private final ManualWaiter waiter = new ManualWaiter();
  private final Random random = new Random(7);

  /** A space before whose next change of a lock something else happens. */
  private static class Full extends MemoryStore {
    private final AtomicReference<Runnable> beforePut = new AtomicReference<>();

    @Override
    public void put(String key, Payload content) {
      Runnable first = key.startsWith("locks/") ? beforePut.getAndSet(null) : null;
      if (first != null) {
        first.run();
      }
      super.put(key, content);
    }
  }

  private VaultLock acquire(LockOwner owner, boolean exclusive) {
    return new VaultLocks(objects, owner, waiter).acquire(exclusive, "a test", Duration.ZERO);
  }

  private void leaveSpareAndFill() {
    acquire(HERE, false).close();
    store.total(0);
  }

  @Test
  void aLockIsTakenInAnObjectThatAnotherLeftBehindAndKeepsOthersOut() {
    leaveSpareAndFill();
    for (LockOwner owner : List.of(HERE, ELSEWHERE, HERE)) {
      try (VaultLock lock = acquire(owner, true)) {
        assertThatThrownBy(() -> acquire(ELSEWHERE, false))
            .isInstanceOf(VaultBusyException.class)
            .hasMessageContaining("a test");
        lock.check();
        lock.refreshQuietly();
        lock.check();
      }
    }
    assertThat(store.keys("locks/")).hasSize(1);
    assertThat(store.heldLocks()).isEmpty();
  }

  @Test
  void earlierReleasesTakeAnObjectThatNobodyHoldsForNoLockAndOneThatIsHeldForALock()
      throws Exception {
    assertThatThrownBy(() -> LockRecord.read(SpareLocks.FREE)).isInstanceOf(FormatException.class);
    leaveSpareAndFill();
    try (VaultLock lock = acquire(HERE, true)) {
      lock.check();
      LockRecord held =
          objects.get(store.keys("locks/").get(0), in -> LockRecord.read(in.readAllBytes())).get();
      assertThat(held.exclusive()).isTrue();
      assertThat(held.purpose()).isEqualTo("a test");
    }
  }

  /** A space that serves no more of an object than is asked for. */
  private static final class Exact extends MemoryStore {
    @Override
    public <T> Optional<T> get(String key, long longest, ContentReader<T> reader) {
      Stored stored = objects.get(key);
      if (stored != null && stored.bytes().length > longest) {
        throw SealedObjects.broken(key + " is longer than " + longest, new IOException(key));
      }
      return get(key, reader);
    }
  }

  /** In a full space it is replaced, and padding makes steps of a line. */
  @Test
  void aSnapshotThatGrowsByAStepAsItGoesToTheTrashIsReadByWhoListedItBefore() throws Exception {
    Exact exact = new Exact();
    Encryption key = Encryption.key("5a".repeat(32));
    try (Vault vault = Vault.openOrCreate(exact, key, null)) {
      String id = Contents.backUp(vault, folder, Map.of("a", new byte[10])).id();
      VaultMaintenance maintenance =
          new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
      int rest = vault.snapshots().get(id).write().length;
      maintenance.describe(id, "x".repeat((68 << 10) - rest));
      assertThat(vault.snapshots().get(id).write()).hasSize(68 << 10);
      exact.total(0);
      try (Vault other = Vault.open(exact, key, null).orElseThrow()) {
        exact.afterList("snapshots/", () -> maintenance.delete(id, Contents.TIME));

        assertThat(other.snapshots().withTrash())
            .singleElement()
            .matches(found -> found.snapshot().deletedAt() != null);
      }
    }
  }

  @Test
  void fewObjectsAreLeftBehindHoweverManyWereAtWork() {
    List<VaultLock> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(acquire(HERE, false));
    }
    all.forEach(VaultLock::close);
    for (int i = 0; i < 5; i++) {
      acquire(HERE, false).close();
    }
    assertThat(store.keys("locks/").size()).isBetween(1, 5);
    long left = store.keys("locks/").size();
    for (int i = 0; i < 5; i++) {
      acquire(HERE, true).close();
    }
    assertThat(store.keys("locks/")).hasSize((int) left);
  }

  @Test
  void ofSeveralThatWantTheLastObjectAtTheSameTimeAtMostOneGetsIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    int got = 0;
    for (int round = 0; round < 200; round++) {
      store.objects.clear();
      store.total(Long.MAX_VALUE);
      leaveSpareAndFill();
      CyclicBarrier start = new CyclicBarrier(3);
      List<Future<VaultLock>> all = new ArrayList<>();
      for (LockOwner owner : List.of(HERE, HERE, ELSEWHERE)) {
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  return acquire(owner, true);
                }));
      }
      List<VaultLock> held = new ArrayList<>();
      for (Future<VaultLock> future : all) {
        try {
          held.add(future.get());
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(VaultBusyException.class);
        }
      }
      // All may have been too slow for each other: time runs for all when one waits. Who was too
      // late may have taken it from another, which notices before it does anything.
      List<VaultLock> sure = held.stream().filter(FullVaultTest::isSure).toList();
      assertThat(sure).as("round %d", round).hasSizeLessThanOrEqualTo(1);
      got += sure.size();
      held.forEach(VaultLock::close);
    }
    threads.shutdown();
    assertThat(got).isPositive();
  }

  private static boolean isSure(VaultLock lock) {
    try {
      lock.check();
      return true;
    } catch (VaultBusyException e) {
      return false;
    }
  }

  @Test
  void whoClaimsAnObjectTooLateGivesUpAndItsVictimNotices() {
    leaveSpareAndFill();
    List<VaultLock> first = new ArrayList<>();
    store.beforePut.set(
        () -> {
          // The refused try for a new object; the next one is the claim.
          store.beforePut.set(() -> first.add(acquire(ELSEWHERE, true)));
        });
    assertThatThrownBy(() -> acquire(HERE, true)).isInstanceOf(VaultBusyException.class);
    assertThatThrownBy(first.get(0)::check).isInstanceOf(VaultBusyException.class);
    assertThatThrownBy(() -> acquire(ELSEWHERE, false))
        .as("nobody else gets in until the victim has noticed")
        .isInstanceOf(VaultBusyException.class);
    first.get(0).close();
  }

  @Test
  void whoGivesALockUpTooLateTakesItFromNobody() {
    VaultLock slow = acquire(HERE, false);
    store.beforePut.set(() -> waiter.pass(Duration.ofMinutes(1)));
    slow.close();
    assertThat(store.keys("locks/")).as("deleted instead, nobody else writes this one").isEmpty();

    leaveSpareAndFill();
    VaultLock spare = acquire(HERE, false);
    store.beforePut.set(() -> waiter.pass(Duration.ofMinutes(1)));
    spare.close();
    assertThat(store.heldLocks()).hasSize(1);
    acquire(HERE, true).close();
    assertThat(store.heldLocks()).isEmpty();
  }

  /** Vaults of earlier releases have no spare locks. */
  @Test
  void whereNoObjectIsLeftOneGoesOnAsLongAsNobodyElseCanBegin() {
    store.total(0);
    try (VaultLock lock = acquire(HERE, true)) {
      lock.check();
      assertThat(store.keys("locks/")).isEmpty();
      store.total(1000);
      lock.checkAgain();
      assertThat(store.heldLocks()).hasSize(1);
      assertThatThrownBy(() -> acquire(ELSEWHERE, false)).isInstanceOf(VaultBusyException.class);
    }
    store.objects.clear();
    store.total(0);
    try (VaultLock lock = acquire(HERE, true)) {
      store.total(1000);
      try (VaultLock other = acquire(ELSEWHERE, false)) {
        other.check();
        assertThatThrownBy(lock::checkAgain)
            .isInstanceOf(VaultBusyException.class)
            .hasMessageContaining("has begun to work on the vault");
      }
    }
  }

  private Vault open(Path state) {
    return Vault.openOrCreate(store, null, state, Vault.CHUNKS, waiter);
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void snapshotsAreDeletedAndPrunedUntilThereIsRoomAgain(boolean byEarlierRelease)
      throws Exception {
    Path state = folder.resolve("state");
    byte[] kept = noise(40_000);
    String small;
    try (Vault vault = open(state)) {
      small = Contents.backUp(vault, folder, Map.of("kept", kept)).id();
      Snapshot large = Contents.backUp(vault, folder, Map.of("kept", kept, "b", noise(300_000)));
      store.total(store.used() + 100_000);
      // Its pack overshoots, and then there is no room for its index.
      assertThatThrownBy(
              () -> Contents.backUp(vault, folder, Map.of("kept", kept, "c", noise(200_000))))
          .isInstanceOf(SpaceUnavailableException.class);
      if (byEarlierRelease) {
        store.keys("locks/").forEach(store.objects::remove);
        store.keys("deletions/").forEach(store.objects::remove);
      }
      VaultMaintenance maintenance =
          new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());

      assertThat(maintenance.verify(true).problems()).isEmpty();
      maintenance.delete(large.id(), Contents.TIME);
      assertThat(vault.snapshots().list()).hasSize(1);
      assertThat(maintenance.prune(Contents.TIME, Duration.ZERO).bytesFreed())
          .isGreaterThan(450_000);

      assertThat(store.used()).isLessThan(100_000);
      Contents.backUp(vault, folder, Map.of("kept", kept, "d", noise(10_000)));
      assertThat(maintenance.verify(true).problems()).isEmpty();
      Contents.assertSame(Contents.restore(vault, folder, small), Map.of("kept", kept), "small");
    }
    try (Vault elsewhere = open(folder.resolve("other state"))) {
      assertThat(elsewhere.snapshots().list()).hasSize(2);
    }
    assertThat(store.heldLocks()).isEmpty();
  }

  private static void deleteForGood(VaultMaintenance maintenance, String id) {
    maintenance.delete(id, Contents.TIME);
    maintenance.prune(Contents.TIME, Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoHasSeenASnapshotThatWasDeletedInAFullSpaceDoesNotMissIt(boolean alreadyNoted)
      throws Exception {
    Path here = folder.resolve("here");
    Path there = folder.resolve("there");
    List<String> ids = new ArrayList<>();
    try (Vault vault = open(here);
        Vault other = open(there)) {
      for (int i = 0; i < 3; i++) {
        ids.add(Contents.backUp(vault, folder, Map.of("a", noise(1000))).id());
      }
      VaultMaintenance maintenance =
          new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
      if (alreadyNoted) {
        deleteForGood(maintenance, ids.get(0));
      }
      assertThat(other.snapshots().list()).hasSize(alreadyNoted ? 2 : 3);
      store.total(0);
      deleteForGood(maintenance, ids.get(1));
      deleteForGood(maintenance, ids.get(2));
      assertThat(other.snapshots().list()).hasSize(alreadyNoted ? 0 : 1);
      store.total(Long.MAX_VALUE);
      maintenance.prune(Contents.TIME, Duration.ZERO);
      assertThat(other.snapshots().list()).hasSize(alreadyNoted ? 0 : 1);
      // Earlier releases look at notes of other names only.
      store.objects.remove("deletions/spare");
      try (Vault third = open(there)) {
        assertThat(third.snapshots().list()).hasSize(alreadyNoted ? 0 : 1);
      }
    }
  }
}
