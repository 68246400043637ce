package io.spaces.client.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.RecoveryKey;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.vault.format.FormatException;
import io.spaces.client.internal.vault.format.VaultConfig;
import io.spaces.client.internal.vault.lock.VaultLock;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.snapshot.KeySlot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several keys open a vault, and only those. */
class VaultSlotsTest {
  private static final Encryption A = Encryption.key("0a".repeat(32));
  private static final Encryption B = Encryption.key("0b".repeat(32));
  private static final Encryption C =
      Encryption.key("0c".repeat(32)).iv("0102030405060708090a0b0c");
  private static final Encryption PASSPHRASE =
      Encryption.passphrase("correct horse".toCharArray()).scrypt("16384");
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00.5Z");

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();

  private static VaultSlots slots(Vault vault) {
    return vault.slots(Duration.ZERO);
  }

  private static Vault open(MemoryStore store, Encryption encryption) {
    return Vault.open(store, encryption, null).orElseThrow();
  }

  private static boolean opens(MemoryStore store, Encryption encryption) {
    try (Vault vault = open(store, encryption)) {
      return vault.isEncrypted();
    } catch (WrongKeyException e) {
      return false;
    }
  }

  private static String config(MemoryStore store) {
    return new String(store.bytes("config"), UTF_8);
  }

  private static void setConfig(MemoryStore store, String config) {
    store.objects.put("config", new MemoryStore.Stored(config.getBytes(UTF_8), 1));
  }

  /** A vault with the keys A, B, C and a passphrase, opened with A. */
  private void fill() {
    try (Vault vault = Vault.openOrCreate(store, A, null)) {
      slots(vault).add("laptop", B, NOW);
      slots(vault).add("server", C, NOW.plusSeconds(1));
      slots(vault).add("in my head", PASSPHRASE, NOW.plusSeconds(2));
    }
  }

  @Test
  void aVaultOpensWithEachOfItsKeysAndNoLongerWithOneThatWasRemoved() throws Exception {
    Map<String, byte[]> contents = Contents.random(new Random(1), 5, 1000);
    try (Vault vault = Vault.openOrCreate(store, A, null)) {
      Contents.backUp(vault, folder, contents);
    }
    fill();
    for (Encryption each : List.of(A, B, C, PASSPHRASE)) {
      try (Vault vault = open(store, each)) {
        Contents.assertSame(Contents.restore(vault, folder, null), contents, each.toString());
      }
    }
    try (Vault vault = open(store, B)) {
      slots(vault).remove("first");
      assertThat(slots(vault).list())
          .extracting(KeySlot::label, KeySlot::kind, KeySlot::current, KeySlot::scrypt)
          .containsExactly(
              tuple("laptop", KeySlot.Kind.KEY, true, null),
              tuple("server", KeySlot.Kind.KEY, false, null),
              tuple("in my head", KeySlot.Kind.PASSPHRASE, false, "16384,8,1"));
      assertThat(slots(vault).list().get(0).created()).isEqualTo(NOW);
    }
    assertThat(opens(store, A)).isFalse();
    assertThatThrownBy(() -> open(store, A)).hasMessageContaining("This is not the key");
    assertThat(opens(store, B)).isTrue();
  }

  @Test
  void neverRemovesTheLastKeyNorTheOneInUse() {
    try (Vault vault = Vault.openOrCreate(store, A, null)) {
      assertThatThrownBy(() -> slots(vault).remove("first"))
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageContaining("the last key of the vault");
      KeySlot laptop = slots(vault).add("laptop", B, NOW);
      assertThatThrownBy(() -> slots(vault).remove("first"))
          .hasMessageContaining("the key that has opened the vault");
      assertThatThrownBy(() -> slots(vault).remove("none"))
          .hasMessageContaining("slot is \"none\"")
          .hasMessageContaining(laptop.id() + " (laptop)");
      assertThat(slots(vault).remove(laptop.id().substring(0, 6)).label()).isEqualTo("laptop");
      assertThat(slots(vault).list()).hasSize(1);
    }
    assertThat(opens(store, B)).isFalse();
  }

