package io.spaces.client.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Encryption;
import io.spaces.client.internal.vault.format.IndexFormat;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.Padding;
import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.internal.vault.index.IndexStore;
import io.spaces.client.internal.vault.object.FormerVault;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the lengths of an encrypted vault's objects tell of what is in them. */
class LengthsTest {
  private static final Encryption KEY = Encryption.key("5a".repeat(32));

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();

  private static String config(MemoryStore store) {
    return new String(Objects.requireNonNull(store.objects.get(ObjectNames.CONFIG)).bytes(), UTF_8);
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

  private record Backed(String snapshot, Map<String, byte[]> contents) {}

  private Backed backUp(Vault vault, long seed) throws Exception {
    Map<String, byte[]> contents = Contents.random(new Random(seed), 60, 30_000);
    contents.put("large", Contents.bytes(new Random(seed + 1), 3 << 20));
    return new Backed(Contents.backUp(vault, folder, contents).id(), contents);
  }

  private void assertRestored(Vault vault, Backed backed, long seed) throws Exception {
    Contents.assertSame(
        Contents.restore(vault, folder, backed.snapshot()), backed.contents(), "seed " + seed);
  }

  /** What the index says of all packs there are. */
  private List<IndexFormat.Pack> packs(Vault vault) {
    List<IndexFormat.Pack> packs = new ArrayList<>();
    for (String name : vault.storedIndex().names()) {
      packs.addAll(vault.storedIndex().read(name, IndexStore.Collector::new).orElseThrow().packs());
    }
    assertThat(packs).hasSameSizeAs(store.keys("packs/"));
    return packs;
  }

  private void assertListedWithTheirLengths(Vault vault) {
    for (IndexFormat.Pack pack : packs(vault)) {
      assertThat(store.bytes(ObjectNames.pack(pack.id())))
          .hasSize((int) vault.objects().sealedLength(pack.contentLength()));
    }
  }

  @Test
  void packsIndexesAndSnapshotsHaveOneOfFewLengths() throws Exception {
    long seed = new Random().nextLong();
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Backed first = backUp(vault, seed);
      backUp(vault, seed + 7);
      for (String part : List.of("packs/", "index/", "snapshots/")) {
        assertThat(store.keys(part)).isNotEmpty();
        for (String key : store.keys(part)) {
          int length =
              vault.objects().get(key, InputStream::readAllBytes).map(all -> all.length).orElse(0);
          assertThat(Padding.padded(length)).as("%s, seed %d", key, seed).isEqualTo(length);
        }
      }
      assertListedWithTheirLengths(vault);
      long needed = 0;
      long stored = 0;
      for (IndexFormat.Pack pack : packs(vault)) {
        stored += pack.contentLength();
        needed += new IndexFormat.Pack(pack.id(), headers(pack)).contentLength();
      }
      assertThat(stored).isBetween(needed + 1, needed * 112 / 100);
      assertRestored(vault, first, seed);
      assertThat(maintenance(vault).verify(true).problems()).isEmpty();
    }
  }

  private static byte[] headers(IndexFormat.Pack pack) {
    byte[] index = IndexFormat.write(List.of(pack));
    return Arrays.copyOfRange(index, index.length - pack.length() + 24, index.length);
  }

  private VaultMaintenance maintenance(Vault vault) {
    return new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
  }

  /** Earlier releases read them, and know no padding. */
  @Test
  void neitherAVaultOfBeforeNorOneWithoutEncryptionIsPadded() throws Exception {
    for (Encryption key : new Encryption[] {KEY, null}) {
      store.objects.clear();
      if (key != null) {
        FormerVault.create(store, key, Vault.CHUNKS);
      }
      try (Vault vault = Vault.openOrCreate(store, key, null)) {
        backUp(vault, 1);
        for (IndexFormat.Pack pack : packs(vault)) {
          assertThat(new IndexFormat.Pack(pack.id(), headers(pack)).contentLength())
              .isEqualTo(pack.contentLength());
        }
        assertListedWithTheirLengths(vault);
        for (String name : store.keys("index/")) {
          assertThat(vault.objects().get(name, in -> in.readNBytes(4)).orElseThrow())
              .containsExactly('S', 'V', 'I', '1');
        }
      }
    }
  }

