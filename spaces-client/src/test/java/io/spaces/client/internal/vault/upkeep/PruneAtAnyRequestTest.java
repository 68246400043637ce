package io.spaces.client.internal.vault.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.vault.Contents;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.format.LockRecord;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.lock.VaultLocks;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.waiting.Cancellation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of others when a pruning is held, or its client dies, before any of its requests.
 */
class PruneAtAnyRequestTest {
  private static final Encryption KEY = Encryption.key("cd".repeat(32));
  private static final int SNAPSHOTS = 9;
  private static final int GONE = 4;
  private static final Duration GRACE = Duration.ofHours(1);

  @TempDir Path folder;

  private final Map<String, Map<String, byte[]>> needed = new HashMap<>();

  /** Does something before a certain request, once; or serves none from then on. */
  private static final class WatchedStore extends MemoryStore {
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private Runnable action = () -> {};
    private volatile boolean dead;

    void before(long request, Runnable what) {
      action = what;
      left.set(request);
    }

    void servesNoneFrom(long request) {
      before(request, () -> dead = true);
    }

    void servesAgain() {
      before(Long.MAX_VALUE, () -> {});
      dead = false;
    }

    private void request() {
      if (left.getAndDecrement() == 0) {
        action.run();
      }
      if (dead) {
        throw new SpaceConnectionException("The connection is cut", null);
      }
    }

    @Override
    public void put(String key, Payload content) {
      request();
      super.put(key, content);
    }

    @Override
    public <T> Optional<T> get(String key, ContentReader<T> reader) {
      request();
      return super.get(key, reader);
    }

    @Override
    public List<ListedObject> list(String within) {
      request();
      return super.list(within);
    }

    @Override
    public void delete(String key) {
      request();
      super.delete(key);
    }
  }

  private Vault open(MemoryStore store, String client) {
    return Vault.openOrCreate(store, KEY, folder.resolve(client + store.number()));
  }

  private VaultMaintenance maintenance(Vault vault) {
    return new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
  }

  /** A vault with snapshots whose grace time is over, one in the trash, and some besides. */
  private WatchedStore filled(Random random) throws Exception {
    WatchedStore store = new WatchedStore();
    needed.clear();
    List<String> ids = new ArrayList<>();
    try (Vault vault = open(store, "pruner-")) {
      Map<String, byte[]> contents = Contents.random(random, 6, 30_000);
      for (int i = 0; i < SNAPSHOTS; i++) {
        Map<String, byte[]> now = new TreeMap<>(contents);
        now.put("of its own", Contents.bytes(random, 150_000));
        now.put("of " + i, Contents.bytes(random, 40_000));
        contents.put("of " + i, now.get("of " + i));
        String id = Contents.backUp(vault, folder, now).id();
        ids.add(id);
        needed.put(id, now);
      }
      for (String id : ids.subList(0, GONE)) {
        maintenance(vault).delete(id, Instant.now());
        needed.remove(id);
      }
      store.clock.addAndGet(2 * GRACE.toMillis());
      maintenance(vault).delete(ids.get(GONE), Instant.now());
    }
    return store;
  }

  private void assertNothingNeededIsGone(MemoryStore store, String context) throws Exception {
    try (Vault vault = open(store, "pruner-")) {
      for (Map.Entry<String, Map<String, byte[]>> one : needed.entrySet()) {
        Contents.assertSame(Contents.restore(vault, folder, one.getKey()), one.getValue(), context);
      }
      assertThat(maintenance(vault).verify(true).problems()).as(context).isEmpty();
    }
  }

  private void assertTheNextPruningFinishes(MemoryStore store, String context) throws Exception {
    try (Vault vault = open(store, "pruner-")) {
      maintenance(vault).prune(Instant.now(), GRACE);
      assertThat(maintenance(vault).prune(Instant.now(), GRACE))
          .as(context)
          .matches(again -> again.packsDeleted() == 0 && again.removed().isEmpty());
    }
    assertNothingNeededIsGone(store, context);
  }

  private static List<String> locks(MemoryStore store) {
    return store.keys(ObjectNames.LOCKS).stream()
        .filter(key -> key.matches(ObjectNames.LOCKS + "[0-9a-f]{32}"))
        .toList();
  }

