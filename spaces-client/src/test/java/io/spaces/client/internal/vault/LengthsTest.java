package io.spaces.client.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Encryption;
import io.spaces.client.internal.vault.format.Keys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the lengths of an encrypted vault's objects tell of what is in them. */
class LengthsTest {
  private static final Encryption KEY = Encryption.key("5a".repeat(32));

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();

  private static String config(MemoryStore store) {
    return new String(Objects.requireNonNull(store.objects.get(Keys.CONFIG)).bytes(), UTF_8);
  }

  @Test
  void aNewVaultIsCutByAKeyAndOneOfBeforeAsEver() throws Exception {
    Map<String, byte[]> contents = Map.of("a", Contents.bytes(new Random(4), 6 << 20));
    FormerVault.create(store, KEY, Vault.CHUNKS);
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Contents.backUp(vault, folder, contents);
      vault.slots(Duration.ZERO).add("laptop", Encryption.key("0b".repeat(32)), Contents.TIME);
    }
    assertThat(config(store)).contains("\"format\":2").doesNotContain("cutter");
    long sent = store.putBytes.get();
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Contents.backUp(vault, folder, contents);
    }
    assertThat(store.putBytes.get() - sent).as("nothing is cut anew").isLessThan(10_000);

    MemoryStore fresh = new MemoryStore();
    Vault.openOrCreate(fresh, KEY, null).close();
    assertThat(config(fresh)).contains("\"cutter\":\"keyed\"");
    MemoryStore plain = new MemoryStore();
    Vault.openOrCreate(plain, null, null).close();
    assertThat(config(plain)).doesNotContain("cutter");
  }
}