  @Test
  void refusesAKeyOrALabelThatTheVaultHasAlready() {
    fill();
    try (Vault vault = open(store, A)) {
      assertThatThrownBy(() -> slots(vault).add("again", B, NOW))
          .hasMessageContaining("opens the vault already")
          .hasMessageContaining("laptop");
      assertThatThrownBy(() -> slots(vault).add("again", PASSPHRASE, NOW))
          .hasMessageContaining("(in my head)");
      assertThatThrownBy(() -> slots(vault).add("laptop", Encryption.key("0d".repeat(32)), NOW))
          .hasMessageContaining("label is \"laptop\"");
      for (String label : new String[] {"", " ", "a\nb", "x".repeat(101)}) {
        assertThatThrownBy(() -> slots(vault).add(label, Encryption.key("0d".repeat(32)), NOW))
            .isInstanceOf(InvalidParameterException.class)
            .hasMessageStartingWith("label ");
      }
      assertThat(slots(vault).list()).hasSize(4);
    }
  }

  @Test
  void hasSixteenKeysAtTheMost() {
    try (Vault vault = Vault.openOrCreate(store, A, null)) {
      for (int i = 1; i < VaultConfig.MAX_SLOTS; i++) {
        slots(vault).add("key " + i, Encryption.key(String.format("%064x", i)), NOW);
      }
      assertThatThrownBy(() -> slots(vault).add("one more", B, NOW))
          .hasMessageContaining("at most 16 keys");
    }
    try (Vault vault = open(store, Encryption.key(String.format("%064x", 15)))) {
      assertThat(slots(vault).list()).hasSize(16);
    }
  }

  @Test
  void aNewPassphraseCostsNoLessThanTheOthers() {
    try (Vault vault = Vault.openOrCreate(store, PASSPHRASE.scrypt("32768,8,2"), null)) {
      KeySlot slot =
          slots(vault)
              .add(
                  "cheap",
                  Encryption.passphrase("another horse".toCharArray()).scrypt("16384"),
                  NOW);
      assertThat(slot.scrypt()).isEqualTo("32768,8,2");
      assertThatThrownBy(
              () -> slots(vault).add("short", Encryption.passphrase("short".toCharArray()), NOW))
          .hasMessageContaining("has 5 characters");
    }
  }

