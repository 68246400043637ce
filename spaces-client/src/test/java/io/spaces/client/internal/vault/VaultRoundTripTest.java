package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.snapshot.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
