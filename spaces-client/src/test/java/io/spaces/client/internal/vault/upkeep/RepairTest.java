package io.spaces.client.internal.vault.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.vault.Contents;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.RepairResult;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.VerifyResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vaults of which the space has lost or damaged something, and what a repair makes of them. */
class RepairTest {
  private static final Encryption KEY = Encryption.key("12".repeat(32));

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();
  private final Map<String, byte[]> before = Contents.random(new Random(31), 30, 60_000);
  private final Map<String, byte[]> after = new TreeMap<>(before);
  private Snapshot first;
  private Snapshot second;
  private String newerIndex;

  @BeforeEach
  void makeTwoSnapshots() throws IOException {
    for (int i = 0; i < 300; i++) {
      before.put("small-" + i, ByteBuffer.allocate(400).putInt(400 - 4, i).array());
    }
    after.putAll(before);
    after.put("new", Contents.bytes(new Random(32), 200_000));
    try (Vault vault = open()) {
      first = Contents.backUp(vault, folder, before);
      List<String> older = store.keys("index/");
      second = Contents.backUp(vault, folder, after);
      newerIndex =
          store.keys("index/").stream().filter(key -> !older.contains(key)).findFirst().get();
    }
  }

  private Vault open() {
    return Vault.openOrCreate(store, KEY, null);
  }

  private VaultMaintenance maintenance(Vault vault) {
    return new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
  }

  private RepairResult repair(boolean readData) {
    try (Vault vault = open()) {
      return maintenance(vault).repair(readData);
    }
  }

  private VerifyResult verify() {
    try (Vault vault = open()) {
      return maintenance(vault).verify(true);
    }
  }

  private void prune() {
    try (Vault vault = open()) {
      maintenance(vault).prune(Contents.TIME, Duration.ZERO);
    }
  }

  private void assertAllIsThere(String context) throws IOException {
    assertThat(verify().problems()).as(context).isEmpty();
    try (Vault vault = open()) {
      Contents.assertSame(Contents.restore(vault, folder, first.id()), before, context);
      Contents.assertSame(Contents.restore(vault, folder, second.id()), after, context);
    }
  }

  private String largestPack() {
    return store.keys("packs/").stream()
        .max(Comparator.comparing(key -> store.bytes(key).length))
        .orElseThrow();
  }

  private void replace(String key, byte[] bytes) {
    store.objects.put(key, new MemoryStore.Stored(bytes, 1));
  }

  private void flip(String key, int position) {
    byte[] bytes = store.bytes(key).clone();
    bytes[position] ^= 1;
    replace(key, bytes);
  }

  @Test
  void aVaultWithoutDamageStaysAsItIs() {
    Map<String, MemoryStore.Stored> objects = Map.copyOf(store.objects);

    assertThat(repair(false)).isEqualTo(new RepairResult(0, 0, 0, List.of()));
    assertThat(repair(true))
        .isEqualTo(new RepairResult(store.keys("packs/").size(), 0, 0, List.of()));

    assertThat(store.objects).isEqualTo(objects);
  }

  @Test
  void aLostIndexIsMadeAnewFromThePacks() throws IOException {
    store.keys("index/").forEach(store.objects::remove);
    try (Vault vault = open()) {
      assertThatThrownBy(() -> Contents.restore(vault, folder, first.id()))
          .isInstanceOf(IntegrityException.class);
    }

    RepairResult result = repair(false);

    int packs = store.keys("packs/").size();
    assertThat(result).isEqualTo(new RepairResult(packs, packs, 0, List.of()));
    assertAllIsThere("repaired");
    prune();
    assertAllIsThere("pruned");
  }

  @Test
  void aDamagedPartOfTheIndexIsReplacedAndTheRestIsKept() throws IOException {
    List<String> parts = store.keys("index/");
    flip(newerIndex, 100);

    RepairResult result = repair(false);

    assertThat(parts).hasSize(2);
    assertThat(result.packsIndexed()).isBetween(1, store.keys("packs/").size() - 1);
    assertThat(result.problems()).isEmpty();
    assertThat(store.keys("index/")).doesNotContainAnyElementsOf(parts);
    assertAllIsThere("repaired");
  }