  @Test
  void aVaultOfBeforeIsPaddedOnceOnlyNewClientsReadIt() throws Exception {
    FormerVault.create(store, KEY, Vault.CHUNKS);
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Backed before = backUp(vault, 1);
      vault.slots(Duration.ZERO).add("laptop", Encryption.key("0b".repeat(32)), Contents.TIME);
      Backed after = backUp(vault, 2);
      List<Long> padded = new ArrayList<>();
      for (IndexFormat.Pack pack : packs(vault)) {
        padded.add(
            pack.contentLength() - new IndexFormat.Pack(pack.id(), headers(pack)).contentLength());
      }
      assertThat(padded).anyMatch(each -> each == 0).anyMatch(each -> each > 0);
      assertListedWithTheirLengths(vault);
      assertRestored(vault, before, 1);
      assertRestored(vault, after, 2);
      assertThat(maintenance(vault).verify(true).problems()).isEmpty();
    }
  }

  @Test
  void aPackThatIsCutOffWithinItsPaddingIsNoticedAndSentAgain() throws Exception {
    long seed = new Random().nextLong();
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Backed backed = backUp(vault, seed);
      String cut =
          packs(vault).stream()
              .max(Comparator.comparing(IndexFormat.Pack::contentLength))
              .map(pack -> ObjectNames.pack(pack.id()))
              .orElseThrow();
      byte[] whole = store.bytes(cut);
      store.objects.put(cut, new MemoryStore.Stored(Arrays.copyOf(whole, whole.length - 1), 1));
      assertThat(maintenance(vault).verify(false).problems()).as("seed %d", seed).isNotEmpty();
      assertThat(Contents.backUp(vault, folder, backed.contents()).sent()).isGreaterThan(100_000);
      assertRestored(vault, backed, seed);
    }
  }

  @Test
  void anIndexThatIsLostIsMadeAnewWithThePaddingOfPacks() throws Exception {
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Backed backed = backUp(vault, 5);
      store.keys("index/").forEach(store::delete);
      assertThat(maintenance(vault).repair(false).packsIndexed()).isPositive();
      assertListedWithTheirLengths(vault);
      int packs = store.keys("packs/").size();
      Contents.backUp(vault, folder, backed.contents());
      assertThat(store.keys("packs/")).as("nothing is sent again").hasSize(packs);
    }
  }

  /** In the order of their names, as they are read. */
  private List<Integer> packsOfFiles(Vault vault, String snapshot) {
    BlobIndex index = vault.index().load();
    List<Integer> packs = new ArrayList<>();
    try (VaultReader reader = new VaultReader(vault, folder, 1);
        VaultReader.Entries entries = reader.entries(vault.snapshots().get(snapshot))) {
      entries.forEachRemaining(
          entry -> {
            BlobIndex.Location location = index.find(entry.blobs().get(0));
            packs.add(Objects.requireNonNull(location).pack());
          });
    }
    return packs;
  }

  private static byte[] noise(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void contentsOfALongRunAreSpreadOverSeveralPacks() throws Exception {
    Random random = new Random(11);
    Map<String, byte[]> contents = new TreeMap<>();
    for (int i = 0; i < 3000; i++) {
      contents.put(String.format("file-%04d", i), noise(random, 16 << 10));
    }
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Backed backed = new Backed(Contents.backUp(vault, folder, contents).id(), contents);
      List<Integer> packs = packsOfFiles(vault, backed.snapshot());
      assertThat(packs).hasSize(3000);
      assertThat(Set.copyOf(packs)).hasSizeBetween(3, 7);
      int changes = 0;
      for (int i = 1500; i < 2500; i++) {
        changes += packs.get(i).equals(packs.get(i - 1)) ? 0 : 1;
      }
      assertThat(changes).as("how often the next file is in another pack").isGreaterThan(350);
      assertRestored(vault, backed, 11);
    }
  }

  @Test
  void aLongContentKeepsTogetherAndAShortRunIsOnePack() throws Exception {
    Random random = new Random(12);
    Map<String, byte[]> contents = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      contents.put("file-" + i, noise(random, 1000));
    }
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Contents.backUp(vault, folder, contents);
      assertThat(store.keys("packs/")).as("contents and entries").hasSize(2);
      contents.put("large", noise(random, 64 << 20));
      String snapshot = Contents.backUp(vault, folder, contents).id();
      BlobIndex index = vault.index().load();
      List<Integer> packs = new ArrayList<>();
      try (VaultReader reader = new VaultReader(vault, folder, 1);
          VaultReader.Entries entries = reader.entries(vault.snapshots().get(snapshot))) {
        entries.forEachRemaining(
            entry -> {
              for (int i = 0; entry.entry().size() > 1000 && i < entry.blobs().size(); i++) {
                BlobIndex.Location location = index.find(entry.blobs().get(i));
                packs.add(Objects.requireNonNull(location).pack());
              }
            });
      }
      assertThat(packs).hasSizeGreaterThan(60);
      long changes = 0;
      for (int i = 1; i < packs.size(); i++) {
        changes += packs.get(i).equals(packs.get(i - 1)) ? 0 : 1;
      }
      assertThat(changes).as("packs are filled one after the other").isLessThan(6);
    }
  }
}
