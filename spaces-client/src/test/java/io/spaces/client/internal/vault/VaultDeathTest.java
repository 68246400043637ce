package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that is killed at any step harms nothing, and the next one goes on from there. */
class VaultDeathTest {
  private static final Encryption KEY = Encryption.key("cd".repeat(32));

  @TempDir Path folder;

  /** Each store has its own state: to one that knows another, a copy is one that was set back. */
  private Vault open(MemoryStore store) {
    return Vault.openOrCreate(store, KEY, folder.resolve("state-" + store.number()));
  }

  private Map<String, Map<String, byte[]>> history(MemoryStore store, Random random, int snapshots)
      throws Exception {
    Map<String, Map<String, byte[]>> history = new HashMap<>();
    Map<String, byte[]> contents = Contents.random(random, 30, 100_000);
    contents.put("large", Contents.bytes(random, 6_000_000));
    for (int i = 0; i < snapshots; i++) {
      contents = new TreeMap<>(contents);
      contents.remove(contents.keySet().iterator().next());
      contents.put("edit-" + i, Contents.bytes(random, 300_000));
      try (Vault vault = open(store)) {
        VaultBackup.Plan plan = Contents.plan(folder);
        history.put(Contents.backUp(vault, plan, contents).id(), contents);
      }
    }
    return history;
  }

  private void assertAllThere(
      MemoryStore store, Map<String, Map<String, byte[]>> history, String context)
      throws Exception {
    try (Vault vault = open(store)) {
      for (Map.Entry<String, Map<String, byte[]>> snapshot : history.entrySet()) {
        Contents.assertSame(
            Contents.restore(vault, folder, snapshot.getKey()), snapshot.getValue(), context);
      }
      assertThat(
              new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation())
                  .verify(true)
                  .problems())
          .as(context)
          .isEmpty();
    }
  }

  @Test
  void aBackupKilledAtAnyStepLeavesTheEarlierSnapshotsAndIsFinishedByTheNext() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    MemoryStore origin = new MemoryStore();
    Map<String, Map<String, byte[]>> history = history(origin, random, 2);
    Map<String, byte[]> next = Contents.random(random, 40, 50_000);
    boolean survived = false;
    for (int changes = 0; !survived; changes++) {
      String context = "killed after " + changes + " changes, seed " + seed;
      MemoryStore store = origin.copy().diesAfter(changes);
      try (Vault vault = open(store)) {
        Contents.backUp(vault, folder, next);
        survived = true;
      } catch (SpaceException | AssertionError e) {
        assertThat(changes).isLessThan(50);
      }
      store.lives();
      assertAllThere(store, history, context);
      try (Vault vault = open(store)) {
        List<SnapshotRecord> all = vault.snapshots().list();
        assertThat(all).as(context).hasSizeBetween(2, 3);
        Snapshot again = Contents.backUp(vault, folder, next);
        Contents.assertSame(Contents.restore(vault, folder, again.id()), next, context);
      }
      assertAllThere(store, history, context);
    }
  }

  @Test
  void aPruningKilledAtAnyStepLosesNothingThatASnapshotNeeds() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    MemoryStore origin = new MemoryStore();
    Map<String, Map<String, byte[]>> history = history(origin, random, 6);
    String gone = history.keySet().stream().sorted().findFirst().orElseThrow();
    boolean survived = false;
    int deaths = 0;
    for (int changes = 0; !survived; changes++) {
      String context = "killed after " + changes + " changes, seed " + seed;
      MemoryStore store = origin.copy();
      Map<String, Map<String, byte[]>> left = new HashMap<>(history);
      left.remove(gone);
      try (Vault vault = open(store)) {
        VaultMaintenance maintenance =
            new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
        maintenance.delete(gone, Instant.now());
        store.diesAfter(changes);
        maintenance.prune(Instant.now(), Duration.ZERO);
        survived = true;
      } catch (SpaceException e) {
        deaths++;
        assertThat(deaths).as(e.toString()).isLessThan(200);
      }
      store.lives();
      assertAllThere(store, left, context);
      try (Vault vault = open(store)) {
        VaultMaintenance maintenance =
            new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
        maintenance.prune(Instant.now(), Duration.ZERO);
        assertThat(maintenance.prune(Instant.now(), Duration.ZERO).packsDeleted())
            .as(context)
            .isZero();
        Contents.backUp(vault, folder, Map.of("after", new byte[1000]));
      }
      assertAllThere(store, left, context);
    }
    assertThat(deaths).as("steps at which the client was killed").isGreaterThan(5);
  }

  @Test
  void aKilledBackupsPacksAreNotSentAgain() throws Exception {
    Random random = new Random(11);
    Map<String, byte[]> contents = new TreeMap<>();
    for (int i = 0; i < 12; i++) {
      byte[] bytes = new byte[5_000_000];
      random.nextBytes(bytes);
      contents.put("file-" + i, bytes);
    }
    MemoryStore store = new MemoryStore();
    open(store).close();
    // The lock and two packs.
    store.diesAfter(3);
    try (Vault vault = open(store)) {
      Contents.backUp(vault, folder, contents);
    } catch (SpaceException | AssertionError e) {
      assertThat(store.keys("packs/")).hasSize(2);
    }
    store.lives();
    long kept = store.keys("packs/").stream().mapToLong(key -> store.bytes(key).length).sum();
    assertThat(kept).isGreaterThan(16 << 20);
    long before = store.putBytes.get();
    try (Vault vault = open(store)) {
      Contents.backUp(vault, folder, contents);
      Contents.assertSame(Contents.restore(vault, folder, null), contents, "rerun");
    }
    assertThat(store.putBytes.get() - before).as("with padding").isLessThan(63_000_000 - kept);
  }
}
