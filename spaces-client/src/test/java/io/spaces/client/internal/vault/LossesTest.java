package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The laws of losses: neither a repair nor a pruning makes a file unreadable that could be read
 * before, and a backup after a repair is whole, whatever its machine remembers.
 */
class LossesTest {
  private static Set<String> keysButLocks(LossyVault vault) {
    Set<String> keys = new HashSet<>(vault.store.keys(""));
    keys.removeIf(key -> key.startsWith("locks/"));
    return keys;
  }

  private static final int CASES = 12;

  @TempDir Path folder;

  @Test
  void whatCouldBeReadStaysReadableAndTheNextBackupIsWhole() throws IOException {
    long seed = new Random().nextLong();
    for (int i = 0; i < CASES; i++) {
      String context = "seed " + seed + " + " + i;
      Path state = folder.resolve("case-" + i);
      LossyVault vault = new LossyVault(new Random(seed + i), state, context);
      vault.live();
      vault.damage();
      Map<String, Set<String>> readable = vault.readable(LossyVault.STRANGER);
      assertReadableIfSound(vault);
      pruneOrStop(vault);
      assertStillReadable(vault, readable);
      while (vault.random.nextInt(3) == 0) {
        vault.killed(10, () -> repair(vault, vault.random.nextBoolean()));
        assertStillReadable(vault, readable);
      }
      repair(vault, true);
      assertStillReadable(vault, readable);
      Set<String> repaired = keysButLocks(vault);
      repair(vault, true);
      assertThat(keysButLocks(vault)).as(vault.context()).isEqualTo(repaired);
      readable = vault.readable(LossyVault.STRANGER);

      Snapshot last = vault.backUp(vault.random.nextInt(2));

      assertWhole(vault, last);
      assertStillReadable(vault, readable);
      deleteIncomplete(vault);
      readable.keySet().retainAll(vault.history.keySet());
      prune(vault);
      assertWhole(vault, last);
      assertStillReadable(vault, readable);
      assertNothingIsWrong(vault);
    }
  }

  private static Vault openAny(LossyVault vault) {
    int machine = vault.random.nextInt(LossyVault.MACHINES);
    vault.log.add("by " + machine);
    return vault.open(machine);
  }

  private static void repair(LossyVault vault, boolean readData) {
    try (Vault any = openAny(vault)) {
      vault.log.add("repair " + vault.maintenance(any).repair(readData).problems());
    }
  }

  private static void prune(LossyVault vault) {
    try (Vault any = openAny(vault)) {
      any.snapshots().acceptRollback();
      vault.log.add("prune " + vault.maintenance(any).prune(vault.now, Duration.ZERO));
    }
  }

  private static void pruneOrStop(LossyVault vault) {
    List<String> before = vault.store.keys("");
    try (Vault any = openAny(vault)) {
      vault.log.add("prune " + vault.maintenance(any).prune(vault.now, Duration.ZERO));
    } catch (IntegrityException e) {
      vault.log.add("stopped");
      assertThat(vault.store.keys("")).as(vault.context()).containsAll(before);
    }
  }

  /** What lacks a file that cannot be sent again, and what cannot be read at all. */
  private static void deleteIncomplete(LossyVault vault) {
    Map<String, Set<String>> readable = vault.readable(LossyVault.STRANGER);
    vault
        .history
        .entrySet()
        .removeIf(all -> !all.getValue().keySet().equals(readable.get(all.getKey())));
    try (Vault any = openAny(vault)) {
      any.snapshots().acceptRollback();
      for (String key : vault.store.keys("snapshots/")) {
        String id = key.substring(key.indexOf('-') + 1, key.indexOf('.'));
        if (!vault.history.containsKey(id)) {
          vault.maintenance(any).delete(id, Instant.now());
        }
      }
    }
  }

  private static void assertStillReadable(LossyVault vault, Map<String, Set<String>> before) {
    for (int machine = 0; machine < LossyVault.MACHINES; machine++) {
      Map<String, Set<String>> after = vault.readable(machine);
      before.forEach(
          (id, files) ->
              assertThat(Objects.requireNonNull(after.get(id)))
                  .as("%s: snapshot %s", vault.context(), id)
                  .containsAll(files));
    }
  }

  private static void assertWhole(LossyVault vault, Snapshot snapshot) {
    for (int machine = 0; machine < LossyVault.MACHINES; machine++) {
      assertThat(vault.readable(machine).get(snapshot.id()))
          .as("%s: the last snapshot", vault.context())
          .isEqualTo(vault.source.keySet());
    }
    try (Vault stranger = vault.open(LossyVault.STRANGER)) {
      assertThat(vault.maintenance(stranger).verify(true).problems())
          .as(vault.context())
          .noneMatch(text -> text.contains(snapshot.id()) || text.startsWith("packs/"));
    }
  }

  private static void assertReadableIfSound(LossyVault vault) {
    for (int machine = 0; machine < LossyVault.MACHINES; machine++) {
      try (Vault any = vault.open(machine)) {
        if (vault.maintenance(any).verify(true).problems().isEmpty()) {
          Map<String, Set<String>> readable = vault.readable(machine);
          any.snapshots()
              .list()
              .forEach(
                  one -> {
                    String id = one.snapshot().id();
                    Map<String, byte[]> files = vault.history.get(id);
                    assertThat(files == null ? null : files.keySet())
                        .as("%s: snapshot %s, of which nothing is wrong", vault.context(), id)
                        .isEqualTo(readable.get(id));
                  });
        }
      }
    }
  }

  private static void assertNothingIsWrong(LossyVault vault) {
    try (Vault stranger = vault.open(LossyVault.STRANGER)) {
      assertThat(vault.maintenance(stranger).verify(true).problems()).as(vault.context()).isEmpty();
      assertThat(vault.maintenance(stranger).repair(true).problems()).as(vault.context()).isEmpty();
    }
  }
}
