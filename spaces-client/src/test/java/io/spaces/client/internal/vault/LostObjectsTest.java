package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.VerifyResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a vault of which the space has lost something that it had acknowledged. */
class LostObjectsTest {
  private static final Encryption KEY = Encryption.key("12".repeat(32));

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();
  private final Map<String, byte[]> contents = Contents.random(new Random(23), 20, 60_000);

  private VaultMaintenance maintenance(Vault vault) {
    return new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
  }

  @Test
  void aVaultWhoseConfigurationIsNotServedIsNotReplaced() throws IOException {
    String snapshot;
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      snapshot = Contents.backUp(vault, folder, contents).id();
    }
    MemoryStore.Stored config = store.objects.remove("config");

    assertThatThrownBy(() -> Vault.openOrCreate(store, KEY, null))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("config");

    assertThatThrownBy(() -> Vault.open(store, KEY, null))
        .as("whoever only reads is not told that there is nothing")
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("config");
    assertThat(Vault.open(new MemoryStore(), KEY, null)).isEmpty();
    assertThat(store.keys(""))
        .noneMatch(key -> key.equals("config") || key.startsWith("locks/create-"));
    store.objects.put("config", config);
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Contents.assertSame(Contents.restore(vault, folder, snapshot), contents, "found again");
    }
  }

  /** What was locked leaves an object without content, for the next lock. */
  private List<String> keysButLocks() {
    return store.keys("").stream().filter(key -> !key.startsWith("locks/")).toList();
  }

  @Test
  void aPruningRemovesNothingWhereAllSnapshotsAreLostAndNoneWasDeleted() throws IOException {
    Snapshot snapshot;
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      snapshot = Contents.backUp(vault, folder, contents);
    }
    Map<String, MemoryStore.Stored> lost = new TreeMap<>();
    store.keys("snapshots/").forEach(key -> lost.put(key, store.objects.remove(key)));
    List<String> keys = keysButLocks();
    try (Vault newMachine = Vault.openOrCreate(store, KEY, null)) {
      assertThatThrownBy(() -> maintenance(newMachine).prune(Contents.TIME, Duration.ZERO))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("no snapshot");
      assertThat(keysButLocks()).isEqualTo(keys);

      store.objects.putAll(lost);
      Contents.assertSame(
          Contents.restore(newMachine, folder, snapshot.id()), contents, "found again");
      maintenance(newMachine).delete(snapshot.id(), Instant.now());
      maintenance(newMachine).prune(Contents.TIME, Duration.ZERO);
      assertThat(store.keys("packs/")).isEmpty();
    }
  }

  @Test
  void aPackThatWasCutOffIsSentAgainByTheNextBackup() throws IOException {
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Snapshot first = Contents.backUp(vault, folder, contents);
      for (String pack : store.keys("packs/")) {
        byte[] bytes = store.bytes(pack);
        store.objects.put(pack, new MemoryStore.Stored(Arrays.copyOf(bytes, bytes.length - 1), 1));
      }
      Snapshot second = Contents.backUp(vault, folder, contents);

      Contents.assertSame(Contents.restore(vault, folder, second.id()), contents, "sent again");
      Contents.assertSame(Contents.restore(vault, folder, first.id()), contents, "healed");
    }
  }

  @Test
  void whatStandsBeforeTheCutInAPackIsReadStill() throws IOException {
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Snapshot snapshot = Contents.backUp(vault, folder, contents);
      String large =
          store.keys("packs/").stream()
              .max(Comparator.comparing(key -> store.bytes(key).length))
              .orElseThrow();
      byte[] bytes = store.bytes(large);
      store.objects.put(
          large, new MemoryStore.Stored(Arrays.copyOf(bytes, bytes.length * 3 / 4), 1));
      Map<String, byte[]> read = new TreeMap<>();
      try (VaultReader reader = new VaultReader(vault, folder, 1);
          VaultReader.Worker worker = reader.worker();
          VaultReader.Entries entries = reader.entries(vault.snapshots().get(snapshot.id()))) {
        entries.forEachRemaining(
            entry -> {
              ByteArrayOutputStream out = new ByteArrayOutputStream();
              try {
                worker.copy(entry, out);
                read.put(entry.entry().path(), out.toByteArray());
              } catch (IntegrityException behindTheCut) {
                assertThat(behindTheCut).hasMessageContaining(large);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
      }
      assertThat(read).hasSizeBetween(contents.size() / 2, contents.size() - 1);
      read.forEach((path, content) -> assertThat(content).as(path).isEqualTo(contents.get(path)));
    }
  }

  @Test
  void aPackOfWhichNothingIsLeftIsAskedForOnceHoweverManyFilesNeedIt() throws IOException {
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Snapshot snapshot = Contents.backUp(vault, folder, contents);
      String largest =
          store.keys("packs/").stream()
              .max(Comparator.comparing(key -> store.bytes(key).length))
              .orElseThrow();
      store.objects.put(largest, new MemoryStore.Stored(new byte[0], 1));
      int[] failed = new int[1];
      try (VaultReader reader = new VaultReader(vault, folder, 1);
          VaultReader.Worker worker = reader.worker();
          VaultReader.Entries entries = reader.entries(vault.snapshots().get(snapshot.id()))) {
        long gets = store.gets.get();
        entries.forEachRemaining(
            file -> {
              assertThatThrownBy(() -> worker.copy(file, new ByteArrayOutputStream()))
                  .isInstanceOf(IntegrityException.class)
                  .hasMessageContaining(largest);
              failed[0]++;
            });
        assertThat(store.gets.get() - gets).isEqualTo(1);
      }
      assertThat(failed[0]).isEqualTo(contents.size());
      long gets = store.gets.get();
      maintenance(vault).repair(true);
      assertThat(store.gets.get() - gets).as("by a repair").isLessThan(15);
    }
  }

  @Test
  void aPackThatNeverEndsIsReadNoFurtherThanItsIndexSays() throws IOException {
    AtomicLong sent = new AtomicLong();
    MemoryStore endless =
        new MemoryStore() {
          @Override
          public <T> Optional<T> get(String key, ContentReader<T> reader) {
            return key.startsWith("packs/")
                ? super.get(key, in -> reader.read(new Endless(in, sent)))
                : super.get(key, reader);
          }
        };
    try (Vault vault = Vault.openOrCreate(endless, KEY, null)) {
      String snapshot = Contents.backUp(vault, folder, contents).id();

      assertThatThrownBy(() -> Contents.restore(vault, folder, snapshot))
          .isInstanceOf(IntegrityException.class);
    }
    assertThat(sent).hasValueLessThan(16 << 20);
  }

  /** Zeros without end after what there is. */
  private static final class Endless extends InputStream {
    private final InputStream start;
    private final AtomicLong sent;

    Endless(InputStream start, AtomicLong sent) {
      this.start = start;
      this.sent = sent;
    }

    @Override
    public int read() throws IOException {
      sent.incrementAndGet();
      return Math.max(0, start.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = start.read(bytes, offset, length);
      if (read < 0) {
        Arrays.fill(bytes, offset, offset + length, (byte) 0);
        read = length;
      }
      if (sent.addAndGet(read) > 64 << 20) {
        throw new IOException("More was read than any pack has");
      }
      return read;
    }
  }

  @Test
  void whereTheSpaceTellsNoLengthsAPackIsNotTakenForCutOff() throws IOException {
    MemoryStore silent =
        new MemoryStore() {
          @Override
          public List<ListedObject> list(String folder) {
            return super.list(folder).stream()
                .map(object -> new ListedObject(object.key(), -1, object.modifiedMillis()))
                .toList();
          }
        };
    try (Vault vault = Vault.openOrCreate(silent, KEY, null)) {
      Contents.backUp(vault, folder, contents);

      VerifyResult result = maintenance(vault).verify(true);

      assertThat(result.problems()).isEmpty();
      assertThat(result.bytesRead())
          .isEqualTo(
              silent.keys("packs/").stream().mapToLong(key -> silent.bytes(key).length).sum());
    }
  }

  @Test
  void verifyingAsksTheSpaceForWhatIsKeptHereToo() throws IOException {
    try (Vault vault = Vault.openOrCreate(store, KEY, folder.resolve("state"))) {
      Contents.backUp(vault, folder, contents);
      VaultMaintenance maintenance = maintenance(vault);
      assertThat(maintenance.verify(true).problems()).isEmpty();
      for (String kind : new String[] {"index/", "snapshots/"}) {
        String key = store.keys(kind).get(0);
        MemoryStore.Stored good = store.objects.get(key);
        store.objects.put(key, new MemoryStore.Stored(new byte[300], 1));
        assertThat(maintenance.verify(false).problems()).as(key).anyMatch(p -> p.contains(key));
        assertThat(maintenance.verify(true).problems()).as(key).anyMatch(p -> p.contains(key));
        store.objects.put(key, good);
      }
      assertThat(maintenance.verify(true).problems()).isEmpty();
    }
  }
}