  @Test
  void aPartOfTheIndexThatTheSpaceFailsToServeIsReplacedToo() throws IOException {
    store.breaksOffAt(newerIndex);
    try (Vault vault = open()) {
      assertThatThrownBy(() -> Contents.backUp(vault, folder, after))
          .isInstanceOf(SpaceConnectionException.class);
    }

    RepairResult result = repair(false);

    assertThat(result.packsIndexed()).isPositive();
    assertThat(result.problems()).isEmpty();
    assertThat(store.keys("index/")).doesNotContain(newerIndex);
    assertAllIsThere("repaired");
  }

  @Test
  void ofADamagedPackAllIsSavedButWhatIsInTheDamagedPart() throws IOException {
    String damaged = largestPack();
    flip(damaged, store.bytes(damaged).length / 2);
    assertThat(repair(false).problems()).as("nobody has looked").isEmpty();

    RepairResult result = repair(true);

    assertThat(result.packsDamaged()).isEqualTo(1);
    assertThat(result.problems()).singleElement().asString().contains(damaged, "lost: ");
    assertThat(result.problems().get(0)).doesNotEndWith(" 0");
    assertThat(store.keys("packs/")).contains(damaged);
    List<String> problems = verify().problems();
    assertThat(problems).isNotEmpty().noneMatch(text -> text.contains(damaged));
    assertThat(problems.stream().filter(text -> text.contains(first.id())).count())
        .as("files of the first snapshot that are lost: those in one segment")
        .isLessThan(before.size() / 2);

    List<String> keys = store.keys("");
    assertThat(repair(true).problems()).hasSize(1);
    assertThat(store.keys("")).as("nothing is saved twice").isEqualTo(keys);

    try (Vault vault = open()) {
      Contents.backUp(vault, folder, after);
    }
    assertAllIsThere("sent again");
    prune();
    assertThat(store.keys("packs/")).doesNotContain(damaged);
    assertAllIsThere("pruned");
  }

  @Test
  void aPackThatWasCutOffIsFoundWithoutReadingTheOthers() throws IOException {
    String cut = largestPack();
    byte[] bytes = store.bytes(cut);
    replace(cut, Arrays.copyOf(bytes, bytes.length / 2));

    RepairResult result = repair(false);

    assertThat(result.packsRead()).isEqualTo(1);
    assertThat(result.packsDamaged()).isEqualTo(1);
    assertThat(result.problems()).singleElement().asString().contains(cut);
    try (Vault vault = open()) {
      Contents.backUp(vault, folder, after);
    }
    assertAllIsThere("sent again");
  }

  @Test
  void ofADamagedPackThatIsInNoIndexItSaysThatMoreMayBeLostThanItKnows() throws IOException {
    String cut = largestPack();
    byte[] bytes = store.bytes(cut);
    replace(cut, Arrays.copyOf(bytes, bytes.length / 2));
    store.keys("index/").forEach(store.objects::remove);

    for (int run = 0; run < 2; run++) {
      assertThat(repair(true).problems())
          .singleElement()
          .asString()
          .contains(cut, "behind the damage")
          .doesNotContain("lost: 0");
    }
    try (Vault vault = open()) {
      Contents.backUp(vault, folder, after);
    }
    assertAllIsThere("sent again");
  }