  @Test
  void aRecoveryKeyOpensTheVaultByItsPrivateHalfAlone() throws Exception {
    RecoveryKey pair = RecoveryKey.random();
    byte[] half = RecoveryKey.parsePublicKey(pair.publicKey());
    Map<String, byte[]> contents = Contents.random(new Random(2), 5, 1000);
    try (Vault vault = Vault.openOrCreate(store, A, null)) {
      Contents.backUp(vault, folder, contents);
      slots(vault).addRecovery("safe", half, NOW);
      assertThatThrownBy(() -> slots(vault).addRecovery("again", half, NOW))
          .hasMessageContaining("opens the vault already");
    }
    assertThat(config(store)).doesNotContain(pair.publicKey().substring(23, 60));
    assertThat(opens(store, RecoveryKey.random().encryption())).isFalse();
    try (Vault vault = open(store, Encryption.recovery(pair.exportPrivateKey()))) {
      Contents.assertSame(Contents.restore(vault, folder, null), contents, "recovery");
      assertThatThrownBy(() -> slots(vault).change(B, NOW))
          .isInstanceOf(WrongKeyException.class)
          .hasMessageContaining("Add a key");
      slots(vault).add("new laptop", B, NOW);
      slots(vault).remove("first");
    }
    assertThat(opens(store, A)).isFalse();
    assertThat(opens(store, B)).isTrue();
    assertThatThrownBy(() -> Vault.openOrCreate(new MemoryStore(), pair.encryption(), null))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void theSpaceSeesNoLabelOfAKey() {
    fill();
    assertThat(config(store)).doesNotContain("laptop").doesNotContain("server");
    store.objects.forEach(
        (key, stored) -> assertThat(new String(stored.bytes(), UTF_8)).doesNotContain("my head"));
  }

  @Test
  void everyChangeOfTheKeysByTheSpaceIsNoticed() {
    fill();
    String good = config(store);
    Pattern slot = Pattern.compile("\"([0-9a-f]{16})\":(\\{[^{}]*})");
    List<String> ids = new ArrayList<>();
    List<String> bodies = new ArrayList<>();
    for (Matcher each = slot.matcher(good); each.find(); ) {
      ids.add(each.group(1));
      bodies.add(each.group(2));
    }
    assertThat(ids).hasSize(4);
    Map<String, String> changes = new HashMap<>();
    changes.put("a key less", good.replaceFirst("\"" + ids.get(0) + "\":\\{[^{}]*},?", ""));
    changes.put(
        "a key twice",
        good.replace("\"slots\":{", "\"slots\":{\"00000000000000ff\":" + bodies.get(1) + ","));
    changes.put("another id", good.replace(ids.get(2), "00000000000000ff"));
    changes.put(
        "two swapped",
        good.replace(ids.get(0), "-").replace(ids.get(1), ids.get(0)).replace("-", ids.get(1)));
    changes.put("a dearer passphrase", good.replace("\"n\":16384", "\"n\":32768"));
    changes.put("other chunks", good.replace("\"min\":131072", "\"min\":131073"));
    changes.put(
        "a place",
        good.replaceFirst("\"encryption\"", "\"place\":{\"app\":\"a\",\"folder\":\"b\"},$0"));
    changes.put("no cutter", good.replace(",\"cutter\":\"keyed\"", ""));
    changes.put("another cutter", good.replace("\"cutter\":\"keyed\"", "\"cutter\":\"other\""));
    changes.put("an iv", good.replaceFirst("\"extraSalt\":false", "\"extraSalt\":true"));
    changes.put("other notes", good.replaceFirst("\"sealed\":\"..", "\"sealed\":\"zz"));
    changes.put("no notes", good.replaceFirst("\"sealed\":\"[0-9a-f]*\"", "\"sealed\":\"\""));
    changes.put("an earlier format", good.replace("\"format\":2", "\"format\":1"));
    changes.put(
        "a slot of the earlier format", good.replaceFirst("\"derivation\"", "\"format\":1,$0"));
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      int at = random.nextInt(good.length());
      char digit = good.charAt(at);
      if (Character.digit(digit, 16) >= 0) {
        char other = digit == '0' ? '1' : '0';
        String changed = good.substring(0, at) + other + good.substring(at + 1);
        if (!saysTheSame(changed, good)) { // as without a name of what is not so anyway
          changes.put("digit " + at, changed);
        }
      }
    }
    changes.forEach(
        (what, changed) -> {
          assertThat(changed).as(what).isNotEqualTo(good);
          setConfig(store, changed);
          for (Encryption each : List.of(A, B, C)) {
            assertThatThrownBy(() -> open(store, each).close())
                .as("%s, seed %d", what, seed)
                .isInstanceOfAny(IntegrityException.class, WrongKeyException.class);
          }
        });
    setConfig(store, good);
    assertThat(opens(store, A) && opens(store, B) && opens(store, C)).isTrue();
  }

  @Test
  void aVaultOfALaterFormatIsToldAsSuchAndLeftAlone() {
    fill();
    setConfig(store, config(store).replace("\"format\":2", "\"format\":3"));
    Map<String, MemoryStore.Stored> before = Map.copyOf(store.objects);
    assertThatThrownBy(() -> Vault.openOrCreate(store, A, null))
        .isInstanceOf(IntegrityException.class)
        .hasMessage(
            "The vault has format 3, which is newer than this program; use a newer one. Nothing was"
                + " changed");
    assertThat(store.objects).isEqualTo(before);
  }

