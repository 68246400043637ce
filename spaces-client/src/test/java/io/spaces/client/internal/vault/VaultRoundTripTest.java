package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.Snapshot;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultRoundTripTest {
  @TempDir Path folder;

  private static @Nullable Encryption encryption(boolean encrypted) {
    return encrypted ? Encryption.key("ab".repeat(32)) : null;
  }

  @ParameterizedTest
  @CsvSource({
    "false, NONE, 0",
    "false, DEFLATE, 6",
    "true, NONE, 0",
    "true, DEFLATE, 1",
    "true, ZSTD, 3",
  })
  void givesBackExactlyWhatWasBackedUp(boolean encrypted, Compression.Method method, int level)
      throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<String, byte[]> contents = Contents.random(random, 200, 20_000);
    for (int size : new int[] {0, 1, 65535, 65536, 65537, 131072, 131073, 2097152, 9_000_000}) {
      contents.put("sizes/" + size, Contents.bytes(random, size));
    }
    VaultBackup.Plan plan =
        new VaultBackup.Plan(
            Contents.TIME,
            "a description",
            null,
            null,
            null,
            new Compression(method, level),
            3,
            folder,
            Duration.ZERO);
    MemoryStore store = new MemoryStore();
    Snapshot first;
    try (Vault vault = Vault.openOrCreate(store, encryption(encrypted), folder.resolve("one"))) {
      first = Contents.backUp(vault, plan, contents);
      assertThat(first.files()).isEqualTo(contents.size());
    }
    Map<String, byte[]> edited = new TreeMap<>(contents);
    edited.remove("sizes/1");
    edited.put("new", Contents.bytes(random, 100_000));
    try (Vault vault = Vault.openOrCreate(store, encryption(encrypted), folder.resolve("two"))) {
      Snapshot second = Contents.backUp(vault, plan, edited);
      assertThat(second.parent()).isEqualTo(first.id());
      String context = "seed " + seed;
      Contents.assertSame(Contents.restore(vault, folder, first.id()), contents, context);
      Contents.assertSame(Contents.restore(vault, folder, second.id()), edited, context);
    }
  }

  /** Whoever may write to a vault without encryption can seal what he likes. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBlobIsWhatItsNameSaysWhateverItsPackIsSealedWith(boolean encrypted) throws Exception {
    byte[] noise = Contents.bytes(new Random(5), 1000);
    MemoryStore store = new MemoryStore();
    try (Vault vault = Vault.openOrCreate(store, encryption(encrypted), folder)) {
      Snapshot snapshot = Contents.backUp(vault, folder, Map.of("a", noise));
      int replaced = 0;
      for (String key : store.keys("packs/")) {
        byte[] pack = vault.objects().get(key, InputStream::readAllBytes).orElseThrow();
        int at = indexOf(pack, noise);
        if (at >= 0) {
          pack[at + 500] ^= 1;
          vault.objects().put(key, pack);
          replaced++;
        }
      }

      assertThat(replaced).isEqualTo(1);
      assertThatThrownBy(() -> Contents.restore(vault, folder, snapshot.id()))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("does not hold what its index says");
      VaultMaintenance maintenance =
          new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
      assertThat(maintenance.verify(true).problems()).isNotEmpty();
    }
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int at = 0; at + part.length <= all.length; at++) {
      if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    return -1;
  }
}