  @Test
  void aPackThatAKilledBackupStoredIsNotTakenForGoodWhenItIsDamaged() throws IOException {
    Path state = folder.resolve("state");
    List<String> packs = store.keys("packs/");
    Map<String, byte[]> next = Map.of("next", Contents.bytes(new Random(33), 300_000));
    store.refuse(key -> key.startsWith("index/"));
    try (Vault vault = Vault.openOrCreate(store, KEY, state)) {
      assertThatThrownBy(() -> Contents.backUp(vault, folder, next))
          .isInstanceOf(SpaceConnectionException.class);
    }
    store.lives();
    for (String pack : store.keys("packs/")) {
      if (!packs.contains(pack)) {
        flip(pack, store.bytes(pack).length / 2);
      }
    }

    assertThat(repair(true).packsDamaged()).as("by another machine").isEqualTo(2);

    List<String> keys = store.keys("");
    assertThat(repair(true).packsDamaged()).isEqualTo(2);
    assertThat(store.keys("")).as("that is known").isEqualTo(keys);
    try (Vault vault = Vault.openOrCreate(store, KEY, state)) {
      String id = Contents.backUp(vault, folder, next).id();
      Contents.assertSame(Contents.restore(vault, folder, id), next, "sent again");
    }
    assertAllIsThere("repaired");
    prune();
    assertThat(repair(true).problems()).isEmpty();
    assertAllIsThere("pruned");
  }

  @Test
  void aDamagedPackThatIsGoodAgainIsIndexedAgain() throws IOException {
    String pack = largestPack();
    byte[] good = store.bytes(pack);
    flip(pack, 20);
    assertThat(repair(true).problems()).hasSize(1);
    replace(pack, good);

    assertThat(repair(false).packsIndexed()).isEqualTo(1);

    assertAllIsThere("good again");
    assertThat(repair(true).problems()).isEmpty();
  }

  @Test
  void aMissingPackIsNamedAndGoodAgainWhenItComesBack() throws IOException {
    String missing = largestPack();
    MemoryStore.Stored pack = store.objects.remove(missing);
    flip(newerIndex, 100);

    assertThat(repair(true).problems()).containsExactly(missing + " is missing");

    try (Vault vault = open()) {
      assertThatThrownBy(() -> Contents.restore(vault, folder, first.id()))
          .hasMessageContaining(missing);
    }
    store.objects.put(missing, pack);
    assertAllIsThere("back");
  }

  @Test
  void aPackThatTheSpaceFailsToServeIsToldAndLeftAsItIs() throws IOException {
    String broken = largestPack();
    for (boolean indexIsLost : new boolean[] {false, true}) {
      store.breaksOffAt(broken);
      List<String> index = store.keys("index/");
      if (indexIsLost) {
        index.forEach(store.objects::remove);
      }

      assertThat(verify().problems()).anyMatch(text -> text.startsWith(broken) || indexIsLost);
      RepairResult result = repair(true);

      assertThat(result.packsDamaged()).isZero();
      assertThat(result.problems())
          .singleElement()
          .asString()
          .contains(broken + " is there", "breaks off");
      store.servesAll();
      if (indexIsLost) {
        assertThat(repair(false).packsIndexed()).isEqualTo(1);
      } else {
        assertThat(store.keys("index/")).isEqualTo(index);
      }
      assertAllIsThere("served again");
    }
  }

  @Test
  void whatLiesInAPackThatIsNotServedStaysInThePartOfTheIndexThatIsNotServedEither()
      throws IOException {
    for (String pack : store.keys("packs/")) {
      store.keys("index/").forEach(store::breaksOffAt);
      store.breaksOffAt(pack);
      assertThat(repair(false).problems()).singleElement().asString().contains(pack);
      store.servesAll();

      assertAllIsThere(pack);
    }
  }

  @Test
  void whatLiesBehindTheDamageOfAPackStaysInThePartOfTheIndexThatIsNotServed() {
    String damaged = largestPack();
    flip(damaged, store.bytes(damaged).length / 2);
    Map<String, MemoryStore.Stored> origin = Map.copyOf(store.objects);
    repair(true);
    List<String> lost = filesWithProblems();
    store.objects.clear();
    store.objects.putAll(origin);
    store.keys("index/").forEach(store::breaksOffAt);

    for (int run = 0; run < 2; run++) {
      assertThat(repair(true).problems()).singleElement().asString().contains(damaged, "repair");
    }

    store.servesAll();
    assertThat(repair(true).problems()).singleElement().asString().contains(damaged, "lost: ");
    assertThat(lost).isNotEmpty();
    assertThat(filesWithProblems()).containsExactlyInAnyOrderElementsOf(lost);
  }

