package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.vault.format.IndexFormat;
import io.spaces.client.internal.vault.format.PackFormat;
import io.spaces.client.internal.vault.index.IndexStore;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a vault whose index was damaged in part, or names what is not there. */
class DamagedIndexTest {
  private static final Encryption KEY = Encryption.key("12".repeat(32));

  @TempDir Path folder;

  @Test
  void damageOnTheWayCostsAPruningNothingThatWasIndexed() throws IOException {
    Flaky store = new Flaky();
    Map<String, byte[]> contents = new TreeMap<>();
    for (int i = 0; i < 4_000; i++) {
      contents.put("f" + i, ByteBuffer.allocate(40).putInt(i).array());
    }
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Snapshot kept = Contents.backUp(vault, folder, contents);
      Snapshot gone = Contents.backUp(vault, folder, Map.of("waste", new byte[100_000]));
      VaultMaintenance maintenance = maintenance(vault);
      maintenance.delete(gone.id(), Instant.now());
      store.damagesEverySecondFetch = true;
      maintenance.prune(Contents.TIME, Duration.ZERO);
      store.damagesEverySecondFetch = false;

      assertThat(maintenance.verify(true).problems()).isEmpty();
      Contents.assertSame(Contents.restore(vault, folder, kept.id()), contents, "after pruning");
    }
    assertThat(store.fetches.get()).isGreaterThan(3);
  }

  @Test
  void aDamagedPartIsToldSentAgainAndGoneAfterAPruning() throws IOException {
    MemoryStore store = new MemoryStore();
    Random random = new Random(21);
    Map<String, byte[]> contents = Contents.random(random, 20, 60_000);
    Snapshot first;
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      first = Contents.backUp(vault, folder, contents);
    }
    String damaged = store.keys("index/").get(0);
    store.objects.put(damaged, new MemoryStore.Stored(new byte[200], 1));
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      VaultMaintenance maintenance = maintenance(vault);
      assertThat(maintenance.verify(false).problems()).anyMatch(text -> text.contains(damaged));
      assertThatThrownBy(() -> Contents.restore(vault, folder, first.id()))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(damaged);
      assertThatThrownBy(() -> maintenance.prune(Contents.TIME, Duration.ZERO))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(damaged);
      assertThat(store.keys("index/")).contains(damaged);

      Snapshot second = Contents.backUp(vault, folder, contents);
      Contents.assertSame(Contents.restore(vault, folder, second.id()), contents, "sent again");
      Contents.assertSame(Contents.restore(vault, folder, first.id()), contents, "healed");
      maintenance.prune(Contents.TIME, Duration.ZERO);

      assertThat(store.keys("index/")).doesNotContain(damaged);
      assertThat(maintenance.verify(true).orElseThrow().snapshots()).isEqualTo(2);
      Contents.assertSame(Contents.restore(vault, folder, first.id()), contents, "pruned");
    }
  }

  @Test
  void whatADamagedPartStillTellsIsNotReliedOn() throws IOException {
    MemoryStore store = new MemoryStore();
    Map<String, byte[]> contents = new TreeMap<>();
    for (int i = 0; i < 4_000; i++) {
      contents.put("f" + i, ByteBuffer.allocate(40).putInt(i).array());
    }
    Snapshot kept;
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      kept = Contents.backUp(vault, folder, contents);
      List<IndexFormat.Pack> packs = packs(vault);
      Snapshot gone = Contents.backUp(vault, folder, Map.of("waste", new byte[100]));
      packs.addAll(packs(vault).stream().filter(pack -> !isIn(packs, pack)).toList());
      maintenance(vault).delete(gone.id(), Instant.now());
      vault.index().names().forEach(vault.index()::delete);
      vault.index().write(packs); // what is needed comes first
    }
    String damaged = store.keys("index/").get(0);
    byte[] bytes = store.bytes(damaged).clone();
    bytes[bytes.length - 1] ^= 1;
    store.objects.put(damaged, new MemoryStore.Stored(bytes, 1));
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      assertThatThrownBy(() -> maintenance(vault).prune(Contents.TIME, Duration.ZERO))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(damaged);
      assertThat(store.keys("index/")).containsExactly(damaged);

      Contents.backUp(vault, folder, contents);
      maintenance(vault).prune(Contents.TIME, Duration.ZERO);
      Contents.assertSame(Contents.restore(vault, folder, kept.id()), contents, "sent again");
    }
  }

  @Test
  void aPruningDeletesNothingWhenAPackIsMissing() throws IOException {
    MemoryStore store = new MemoryStore();
    byte[] moreThanOnePack = Contents.bytes(new Random(22), 18_000_000);
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Contents.backUp(vault, folder, Map.of("kept", moreThanOnePack));
      Snapshot gone = Contents.backUp(vault, folder, Map.of("waste", new byte[100_000]));
      VaultMaintenance maintenance = maintenance(vault);
      maintenance.delete(gone.id(), Instant.now());
      String whole =
          store.keys("packs/").stream()
              .max(Comparator.comparing(key -> store.bytes(key).length))
              .orElseThrow();
      store.objects.remove(whole);
      List<String> packs = store.keys("packs/");

      assertThatThrownBy(() -> maintenance.prune(Contents.TIME, Duration.ZERO))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(whole)
          .hasMessageContaining("Nothing was deleted");
      assertThat(store.keys("packs/")).containsAll(packs);
    }
  }

  @Test
  void aPruningDeletesNothingWhenAPackLacksWhatItsIndexNames() throws IOException {
    MemoryStore store = new MemoryStore();
    byte[] waste = new byte[500_000];
    new Random(22).nextBytes(waste);
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Snapshot gone = Contents.backUp(vault, folder, Map.of("a", new byte[] {1}, "b", waste));
      Contents.backUp(vault, folder, Map.of("a", new byte[] {1}));
      String pack =
          store.keys("packs/").stream()
              .max(Comparator.comparingInt(key -> store.bytes(key).length))
              .orElseThrow();
      byte[] empty = ByteBuffer.allocate(PackFormat.START).putInt(PackFormat.MARK).array();
      try (InputStream sealed = vault.objects().seal(pack, empty).open()) {
        store.objects.put(pack, new MemoryStore.Stored(sealed.readAllBytes(), 1));
      }
      maintenance(vault).delete(gone.id(), Instant.now());

      List<String> keys = store.keys("index/");
      assertThatThrownBy(() -> maintenance(vault).prune(Contents.TIME, Duration.ZERO))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(pack);
      assertThat(store.keys("index/")).isEqualTo(keys);
      assertThat(store.keys("packs/")).contains(pack);
    }
  }

  private static List<IndexFormat.Pack> packs(Vault vault) {
    List<IndexFormat.Pack> packs = new ArrayList<>();
    for (String name : vault.index().names()) {
      packs.addAll(vault.index().read(name, IndexStore.Collector::new).orElseThrow().packs());
    }
    return packs;
  }

  private static boolean isIn(List<IndexFormat.Pack> packs, IndexFormat.Pack pack) {
    return packs.stream().anyMatch(other -> Arrays.equals(other.id(), pack.id()));
  }

  private VaultMaintenance maintenance(Vault vault) {
    return new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
  }

  @Test
  void anAnswerThatIsTooLongIsAskedForOnceMore() throws IOException {
    Flaky store = new Flaky();
    Map<String, byte[]> contents = Map.of("f", new byte[100_000]);
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Contents.backUp(vault, folder, contents);
      store.damagesEverySecondFetch = true;
      store.lengthens = true;
      String name = vault.index().names().iterator().next();

      assertThat(vault.index().read(name, IndexStore.Collector::new)).isPresent();
    }
    assertThat(store.fetches.get()).isEqualTo(2);
  }

  /** Damages the end of index objects on their way, but not when they are asked for once more. */
  private static final class Flaky extends MemoryStore {
    private final AtomicInteger fetches = new AtomicInteger();
    private final Map<String, AtomicInteger> fetched = new ConcurrentHashMap<>();
    private volatile boolean damagesEverySecondFetch;
    private volatile boolean lengthens;

    @Override
    public <T> Optional<T> get(String key, ContentReader<T> reader) {
      if (!damagesEverySecondFetch || !key.startsWith("index/")) {
        return super.get(key, reader);
      }
      fetches.incrementAndGet();
      int before = fetched.computeIfAbsent(key, name -> new AtomicInteger()).getAndIncrement();
      if (before % 2 == 1) {
        return super.get(key, reader);
      }
      if (lengthens) {
        throw SealedObjects.broken(key + " is too long", new IOException());
      }
      byte[] bytes = bytes(key).clone();
      bytes[bytes.length - 1] ^= 1;
      try {
        return Optional.of(reader.read(new ByteArrayInputStream(bytes)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
