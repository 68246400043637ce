package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.content.seal.ChecksumSealer;
import io.spaces.client.internal.vault.lock.LockOwner;
import io.spaces.client.internal.vault.lock.VaultLock;
import io.spaces.client.internal.vault.lock.VaultLocks;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ManualWaiter;
import io.spaces.client.snapshot.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that stand still for longer than others wait for them, and then go on. */
class PausedClientsTest {
  private static final Encryption KEY = Encryption.key("ab".repeat(32));
  private static final Duration LONG = VaultLocks.EXPIRY.plusMinutes(1);

  @TempDir Path folder;
  private final Standing store = new Standing();
  private final ManualWaiter waiter = new ManualWaiter();
  private final Random random = new Random(5);

  /** A store before one of whose changes, or after one of whose answers, something else happens. */
  private static final class Standing extends MemoryStore {
    private final AtomicReference<Runnable> action = new AtomicReference<>();
    private volatile Predicate<String> when = request -> false;

    void once(Predicate<String> request, Runnable what) {
      action.set(what);
      when = request;
    }

    private void meet(String request) {
      if (when.test(request)) {
        Runnable what = action.getAndSet(null);
        if (what != null) {
          what.run();
        }
      }
    }

    @Override
    public void put(String key, Payload content) {
      meet("put " + key);
      super.put(key, content);
    }

    @Override
    public void delete(String key) {
      meet("delete " + key);
      super.delete(key);
    }

    @Override
    public <T> Optional<T> get(String key, ContentReader<T> reader) {
      Optional<T> found = super.get(key, reader);
      meet("got " + key + (found.isEmpty() ? " not" : ""));
      return found;
    }
  }

  /** All clocks go on while a client stands still. */
  private void standStill(Duration time) {
    waiter.pass(time);
    store.clock.addAndGet(time.toMillis());
  }

  private Vault open() {
    return Vault.openOrCreate(store, KEY, null, Vault.CHUNKS, waiter);
  }

  private VaultMaintenance maintenance(Vault vault) {
    return new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
  }

  private byte[] noise() {
    byte[] bytes = new byte[50_000];
    random.nextBytes(bytes);
    return bytes;
  }

  private void backUp(Vault vault, Map<String, byte[]> contents) {
    try {
      Contents.backUp(vault, folder, contents);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aLockThatWasTakenAwayBetweenALookAndARefreshHoldsNoMore() {
    SealedObjects objects = new SealedObjects(store, new ChecksumSealer(), "id");
    VaultLocks locks = new VaultLocks(objects, new LockOwner("one", 1, 1), waiter);
    VaultLocks others = new VaultLocks(objects, new LockOwner("other", 1, 1), waiter);
    try (VaultLock lock = locks.acquire(false, "a test", Duration.ZERO)) {
      store.afterList(
          "locks/",
          () -> {
            standStill(LONG);
            others.acquire(true, "another test", Duration.ZERO).close();
          });
      lock.refreshQuietly();
      assertThatThrownBy(lock::check).isInstanceOf(VaultBusyException.class);
      lock.refreshQuietly();
      assertThatThrownBy(lock::check).isInstanceOf(VaultBusyException.class);
    }
  }

  @Test
  void aBackupThatStandsStillBeforeItsSnapshotIsWrittenLeavesNone() throws Exception {
    try (Vault vault = open();
        Vault other = open()) {
      backUp(vault, Map.of("a", noise()));
      Map<String, byte[]> contents = Map.of("b", noise());
      standStill(VaultLocks.EXPIRY.minusSeconds(1));
      try (VaultBackup backup = new VaultBackup(vault, Contents.plan(folder), new Cancellation());
          VaultBackup.Worker worker = backup.worker()) {
        worker
            .read(Payload.of(contents.values().iterator().next()).open())
            .keep(Contents.entry("b", 50_000), failure -> assertThat(failure).isNull());
        standStill(VaultLocks.EXPIRY.minusSeconds(1));
        store.once(
            request -> request.startsWith("put snapshots/"),
            () -> {
              standStill(Duration.ofSeconds(2));
              maintenance(other).prune(Contents.TIME, Duration.ZERO);
            });
        assertThatThrownBy(() -> backup.commit(true)).isInstanceOf(VaultBusyException.class);
      }
      assertThat(vault.snapshots().list()).hasSize(1);
      assertThat(maintenance(vault).verify(true).problems()).isEmpty();
    }
  }

  @Test
  void aPruningThatStandsStillBetweenTwoDeletionsDeletesNoMore() {
    Map<String, byte[]> wanted = Map.of("a", noise());
    try (Vault vault = open();
        Vault other = open()) {
      for (int i = 0; i < 3; i++) {
        backUp(vault, Map.of("waste", noise()));
      }
      backUp(vault, wanted);
      vault
          .snapshots()
          .list()
          .forEach(found -> maintenance(vault).delete(found.snapshot().id(), Instant.now()));
      backUp(vault, Map.of("kept", noise()));
      List<String> packs = store.keys("packs/");
      List<String> gone = new ArrayList<>();
      store.once(
          request -> {
            boolean deletion = request.startsWith("delete index/");
            if (deletion) {
              gone.add(request);
            }
            return deletion;
          },
          () -> {
            standStill(LONG);
            backUp(other, wanted);
          });
      assertThatThrownBy(() -> maintenance(vault).prune(Contents.TIME, Duration.ZERO))
          .isInstanceOf(VaultBusyException.class);
      assertThat(gone).hasSize(1);
      assertThat(store.keys("packs/")).containsAll(packs);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"got config not", "put config"})
  void whoStandsStillWhileItCreatesAVaultReplacesNoOther(String moment) {
    Map<String, byte[]> contents = Map.of("a", noise());
    List<Snapshot> made = new ArrayList<>();
    store.once(
        request -> request.equals(moment) && !store.keys("locks/create-").isEmpty(),
        () -> {
          standStill(Duration.ofMinutes(3));
          try (Vault other = open()) {
            backUp(other, contents);
            made.add(Contents.newest(other, Contents.TIME).orElseThrow().snapshot());
          }
        });
    assertThatThrownBy(this::open).isInstanceOf(VaultBusyException.class);
    try (Vault vault = open()) {
      assertThat(vault.snapshots().get(made.get(0).id()).snapshot()).isEqualTo(made.get(0));
    }
  }
}