  private List<String> filesWithProblems() {
    return verify().problems().stream()
        .filter(text -> text.contains(first.id()) || text.contains(second.id()))
        .toList();
  }

  @Test
  void aPackThatIsNotServedIsNoPlaceForWhatIsSavedFromAnother() throws IOException {
    String damaged = largestPack();
    List<String> origin = store.keys("packs/");
    flip(damaged, store.bytes(damaged).length - 20);
    repair(true);
    List<String> packs = store.keys("packs/");
    packs.stream().filter(key -> !origin.contains(key)).forEach(store::breaksOffAt);

    repair(true);

    assertThat(store.keys("packs/")).as("saved once more").hasSizeGreaterThan(packs.size());
  }

  @Test
  void whenTheSpaceCannotBeReachedItEnds() {
    store.keys("packs/").forEach(store::breaksOffAt);
    store.afterList("packs/", () -> store.afterList("locks/", () -> store.diesAfter(0)));

    assertThatThrownBy(() -> repair(true)).isInstanceOf(SpaceConnectionException.class);
  }

  @Test
  void aPackThatIsListedButNotServedIsTakenForMissingAndNotForDamaged() throws IOException {
    String pack = largestPack();
    MemoryStore.Stored stored = store.objects.get(pack);
    store.afterList("packs/", () -> store.objects.remove(pack));

    RepairResult result = repair(true);

    assertThat(result.problems()).containsExactly(pack + " is missing");
    store.objects.put(pack, stored);
    assertAllIsThere("back");
  }

  @Test
  void killedAtAnyStepItLosesNothingAndTheNextOneIsEnough() throws IOException {
    String damaged = largestPack();
    flip(damaged, store.bytes(damaged).length / 2);
    flip(newerIndex, 100);
    Map<String, MemoryStore.Stored> origin = Map.copyOf(store.objects);
    boolean survived = false;
    int deaths = 0;
    while (!survived) {
      store.objects.clear();
      store.objects.putAll(origin);
      store.diesAfter(deaths);
      try {
        repair(true);
        survived = true;
      } catch (SpaceException e) {
        deaths++;
      }
      store.lives();
      assertThat(store.keys("packs/")).containsAll(packs(origin));
      repair(true);
      try (Vault vault = open()) {
        Contents.backUp(vault, folder, after);
      }
      assertAllIsThere("killed after " + deaths + " changes");
    }
    assertThat(deaths).isGreaterThan(4);
  }

  @Test
  void killedBeforeTheOldIndexIsGoneItKeepsBackupsFromBuildingOnDamage() throws IOException {
    String damaged = largestPack();
    flip(damaged, store.bytes(damaged).length / 2);
    Map<String, MemoryStore.Stored> origin = Map.copyOf(store.objects);
    List<String> oldIndex = store.keys("index/");
    for (int deaths = 1; store.keys("index/").size() <= oldIndex.size(); deaths++) {
      store.objects.clear();
      store.objects.putAll(origin);
      store.diesAfter(deaths);
      assertThatThrownBy(() -> repair(true)).isInstanceOf(SpaceException.class);
      store.lives();
    }
    assertThat(store.keys("index/")).containsAll(oldIndex);

    try (Vault vault = open()) {
      Contents.backUp(vault, folder, after);
    }

    assertAllIsThere("sent again");
    prune();
    assertAllIsThere("pruned");
  }

  private static List<String> packs(Map<String, MemoryStore.Stored> objects) {
    return objects.keySet().stream().filter(key -> key.startsWith("packs/")).toList();
  }
}
