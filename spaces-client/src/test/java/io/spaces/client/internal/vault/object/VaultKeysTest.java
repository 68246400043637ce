package io.spaces.client.internal.vault.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.CancelledException;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.internal.content.chunk.Chunker;
import io.spaces.client.internal.vault.Contents;
import io.spaces.client.internal.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultKeysTest {
  private static final String HEX = "00112233445566778899aabbccddeeff".repeat(2);
  private static final String IV = "0102030405060708090a0b0c";

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();

  private void assertWrong(Encryption encryption, String words) {
    long before = store.putBytes.get();
    assertThatThrownBy(() -> Vault.openOrCreate(store, encryption, null))
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining(words);
    assertThat(store.putBytes.get()).as("nothing is transferred").isEqualTo(before);
  }

  @Test
  void tellsAWrongKeyAtOnce() {
    Vault.openOrCreate(store, Encryption.key(HEX), null).close();
    assertWrong(Encryption.key("11".repeat(32)), "This is not the key");
    assertWrong(Encryption.key(HEX).iv(IV), "needs the key, but a key and iv");
    assertWrong(Encryption.passphrase("secret".toCharArray()), "needs the key");
    assertThatThrownBy(() -> Vault.open(store, null, null))
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("is encrypted");
  }

  @Test
  void tellsAWrongPassphraseAtOnce() {
    Encryption right = Encryption.passphrase("correct horse".toCharArray()).iv(IV);
    Vault.openOrCreate(store, right, null).close();
    assertWrong(
        Encryption.passphrase("battery staple".toCharArray()).iv(IV), "This is not the passphrase");
    assertWrong(
        Encryption.passphrase("correct horse".toCharArray()).iv("ff".repeat(12)),
        "This is not the passphrase and iv");
    try (Vault vault = Vault.openOrCreate(store, right, null)) {
      assertThat(vault.isEncrypted()).isTrue();
    }
  }

  /** By a key of zeros, contents are cut elsewhere. */
  @Test
  void closingAVaultWipesWhatSaysWhereContentsAreCut() {
    byte[] content = new byte[8 << 20];
    new Random(3).nextBytes(content);
    Vault vault = Vault.openOrCreate(store, Encryption.key(HEX), null);
    Chunker open = vault.keys().chunker(Vault.CHUNKS);
    int cut = open.scan(content, content.length);
    assertThat(vault.keys().chunker(Vault.CHUNKS).scan(content, content.length)).isEqualTo(cut);

    vault.close();

    assertThat(open.scan(content, content.length)).isNotEqualTo(cut);
  }

  @Test
  void refusesAKeyForAVaultWithoutEncryption() {
    Vault.openOrCreate(store, null, null).close();
    assertWrong(Encryption.key(HEX), "is not encrypted, but a key was given");
  }

  @Test
  void aChangedKeyOpensTheVaultAndTheOldOneNoMore() throws Exception {
    Map<String, byte[]> contents = Contents.random(new Random(1), 5, 1000);
    Encryption next = Encryption.passphrase("the next passphrase".toCharArray());
    try (Vault vault = Vault.openOrCreate(store, Encryption.key(HEX), null)) {
      Contents.backUp(vault, folder, contents);
      change(vault, next);
    }
    assertWrong(Encryption.key(HEX), "needs the passphrase");
    try (Vault vault = Vault.openOrCreate(store, next, null)) {
      Contents.assertSame(Contents.restore(vault, folder, null), contents, "new key");
    }
  }

  @Test
  void cannotBeUsedOnceItIsClosed() throws Exception {
    Vault vault = Vault.openOrCreate(store, Encryption.key(HEX), null);
    Contents.backUp(vault, folder, Map.of("a", new byte[10]));
    vault.close();
    assertThatThrownBy(() -> Contents.restore(vault, folder, null))
        .isInstanceOf(CancelledException.class);
  }

  @Test
  void readsNoConfigurationThatWouldExhaustTheSecretOrTheMemory() {
    Encryption passphrase = Encryption.passphrase("correct horse".toCharArray());
    Vault.openOrCreate(store, passphrase, null).close();
    String config = new String(store.bytes("config"), StandardCharsets.UTF_8);
    for (String change :
        new String[] {
          "\"n\":2,\"r\":8,\"p\":1",
          "\"n\":1073741824,\"r\":8,\"p\":1",
          "\"n\":131071,\"r\":8,\"p\":1",
          "\"n\":131072,\"r\":7,\"p\":1",
          "\"n\":131072,\"r\":64,\"p\":1",
          "\"n\":131072,\"r\":8,\"p\":5",
          "\"n\":131072,\"r\":8,\"p\":0"
        }) {
      byte[] crafted =
          config.replace("\"n\":131072,\"r\":8,\"p\":1", change).getBytes(StandardCharsets.UTF_8);
      store.objects.put("config", new MemoryStore.Stored(crafted, 1));
      assertThatThrownBy(() -> Vault.open(store, passphrase, null))
          .as(change)
          .hasMessageContaining("scrypt");
    }
  }

  @Test
  void readsNoConfigurationThatWouldCutContentsToDust() {
    Vault.openOrCreate(store, null, null).close();
    String config = new String(store.bytes("config"), StandardCharsets.UTF_8);
    for (String change : new String[] {"64", "4095"}) {
      byte[] crafted = config.replace("131072", change).getBytes(StandardCharsets.UTF_8);
      store.objects.put("config", new MemoryStore.Stored(crafted, 1));
      assertThatThrownBy(() -> Vault.open(store, null, null))
          .as(change)
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("too small");
    }
    byte[] allowed = config.replace("131072", "4096").getBytes(StandardCharsets.UTF_8);
    store.objects.put("config", new MemoryStore.Stored(allowed, 1));
    Vault.open(store, null, null).orElseThrow().close();
  }

  @Test
  void aCostThatTheSpaceHasChangedDoesNotOpenTheVault() {
    Encryption passphrase = Encryption.passphrase("correct horse".toCharArray());
    Vault.openOrCreate(store, passphrase, null).close();
    String config = new String(store.bytes("config"), StandardCharsets.UTF_8);
    String cheaper = config.replace("\"n\":131072", "\"n\":16384");
    assertThat(cheaper).isNotEqualTo(config);
    store.objects.put(
        "config", new MemoryStore.Stored(cheaper.getBytes(StandardCharsets.UTF_8), 1));
    assertWrong(passphrase, "This is not the passphrase");
  }

  @Test
  void stretchesANewPassphraseAsMuchAsOwaspAsksForUnlessSaidOtherwise() {
    Encryption passphrase = Encryption.passphrase("correct horse".toCharArray());
    Vault.openOrCreate(store, passphrase, null).close();
    assertThat(config(store)).contains("\"n\":131072,\"r\":8,\"p\":1");
    MemoryStore other = new MemoryStore();
    Vault.openOrCreate(other, passphrase.scrypt(1 << 15, 8, 2), null).close();
    assertThat(config(other)).contains("\"n\":32768,\"r\":8,\"p\":2");
    Vault.open(other, passphrase, null).orElseThrow().close();
  }

  @Test
  void aChangeOfKeyNeverLowersWhatAGuessCosts() {
    Encryption passphrase = Encryption.passphrase("correct horse".toCharArray());
    try (Vault vault = Vault.openOrCreate(store, passphrase.scrypt("131072,8,2"), null)) {
      Encryption next = Encryption.passphrase("battery staple".toCharArray());
      change(vault, next);
      assertThat(config(store)).contains("\"n\":131072,\"r\":8,\"p\":2");
      change(vault, next.scrypt("16384"));
      assertThat(config(store)).contains("\"n\":131072,\"r\":8,\"p\":2");
      change(vault, next.scrypt("131072,8,3"));
      assertThat(config(store)).contains("\"n\":131072,\"r\":8,\"p\":3");
    }
  }

  @Test
  void refusesACostOutOfRangeWhereItIsGiven() {
    Encryption passphrase = Encryption.passphrase("correct horse".toCharArray());
    for (String cost : new String[] {"", "8192", "131073", "4194304", "131072,8", "131072,8,5"}) {
      assertThatThrownBy(() -> passphrase.scrypt(cost))
          .as(cost)
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageStartingWith("scrypt is ");
    }
  }

  @Test
  void refusesAShortPassphraseForANewVaultUnlessItIsAllowed() {
    Encryption eleven = Encryption.passphrase("elevenchars".toCharArray());
    assertThatThrownBy(() -> Vault.openOrCreate(store, eleven, null))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("passphrase has 11 characters; expected at least 12")
        .hasMessageNotContaining("elevenchars");
    assertThat(store.keys("")).isEmpty();
    Vault.openOrCreate(store, eleven.allowShort(), null).close();
    // One that is there is opened, to write to it too, whoever does it.
    try (Vault vault = Vault.openOrCreate(store, eleven, null)) {
      assertThatThrownBy(() -> change(vault, Encryption.passphrase("short".toCharArray())))
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageContaining("has 5 characters");
      change(vault, Encryption.passphrase("short".toCharArray()).allowShort());
    }
  }

  @Test
  void countsCharactersAndNotBytesOfAPassphrase() {
    assertThatThrownBy(
            () ->
                Vault.openOrCreate(store, Encryption.passphrase("ääääääääääé".toCharArray()), null))
        .hasMessageContaining("has 11 characters");
    Vault.openOrCreate(store, Encryption.passphrase("ääääääääääéé".toCharArray()), null).close();
  }

  private static void change(Vault vault, Encryption next) {
    vault.slots(Duration.ZERO).change(next, Instant.EPOCH);
  }

  private static String config(MemoryStore store) {
    return new String(store.bytes("config"), StandardCharsets.UTF_8);
  }

  @Test
  void refusesAConfigurationWithAnythingBehindIt() {
    Vault.openOrCreate(store, Encryption.key(HEX), null).close();
    byte[] config = store.bytes("config");
    for (String tail : new String[] {"{}", "x", "\0", " ".repeat(1 << 16)}) {
      byte[] longer = Arrays.copyOf(config, config.length + tail.length());
      System.arraycopy(
          tail.getBytes(StandardCharsets.UTF_8), 0, longer, config.length, tail.length());
      store.objects.put("config", new MemoryStore.Stored(longer, 1));
      assertThatThrownBy(() -> Vault.open(store, Encryption.key(HEX), null))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("config");
    }
  }

  @Test
  void showsNoSecret() {
    Encryption key = Encryption.key(HEX).iv(IV);
    assertThat(key.toString()).isEqualTo("Encryption[aes-256-gcm, key and iv]");
    assertThat(Encryption.passphrase("hidden".toCharArray()).toString()).doesNotContain("hidden");
  }

  @Test
  void refusesWhatIsNoKey() {
    for (String bad : new String[] {"", "zz", "00", HEX + "00", HEX.substring(1)}) {
      assertThatThrownBy(() -> Encryption.key(bad))
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageStartingWith("key ");
    }
    assertThatThrownBy(() -> Encryption.key(HEX).iv("00"))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("iv ");
    assertThatThrownBy(() -> Encryption.passphrase(new char[0]))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void aDestroyedKeyOpensNothing() {
    Encryption key = Encryption.key(HEX);
    key.destroy();
    assertThat(key.isDestroyed()).isTrue();
    assertThatThrownBy(() -> Vault.openOrCreate(store, key, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("destroyed");
  }

  @Test
  void theSpaceSeesNoNameAndNoContent() throws Exception {
    Map<String, byte[]> contents =
        Map.of(
            "a-telling-name.txt", "a telling line of content".getBytes(StandardCharsets.UTF_8),
            "folder/another-name",
                "one more telling line".repeat(500).getBytes(StandardCharsets.UTF_8));
    try (Vault vault = Vault.openOrCreate(store, Encryption.key(HEX), folder.resolve("state"))) {
      Contents.backUp(vault, folder, contents);
    }
    store.objects.forEach(
        (key, stored) -> {
          String seen = key + new String(stored.bytes(), StandardCharsets.ISO_8859_1);
          assertThat(seen).as(key).doesNotContain("telling").doesNotContain("another-name");
        });
  }
}
