package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault that holds all blobs twice, since two machines backed the same up at the same time. */
class CopiesTest {
  private static final Encryption KEY = Encryption.key("12".repeat(32));

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();
  private final Map<String, byte[]> contents = Contents.random(new Random(41), 20, 60_000);
  private Snapshot one;
  private Snapshot two;

  @BeforeEach
  void backUpTwice() throws IOException {
    try (Vault vault = open();
        Vault other = open();
        VaultBackup first = new VaultBackup(vault, Contents.plan(folder), new Cancellation());
        VaultBackup second = new VaultBackup(other, Contents.plan(folder), new Cancellation())) {
      one = backUp(first);
      two = backUp(second);
    }
  }

  private Snapshot backUp(VaultBackup backup) throws IOException {
    try (VaultBackup.Worker worker = backup.worker()) {
      for (Map.Entry<String, byte[]> file : contents.entrySet()) {
        worker
            .read(new ByteArrayInputStream(file.getValue()))
            .keep(
                Contents.entry(file.getKey(), file.getValue().length),
                failure -> assertThat(failure).isNull());
      }
      backup.flush();
      return backup.commit(true);
    }
  }

  private Vault open() {
    return Vault.openOrCreate(store, KEY, null);
  }

  private VaultMaintenance maintenance(Vault vault) {
    return new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
  }

  private void assertAllIsThere(String context) throws IOException {
    try (Vault vault = open()) {
      Contents.assertSame(Contents.restore(vault, folder, one.id()), contents, context);
      Contents.assertSame(Contents.restore(vault, folder, two.id()), contents, context);
    }
  }

  private void replace(String key, byte[] bytes) {
    store.objects.put(key, new MemoryStore.Stored(bytes, 1));
  }

  @Test
  void whereOneIsDamagedOrNotServedTheOtherIsRead() throws IOException {
    List<String> packs = store.keys("packs/");
    assertThat(packs).hasSize(4);
    for (String pack : packs) {
      byte[] good = store.bytes(pack);
      byte[] damaged = good.clone();
      damaged[good.length / 2] ^= 1;
      replace(pack, damaged);
      assertAllIsThere(pack + " is damaged");

      replace(pack, good);
      store.afterList("packs/", () -> store.objects.remove(pack));
      assertAllIsThere(pack + " is listed and not there");
      replace(pack, good);
    }
  }

  @Test
  void aPruningLeavesNoDamagedOneAndDeletesTheOther() throws IOException {
    Map<String, MemoryStore.Stored> origin = Map.copyOf(store.objects);
    int stopped = 0;
    for (String pack : store.keys("packs/")) {
      byte[] damaged = store.bytes(pack).clone();
      damaged[damaged.length / 2] ^= 1;
      replace(pack, damaged);
      try (Vault vault = open()) {
        maintenance(vault).prune(Contents.TIME, Duration.ZERO);
      } catch (IntegrityException e) {
        stopped++;
        assertThat(e).hasMessageContaining(pack).hasMessageContaining("repair");
        assertThat(store.keys("packs/")).hasSize(4);
        try (Vault vault = open()) {
          maintenance(vault).repair(true);
          maintenance(vault).prune(Contents.TIME, Duration.ZERO);
        }
      }
      assertAllIsThere(pack + " was damaged");
      try (Vault vault = open()) {
        assertThat(maintenance(vault).verify(true).problems()).isEmpty();
        assertThat(maintenance(vault).prune(Contents.TIME, Duration.ZERO).packsDeleted()).isZero();
      }
      store.objects.clear();
      store.objects.putAll(origin);
    }
    assertThat(stopped).as("packs that were to stay").isEqualTo(2);
  }

  @Test
  void aPruningDeletesNoneBeforeTheCutInAPackWhereTheOtherIsDamaged() throws IOException {
    List<String> packs = store.keys("packs/");
    int stopped = 0;
    for (int cut = 0; cut < packs.size(); cut++) {
      for (int damage = 0; damage < packs.size(); damage++) {
        if (cut != damage) {
          Map<String, MemoryStore.Stored> origin = Map.copyOf(store.objects);
          byte[] bytes = store.bytes(packs.get(cut));
          replace(packs.get(cut), Arrays.copyOf(bytes, bytes.length - 1));
          byte[] damaged = store.bytes(packs.get(damage)).clone();
          damaged[40] ^= 1;
          replace(packs.get(damage), damaged);
          boolean readable = isAllReadable();
          try (Vault vault = open()) {
            maintenance(vault).prune(Contents.TIME, Duration.ZERO);
          } catch (IntegrityException e) {
            stopped++;
          }
          assertThat(isAllReadable()).isEqualTo(readable);
          store.objects.clear();
          store.objects.putAll(origin);
        }
      }
    }
    assertThat(stopped).isPositive();
  }

  private boolean isAllReadable() throws IOException {
    try (Vault vault = open()) {
      Contents.assertSame(Contents.restore(vault, folder, one.id()), contents, "restored");
      return true;
    } catch (IntegrityException e) {
      return false;
    }
  }

  @Test
  void whereBothAreDamagedTheFirstIsNamed() {
    List<String> packs = store.keys("packs/");
    packs.forEach(pack -> replace(pack, new byte[store.bytes(pack).length]));
    try (Vault vault = open()) {
      assertThatThrownBy(() -> Contents.restore(vault, folder, one.id()))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("packs/");
    }
  }
}