  @Test
  void aChangeWhoseAnswerGetsLostIsMadeAndOneThatIsForgottenIsTold() {
    AtomicBoolean loses = new AtomicBoolean();
    AtomicBoolean forgets = new AtomicBoolean();
    MemoryStore odd =
        new MemoryStore() {
          @Override
          public void put(String key, Payload content) {
            if (!forgets.get() || !key.equals("config")) {
              super.put(key, content);
            }
            if (loses.get() && key.equals("config")) {
              throw new SpaceConnectionException("The answer got lost", null);
            }
          }
        };
    try (Vault vault = Vault.openOrCreate(odd, A, null)) {
      loses.set(true);
      slots(vault).add("laptop", B, NOW);
      loses.set(false);
      forgets.set(true);
      assertThatThrownBy(() -> slots(vault).add("server", C, NOW))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("but serves others");
      loses.set(true);
      assertThatThrownBy(() -> slots(vault).remove("laptop"))
          .isInstanceOf(SpaceConnectionException.class);
      forgets.set(false);
      loses.set(false);
      assertThat(slots(vault).list()).extracting(KeySlot::label).containsOnly("first", "laptop");
    }
    assertThat(opens(odd, A) && opens(odd, B)).isTrue();
    assertThat(opens(odd, C)).isFalse();
  }

  @Test
  void aKeyCanBeChangedAndRemovedInASpaceThatIsFull() {
    fill();
    store.total(store.used());
    try (Vault vault = open(store, A)) {
      slots(vault).remove("laptop");
      slots(vault).change(Encryption.key("0d".repeat(32)), NOW);
    }
    assertThat(opens(store, A) || opens(store, B)).isFalse();
    assertThat(opens(store, C) && opens(store, Encryption.key("0d".repeat(32)))).isTrue();
  }

  private static boolean saysTheSame(String one, String other) {
    try {
      return VaultConfig.read(one.getBytes(UTF_8)).equals(VaultConfig.read(other.getBytes(UTF_8)));
    } catch (FormatException e) {
      return false;
    }
  }