  private static boolean isToItself(Vault vault, MemoryStore store) {
    return locks(store).stream()
        .flatMap(key -> VaultLocks.read(vault.objects(), key).stream())
        .anyMatch(LockRecord::exclusive);
  }

  /** Lets the locks be those of a machine of which this one cannot know whether it is alive. */
  private static void moveLocksToAnotherMachine(Vault vault, MemoryStore store) {
    for (String key : locks(store)) {
      VaultLocks.read(vault.objects(), key)
          .ifPresent(
              lock ->
                  vault
                      .objects()
                      .put(
                          key,
                          new LockRecord(
                                  lock.exclusive(),
                                  lock.purpose(),
                                  lock.counter(),
                                  "e".repeat(32),
                                  lock.process(),
                                  lock.started(),
                                  lock.holder())
                              .write()));
    }
  }

  @Test
  void oneThatDiesLeavesAllThatIsNeededAndStopsNobodyButInItsLastStep(TestReporter reporter)
      throws Exception {
    long seed = new Random().nextLong();
    int alone = 0;
    int deaths = 0;
    boolean survived = false;
    for (int request = 0; !survived; request++) {
      String context = "died before request " + request + ", seed " + seed;
      WatchedStore store = filled(new Random(seed));
      try (Vault vault = open(store, "pruner-")) {
        store.servesNoneFrom(request);
        maintenance(vault).prune(Instant.now(), GRACE);
        survived = true;
      } catch (SpaceException e) {
        deaths++;
      }
      store.servesAgain();
      Map<String, byte[]> present = Map.of("after", Contents.bytes(new Random(seed), 50_000));
      try (Vault vault = open(store, "other-")) {
        moveLocksToAnotherMachine(vault, store);
        if (isToItself(vault, store)) {
          alone++;
          assertThatThrownBy(() -> Contents.backUp(vault, folder, present))
              .as(context)
              .isInstanceOf(VaultBusyException.class);
          store.clock.addAndGet(VaultLocks.EXPIRY.toMillis() + 1);
        }
        needed.put(Contents.backUp(vault, folder, present).id(), present);
        // Another pruning would have to wait for it, too.
        store.clock.addAndGet(VaultLocks.EXPIRY.toMillis() + 1);
      }
      assertNothingNeededIsGone(store, context);
      assertTheNextPruningFinishes(store, context);
    }
    reporter.publishEntry("requests", Integer.toString(deaths));
    reporter.publishEntry("of these with the vault to itself", Integer.toString(alone));
    assertThat(deaths).as("moments of death").isGreaterThanOrEqualTo(50);
    assertThat(alone).isBetween(1, deaths * 2 / 3);
  }

  @Test
  void oneThatIsHeldKeepsABackupWaitingOnlyWhileItHasTheVaultToItself(TestReporter reporter)
      throws Exception {
    long seed = new Random().nextLong();
    int alone = 0;
    int requests = 0;
    boolean happened = true;
    while (happened) {
      String context = "backup before request " + requests + ", seed " + seed;
      WatchedStore store = filled(new Random(seed));
      Map<String, byte[]> present = Map.of("beside", Contents.bytes(new Random(seed), 50_000));
      boolean[] done = new boolean[3];
      Runnable backup =
          () -> {
            done[0] = true;
            try (Vault vault = open(store, "other-")) {
              done[1] = isToItself(vault, store);
              needed.put(Contents.backUp(vault, folder, present).id(), present);
              done[2] = true;
            } catch (VaultBusyException e) {
              // told below
            } catch (Exception e) {
              throw new AssertionError(context, e);
            }
          };
      try (Vault vault = open(store, "pruner-")) {
        store.before(requests, backup);
        maintenance(vault).prune(Instant.now(), GRACE);
      }
      happened = done[0];
      if (happened) {
        requests++;
        alone += done[1] ? 1 : 0;
        assertThat(done[2]).as("whether it was made at once, %s", context).isEqualTo(!done[1]);
      }
      store.servesAgain();
      assertNothingNeededIsGone(store, context);
    }
    reporter.publishEntry("requests", Integer.toString(requests));
    reporter.publishEntry("of these with the vault to itself", Integer.toString(alone));
    assertThat(requests).isGreaterThanOrEqualTo(50);
    assertThat(alone).isBetween(1, requests * 2 / 3);
  }
}
