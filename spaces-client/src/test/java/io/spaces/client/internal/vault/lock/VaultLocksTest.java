package io.spaces.client.internal.vault.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.content.seal.ChecksumSealer;
import io.spaces.client.internal.disk.LocalState;
import io.spaces.client.internal.vault.Contents;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultBackup;
import io.spaces.client.internal.vault.format.LockRecord;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.internal.waiting.ManualWaiter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class VaultLocksTest {
  private static final LockOwner HERE = LockOwner.current(LocalState.in(null));
  private static final LockOwner ELSEWHERE = new LockOwner("another machine", 1, 1);

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();
  private final SealedObjects objects = new SealedObjects(store, new ChecksumSealer(), "id");
  private final ManualWaiter waiter = new ManualWaiter();

  private VaultLocks locks(LockOwner owner) {
    return new VaultLocks(objects, owner, waiter);
  }

  private VaultLock acquire(LockOwner owner, boolean exclusive) {
    return locks(owner).acquire(exclusive, "a test", Duration.ZERO);
  }

  private void leaveBehind(LockOwner owner, boolean exclusive) {
    LockRecord record =
        new LockRecord(
            exclusive, "a dead one", 0, owner.machine(), owner.process(), owner.started(), "");
    objects.put("locks/" + "0".repeat(32), record.write());
  }

  @Test
  void manyMayShareButOneAloneExcludes() {
    try (VaultLock one = acquire(HERE, false);
        VaultLock two = acquire(ELSEWHERE, false)) {
      assertThat(store.heldLocks()).hasSize(2);
      assertThatThrownBy(() -> acquire(HERE, true))
          .isInstanceOf(VaultBusyException.class)
          .hasMessageContaining("a test");
      one.check();
      two.check();
    }
    assertThat(store.heldLocks()).isEmpty();
    try (VaultLock one = acquire(HERE, true)) {
      assertThatThrownBy(() -> acquire(ELSEWHERE, false)).isInstanceOf(VaultBusyException.class);
      assertThatThrownBy(() -> acquire(ELSEWHERE, true)).isInstanceOf(VaultBusyException.class);
      one.check();
    }
  }

  @Test
  void waitsAsLongAsItIsTold() {
    leaveBehind(ELSEWHERE, true);
    assertThatThrownBy(() -> locks(HERE).acquire(false, "a test", Duration.ofSeconds(30)))
        .isInstanceOf(VaultBusyException.class);
    assertThat(Duration.ofNanos(waiter.nanos()))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(32));
    assertThat(store.heldLocks()).hasSize(1);
  }

  @Test
  void aLockOfADeadProcessOfThisMachineDoesNotCount() {
    leaveBehind(new LockOwner(HERE.machine(), 1L << 40, 1), true);
    acquire(HERE, true).close();
    leaveBehind(new LockOwner(HERE.machine(), HERE.process(), HERE.started() - 1), true);
    acquire(HERE, true).close();
    leaveBehind(HERE, true);
    acquire(HERE, true).close();
    assertThat(store.heldLocks()).isEmpty();
  }

  @Test
  void aLockOfALivingProcessCountsAndOneOfAnEarlierProcessOfItsNumberDoesNot() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      LockOwner owner = LockOwner.of(HERE.machine(), other.toHandle());
      leaveBehind(owner, true);
      assertThatThrownBy(() -> acquire(HERE, true)).isInstanceOf(VaultBusyException.class);
      leaveBehind(new LockOwner(owner.machine(), owner.process(), owner.started() - 1), true);
      acquire(HERE, true).close();
    } finally {
      other.destroy();
    }
  }

  /** Otherwise a living process would seem to be another one once the clock has been set. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theStartOfAProcessIsCountedFromThatOfTheMachine() throws Exception {
    String uptime = Files.readString(Path.of("/proc/uptime"));
    double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
    assertThat(HERE.started()).isPositive().isLessThan((long) (seconds * 10_000));
  }

  @Test
  void aLockExpiresByTheServersClockHoweverWrongTheClientsAre() {
    leaveBehind(ELSEWHERE, true);
    store.clock.addAndGet(VaultLocks.EXPIRY.toMillis() - 1000);
    assertThatThrownBy(() -> acquire(HERE, true)).isInstanceOf(VaultBusyException.class);
    store.clock.addAndGet(2000);
    acquire(HERE, true).close();
    assertThat(store.heldLocks()).isEmpty();
  }

  /** By its times such a lock would hold until the clock is where it was. */
  @Test
  void whereTheServersClockWasSetBackALockExpiresWhenItIsSeenNotToBeRefreshed() {
    store.clock.set(Duration.ofDays(20_000).toMillis());
    leaveBehind(ELSEWHERE, true);
    store.clock.addAndGet(-Duration.ofDays(1).toMillis());
    assertThatThrownBy(() -> acquire(HERE, true)).isInstanceOf(VaultBusyException.class);
    locks(HERE).acquire(true, "a test", VaultLocks.EXPIRY.plusMinutes(1)).close();
    assertThat(store.heldLocks()).isEmpty();
  }

  @Test
  void whereTheServerTellsNoTimesALockExpiresWhenItIsSeenNotToBeRefreshed() {
    leaveBehind(ELSEWHERE, true);
    store.tellsNoTimes = true;
    assertThatThrownBy(() -> acquire(HERE, true)).isInstanceOf(VaultBusyException.class);
    locks(HERE).acquire(true, "a test", VaultLocks.EXPIRY.plusMinutes(1)).close();
    assertThat(store.heldLocks()).isEmpty();
  }

  @Test
  void aLockThatWasTakenAwayIsNoticed() {
    VaultLock lock = acquire(HERE, false);
    lock.check();
    store.objects.clear();
    lock.refreshQuietly();
    assertThat(store.objects).as("it does not come back").isEmpty();
    assertThatThrownBy(lock::check)
        .isInstanceOf(VaultBusyException.class)
        .hasMessageContaining("was lost");
    lock.close();
  }

  @Test
  void aLockThatWasNotRefreshedForTooLongHoldsNoMore() {
    VaultLock lock = acquire(HERE, false);
    waiter.pass(VaultLocks.EXPIRY.plusSeconds(1));
    assertThatThrownBy(lock::check).isInstanceOf(VaultBusyException.class);
    lock.close();
  }

  @Test
  void ofTwoThatExcludeAtTheSameTimeAtMostOneGetsThrough() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    for (int round = 0; round < 200; round++) {
      CyclicBarrier start = new CyclicBarrier(2);
      List<Future<VaultLock>> both = new ArrayList<>();
      for (LockOwner owner : List.of(HERE, ELSEWHERE)) {
        both.add(
            threads.submit(
                () -> {
                  start.await();
                  return acquire(owner, true);
                }));
      }
      int held = 0;
      List<VaultLock> open = new ArrayList<>();
      for (Future<VaultLock> future : both) {
        try {
          open.add(future.get());
          held++;
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(VaultBusyException.class);
        }
      }
      assertThat(held).as("round %d", round).isLessThanOrEqualTo(1);
      open.forEach(VaultLock::close);
      assertThat(store.heldLocks()).isEmpty();
    }
    threads.shutdown();
  }

  @Test
  void twoThatCreateAVaultAtTheSameTimeGetTheSameOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    for (int round = 0; round < 50; round++) {
      MemoryStore place = new MemoryStore();
      CyclicBarrier start = new CyclicBarrier(3);
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  try (Vault vault = Vault.openOrCreate(place, null, null)) {
                    return vault.id();
                  }
                }));
      }
      String id = all.get(0).get();
      assertThat(all.get(1).get()).isEqualTo(id);
      assertThat(all.get(2).get()).isEqualTo(id);
    }
    threads.shutdown();
  }

  @Test
  void aBackupWhoseLockWasLostWritesNoSnapshot() throws Exception {
    try (Vault vault = Vault.openOrCreate(store, null, null)) {
      Contents.backUp(vault, folder, Map.of("a", new byte[10]));
      try (VaultBackup backup =
          new VaultBackup(
              vault, Contents.plan(folder), new io.spaces.client.internal.waiting.Cancellation())) {
        store.keys("locks/").forEach(store.objects::remove);
        assertThatThrownBy(() -> backup.commit(true)).isInstanceOf(VaultBusyException.class);
      }
      assertThat(vault.snapshots().list()).hasSize(1);
    }
  }
}
