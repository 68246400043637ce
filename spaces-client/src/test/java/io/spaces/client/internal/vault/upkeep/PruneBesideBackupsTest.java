package io.spaces.client.internal.vault.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.vault.Contents;
import io.spaces.client.internal.vault.InterruptedStore;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups go on beside a pruning, but for its last step, and lose nothing by it. */
class PruneBesideBackupsTest {
  private static final Encryption KEY = Encryption.key("cd".repeat(32));

  @TempDir Path folder;

  private Vault open(MemoryStore store, String client) {
    return Vault.openOrCreate(store, KEY, folder.resolve(client + store.number()));
  }

  private VaultMaintenance maintenance(Vault vault) {
    return new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
  }

  /** A vault with a snapshot that was deleted, of which the others need a part. */
  private Map<String, Map<String, byte[]>> fill(InterruptedStore store, Random random)
      throws Exception {
    Map<String, Map<String, byte[]>> left = new HashMap<>();
    try (Vault vault = open(store, "pruner-")) {
      Map<String, byte[]> deleted = Contents.random(random, 12, 60_000);
      deleted.put("large", Contents.bytes(random, 3_000_000));
      String gone = Contents.backUp(vault, folder, deleted).id();
      Map<String, byte[]> kept = new TreeMap<>(deleted);
      kept.remove("large");
      kept.put("other", Contents.bytes(random, 1_000_000));
      left.put(Contents.backUp(vault, folder, kept).id(), kept);
      maintenance(vault).delete(gone, Instant.now());
      Map<String, byte[]> again = new TreeMap<>(deleted);
      again.put("new", Contents.bytes(random, 200_000));
      left.put("", again); // what the backup beside it is to back up
    }
    return left;
  }

  private void killABackup(InterruptedStore store, Map<String, byte[]> contents) throws Exception {
    // The lock and the pack: it is stored, but in no index.
    store.diesAfter(2);
    try (Vault vault = open(store, "other-")) {
      Contents.backUp(vault, folder, Map.of("unique", Objects.requireNonNull(contents.get("new"))));
    } catch (SpaceException | AssertionError e) {
      assertThat(store.keys("packs/")).hasSizeGreaterThan(2);
    }
    store.lives();
  }

  private int interleave(boolean killedBefore, long seed) throws Exception {
    int busy = 0;
    boolean happened = true;
    for (int change = 0; happened; change++) {
      Random random = new Random(seed);
      InterruptedStore store = new InterruptedStore();
      Map<String, Map<String, byte[]>> left = fill(store, random);
      Map<String, byte[]> contents = Objects.requireNonNull(left.remove(""));
      if (killedBefore) {
        killABackup(store, contents);
      }
      String[] outcome = {""};
      store.before(
          change,
          () -> {
            try (Vault vault = open(store, "other-")) {
              outcome[0] = Contents.backUp(vault, folder, contents).id();
            } catch (VaultBusyException e) {
              outcome[0] = "busy";
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
      try (Vault vault = open(store, "pruner-")) {
        maintenance(vault).prune(Instant.now(), Duration.ZERO);
      }
      happened = !outcome[0].isEmpty();
      if ("busy".equals(outcome[0])) {
        busy++;
      } else if (happened) {
        left.put(outcome[0], contents);
      }
      String context = "backup before change " + change + ", seed " + seed;
      try (Vault vault = open(store, "pruner-")) {
        for (Map.Entry<String, Map<String, byte[]>> one : left.entrySet()) {
          Contents.assertSame(
              Contents.restore(vault, folder, one.getKey()), one.getValue(), context);
        }
        assertThat(maintenance(vault).verify(true).problems()).as(context).isEmpty();
        Snapshot next = Contents.backUp(vault, folder, contents);
        Contents.assertSame(Contents.restore(vault, folder, next.id()), contents, context);
        maintenance(vault).prune(Instant.now(), Duration.ZERO);
        assertThat(maintenance(vault).prune(Instant.now(), Duration.ZERO).packsDeleted())
            .as(context)
            .isZero();
      }
    }
    return busy;
  }

  @Test
  void aBackupAtAnyStepOfAPruningLosesNothing() throws Exception {
    long seed = new Random().nextLong();
    assertThat(interleave(false, seed)).as("steps that keep backups out").isBetween(1, 8);
  }

  @Test
  void aBackupThatGoesOnFromAKilledOneAtAnyStepOfAPruningLosesNothing() throws Exception {
    long seed = new Random().nextLong();
    assertThat(interleave(true, seed)).as("steps that keep backups out").isBetween(1, 8);
  }
}