  @Test
  void aConfigurationThatAsksForTooMuchIsRefusedBeforeAnythingIsTried() {
    Vault.openOrCreate(store, PASSPHRASE, null).close();
    String good = config(store);
    Matcher slot = Pattern.compile("\"[0-9a-f]{16}\":(\\{[^{}]*})").matcher(good);
    assertThat(slot.find()).isTrue();
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      many.append(String.format("\"%016x\":", i)).append(slot.group(1)).append(',');
    }
    setConfig(store, good.replace("\"slots\":{", "\"slots\":{" + many));
    assertThatThrownBy(() -> open(store, PASSPHRASE)).hasMessageContaining("or too many");
    StringBuilder dear = new StringBuilder();
    String dearest =
        slot.group(1).replace("\"n\":16384,\"r\":8,\"p\":1", "\"n\":262144,\"r\":8,\"p\":4");
    for (int i = 0; i < 5; i++) {
      dear.append(String.format("\"%016x\":", i)).append(dearest).append(',');
    }
    setConfig(store, good.replace("\"slots\":{", "\"slots\":{" + dear));
    assertThatThrownBy(() -> open(store, PASSPHRASE)).hasMessageContaining("more scrypt");
  }

  @Test
  void aMachineThatHasSeenAChangeNoticesTheKeysOfBefore() {
    Path state = folder.resolve("state");
    Vault.openOrCreate(store, A, null).close();
    String before = config(store);
    try (Vault vault = Vault.open(store, A, state).orElseThrow()) {
      slots(vault).add("laptop", B, NOW);
    }
    try (Vault vault = Vault.open(store, B, state).orElseThrow()) {
      slots(vault).remove("first");
      setConfig(store, before);
      assertThatThrownBy(() -> slots(vault).add("server", C, NOW))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("as they were after 1 changes");
    }
    assertThatThrownBy(() -> Vault.open(store, A, state))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("acceptRollback");
    Vault.forgetSeen(store, state, null);
    Vault.open(store, A, state).orElseThrow().close();
  }

  @Test
  void keysThatTwoMachinesAddAreBothThere() {
    Vault.openOrCreate(store, A, null).close();
    try (Vault one = open(store, A);
        Vault other = open(store, A)) {
      slots(one).add("laptop", B, NOW);
      slots(other).add("server", C, NOW);
      assertThat(slots(one).list()).hasSize(3);
    }
    assertThat(opens(store, B) && opens(store, C)).isTrue();
  }

  @Test
  void aChangeOfTheKeysWaitsForWhoUsesTheVault() {
    Vault.openOrCreate(store, A, null).close();
    try (Vault one = open(store, A);
        Vault other = open(store, A);
        VaultLock reading = one.holdForReading(Duration.ZERO)) {
      assertThat(reading.isExclusive()).isFalse();
      assertThatThrownBy(() -> slots(other).add("laptop", B, NOW))
          .isInstanceOf(VaultBusyException.class)
          .hasMessageContaining("a restore");
    }
    assertThat(opens(store, B)).isFalse();
  }

  @Test
  void whoOpenedAVaultWithoutEncryptionHasNoKeys() {
    try (Vault vault = Vault.openOrCreate(store, null, null)) {
      assertThat(slots(vault).list()).isEmpty();
      assertThatThrownBy(() -> slots(vault).add("laptop", B, NOW))
          .isInstanceOf(WrongKeyException.class)
          .hasMessageContaining("not encrypted");
    }
  }

  @Test
  void killedAtAnyMomentAVaultOpensWithTheOldKeysOrTheNewOnes() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<String, byte[]> contents = Contents.random(random, 3, 1000);
    try (Vault vault = Vault.openOrCreate(store, key(0), null)) {
      Contents.backUp(vault, folder, contents);
    }
    Map<String, Encryption> model = new HashMap<>(Map.of("first", key(0)));
    int deaths = 0;
    for (int step = 1; step <= 120; step++) {
      String context = "step " + step + ", seed " + seed;
      List<String> labels = List.copyOf(model.keySet());
      String mine = labels.get(random.nextInt(labels.size()));
      String other = labels.get(random.nextInt(labels.size()));
      Map<String, Encryption> next = new HashMap<>(model);
      Encryption fresh = key(step);
      boolean survived = false;
      try (Vault vault = open(store, requireNonNull(model.get(mine)))) {
        store.diesAfter(random.nextInt(6));
        switch (random.nextInt(3)) {
          case 0 -> {
            next.put("key " + step, fresh);
            slots(vault).add("key " + step, fresh, NOW);
          }
          case 1 -> {
            next.put(mine, fresh);
            slots(vault).change(fresh, NOW);
          }
          default -> {
            if (!other.equals(mine)) {
              next.remove(other);
              slots(vault).remove(other);
            }
          }
        }
        survived = true;
      } catch (SpaceException e) {
        deaths++;
      }
      store.lives();
      Map<String, Encryption> before = model;
      boolean old = agrees(before, next);
      boolean isNext = agrees(next, before);
      assertThat(old || isNext).as(context).isTrue();
      assertThat(!survived || isNext).as("%s says it succeeded", context).isTrue();
      model = isNext ? next : before;
      try (Vault vault = open(store, model.values().iterator().next())) {
        assertThat(slots(vault).list())
            .as(context)
            .extracting(KeySlot::label)
            .containsExactlyInAnyOrderElementsOf(model.keySet());
        if (step % 20 == 0) {
          Contents.assertSame(Contents.restore(vault, folder, null), contents, context);
        }
      }
      while (model.size() > 6) {
        model = dropOne(model);
      }
    }
    assertThat(deaths).as("times the client was killed").isGreaterThan(10);
  }

  private Map<String, Encryption> dropOne(Map<String, Encryption> model) {
    Map<String, Encryption> left = new HashMap<>(model);
    List<String> labels = List.copyOf(left.keySet());
    try (Vault vault = open(store, requireNonNull(left.get(labels.get(0))))) {
      slots(vault).remove(labels.get(1));
    }
    left.remove(labels.get(1));
    return left;
  }

  /** Whether all of these open the vault, and what only the others have does not. */
  private boolean agrees(Map<String, Encryption> keys, Map<String, Encryption> others) {
    return keys.values().stream().allMatch(key -> opens(store, key))
        && others.values().stream()
            .filter(key -> !keys.containsValue(key))
            .noneMatch(key -> opens(store, key));
  }

  private static Encryption key(int number) {
    return Encryption.key(String.format("%064x", number + 1000));
  }
}
