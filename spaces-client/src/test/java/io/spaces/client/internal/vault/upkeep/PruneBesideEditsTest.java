package io.spaces.client.internal.vault.upkeep;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.vault.Contents;
import io.spaces.client.internal.vault.InterruptedStore;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultBackup;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever edits, deletes or undeletes beside a pruning gets what was asked for, or is told. */
class PruneBesideEditsTest {
  private static final Encryption KEY = Encryption.key("cd".repeat(32));
  private static final Instant NOW = Contents.TIME.plus(Duration.ofDays(10));

  @TempDir Path folder;

  /** What another machine does meanwhile. */
  enum Deed {
    UNDELETE,
    PIN,
    LET_EXPIRE_LATER,
    ASSIGN,
    RENAME,
    DELETE,
    APPLY_A_RULE
  }

  /** A vault with a snapshot in the trash, one that has expired, and two others. */
  private final class World {
    final InterruptedStore store = new InterruptedStore();
    final Map<String, Map<String, byte[]>> contents = new HashMap<>();
    final String trashed;
    final String expired;
    final String older;
    final String newer;

    World(long seed) throws Exception {
      Random random = new Random(seed);
      try (Vault vault = open("pruner-")) {
        trashed = backUp(vault, random, 0, null);
        expired = backUp(vault, random, 1, NOW.minusSeconds(1));
        older = backUp(vault, random, 2, null);
        newer = backUp(vault, random, 3, null);
        maintenance(vault).delete(trashed, NOW);
      }
    }

    Vault open(String client) {
      return Vault.openOrCreate(store, KEY, folder.resolve(client + store.number()));
    }

    private String backUp(Vault vault, Random random, int day, @Nullable Instant expiry)
        throws Exception {
      Map<String, byte[]> files = new TreeMap<>(Contents.random(new Random(1), 4, 10_000));
      files.put("own", Contents.bytes(random, 60_000));
      VaultBackup.Plan plan =
          new VaultBackup.Plan(
              Contents.TIME.plus(Duration.ofDays(day)),
              "s",
              "",
              expiry,
              null,
              null,
              Compression.deflate(6),
              3,
              folder,
              Duration.ZERO);
      String id = Contents.backUp(vault, plan, files).id();
      contents.put(id, files);
      return id;
    }
  }

  private VaultMaintenance maintenance(Vault vault) {
    return new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
  }

  private static void carryOut(Deed deed, World world, VaultMaintenance other) {
    switch (deed) {
      case UNDELETE -> other.undelete(world.trashed);
      case PIN -> other.pin(world.expired, true);
      case LET_EXPIRE_LATER -> other.expire(world.expired, NOW.plusSeconds(60));
      case ASSIGN -> other.assign("t", List.of(world.older));
      case RENAME -> other.renameSet("s", "t");
      case DELETE -> other.delete(world.older, NOW);
      case APPLY_A_RULE -> other.apply(Retention.files(1), "s", NOW, damaged -> {});
      default -> throw new AssertionError(deed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeedAtAnyStepOfAPruningIsDoneOrRefusedAndLosesNothing(Deed deed) throws Exception {
    long seed = new Random().nextLong();
    int done = 0;
    boolean happened = true;
    for (int change = 0; happened; change++) {
      String context = deed + " before change " + change + ", seed " + seed;
      World world = new World(seed);
      String[] outcome = {""};
      world.store.before(
          change,
          () -> {
            try (Vault vault = world.open("other-")) {
              carryOut(deed, world, maintenance(vault));
              outcome[0] = "done";
            } catch (VaultBusyException | SnapshotNotFoundException e) {
              outcome[0] = "refused";
            }
          });
      try (Vault vault = world.open("pruner-")) {
        maintenance(vault).prune(NOW, Duration.ZERO);
      }
      happened = !outcome[0].isEmpty();
      if (outcome[0].equals("done")) {
        done++;
      }
      check(deed, outcome[0].equals("done"), world, context);
    }
    assertThat(done).as("how often it was let in, seed " + seed).isGreaterThan(1);
  }

  private void check(Deed deed, boolean done, World world, String context) throws Exception {
    try (Vault vault = world.open("pruner-")) {
      Map<String, Snapshot> there =
          vault.snapshots().withTrash().stream()
              .map(SnapshotRecord::snapshot)
              .collect(toMap(Snapshot::id, snapshot -> snapshot));
      for (String id : there.keySet()) {
        Map<String, byte[]> files = Contents.restore(vault, folder, id);
        Contents.assertSame(files, requireNonNull(world.contents.get(id)), context);
      }
      assertThat(maintenance(vault).verify(true).problems()).as(context).isEmpty();
      assertThat(there).as(context).containsKey(world.newer);
      boolean olderMayGo = done && (deed == Deed.DELETE || deed == Deed.APPLY_A_RULE);
      assertThat(there.containsKey(world.older) || olderMayGo).as(context).isTrue();
      if (done) {
        requireDone(deed, world, there, context);
      }
      maintenance(vault).prune(NOW, Duration.ZERO);
      assertThat(maintenance(vault).verify(true).problems()).as(context).isEmpty();
    }
  }

  private static void requireDone(
      Deed deed, World world, Map<String, Snapshot> there, String context) {
    switch (deed) {
      case UNDELETE -> assertThat(live(there, world.trashed)).as(context).isTrue();
      case PIN, LET_EXPIRE_LATER -> assertThat(live(there, world.expired)).as(context).isTrue();
      case ASSIGN ->
          assertThat(requireNonNull(there.get(world.older)).set()).as(context).isEqualTo("t");
      case RENAME ->
          assertThat(there.values()).as(context).extracting(Snapshot::set).containsOnly("t");
      default -> assertThat(live(there, world.older)).as(context).isFalse();
    }
  }

  private static boolean live(Map<String, Snapshot> there, String id) {
    Snapshot found = there.get(id);
    return found != null && found.deletedAt() == null;
  }
}
