package io.spaces.client.internal.vault;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.CancelledException;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultBackupTest {
  private static final Encryption KEY = Encryption.key("ef".repeat(32));

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();

  private static byte[] noise(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void tenThousandSmallFilesCostAHandfulOfRequests() throws Exception {
    Random random = new Random(3);
    Map<String, byte[]> contents = new TreeMap<>();
    for (int i = 0; i < 10_000; i++) {
      contents.put("d" + i % 100 + "/f" + i, noise(random, 5_000));
    }
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      long before = store.puts.get();
      Contents.backUp(vault, folder, contents);
      assertThat(store.keys("packs/").size()).isLessThanOrEqualTo(6);
      assertThat(store.puts.get() - before).isLessThanOrEqualTo(20);
      long gets = store.gets.get();
      Contents.assertSame(Contents.restore(vault, folder, null), contents, "restored");
      assertThat(store.gets.get() - gets).isLessThanOrEqualTo(20);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void makesNoSnapshotInAVaultThatWasRemovedOrReplacedMeanwhile(boolean replaced) {
    MemoryStore other = new MemoryStore();
    Vault.openOrCreate(other, KEY, null).close();
    try (Vault vault = Vault.openOrCreate(store, KEY, null);
        VaultBackup backup = new VaultBackup(vault, Contents.plan(folder), new Cancellation())) {
      backup.add(Contents.entry("empty", 0));
      MemoryStore.Stored config = store.objects.remove("config");
      assertThat(config).isNotNull();
      if (replaced) {
        store.objects.put("config", new MemoryStore.Stored(other.bytes("config"), 1));
      }

      assertThatThrownBy(() -> backup.commit(true))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("removed or replaced");
    }
    assertThat(store.keys("snapshots/")).isEmpty();
  }

  @Test
  void sendsWhatSeveralWorkersMeetAtTheSameTimeOnlyOnce() throws Exception {
    Random random = new Random(4);
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      contents.add(noise(random, 300_000));
    }
    try (Vault vault = Vault.openOrCreate(store, KEY, null);
        VaultBackup backup = new VaultBackup(vault, Contents.plan(folder), new Cancellation())) {
      AtomicInteger safe = new AtomicInteger();
      ExecutorService threads = Executors.newFixedThreadPool(8);
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int thread = t;
        done.add(
            threads.submit(
                () -> {
                  try (VaultBackup.Worker worker = backup.worker()) {
                    for (int i = 0; i < contents.size(); i++) {
                      byte[] bytes = contents.get(i);
                      worker
                          .read(new ByteArrayInputStream(bytes))
                          .keep(
                              Contents.entry("t" + thread + "/" + i, bytes.length),
                              failure -> safe.addAndGet(failure == null ? 1 : 1_000_000));
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> future : done) {
        future.get();
      }
      threads.shutdown();
      backup.flush();
      assertThat(safe.get()).isEqualTo(8 * contents.size());
      backup.commit(true);
      long once = 40 * 300_000 + 200_000;
      assertThat(store.putBytes.get()).as("with padding").isLessThan(once + once / 32);
      Map<String, byte[]> restored = Contents.restore(vault, folder, null);
      assertThat(restored).hasSize(320);
      restored.forEach(
          (name, bytes) ->
              assertThat(bytes)
                  .isEqualTo(
                      contents.get(Integer.parseInt(name.substring(name.indexOf('/') + 1)))));
    }
  }

  @Test
  void anUnchangedSourceCostsNoPackAndIsNotRead() throws Exception {
    Random random = new Random(5);
    byte[] small = noise(random, 1000);
    byte[] large = noise(random, 90_000_000);
    Map<String, byte[]> known = new HashMap<>();
    Path state = folder.resolve("state");
    try (Vault vault = Vault.openOrCreate(store, KEY, state);
        VaultBackup backup = new VaultBackup(vault, Contents.plan(folder), new Cancellation());
        VaultBackup.Worker worker = backup.worker()) {
      for (Map.Entry<String, byte[]> file : Map.of("small", small, "large", large).entrySet()) {
        VaultBackup.FileContent content = worker.read(new ByteArrayInputStream(file.getValue()));
        known.put(file.getKey(), content.known());
        content.keep(Contents.entry(file.getKey(), file.getValue().length), failure -> {});
      }
      backup.flush();
      backup.commit(true);
    }
    assertThat(requireNonNull(known.get("large")).length).isLessThanOrEqualTo(2048);
    int packs = store.keys("packs/").size();
    long bytes = store.putBytes.get();
    try (Vault vault = Vault.openOrCreate(store, KEY, state);
        VaultBackup backup = new VaultBackup(vault, Contents.plan(folder), new Cancellation())) {
      assertThat(backup.addKnown(Contents.entry("small", 1000), requireNonNull(known.get("small"))))
          .isTrue();
      assertThat(
              backup.addKnown(
                  Contents.entry("large", large.length), requireNonNull(known.get("large"))))
          .isTrue();
      assertThat(backup.addKnown(Contents.entry("other", 1001), requireNonNull(known.get("small"))))
          .isFalse();
      assertThat(backup.addKnown(Contents.entry("other", 5), new byte[32])).isFalse();
      assertThat(backup.addKnown(Contents.entry("other", 5), new byte[31])).isFalse();
      assertThat(backup.addKnown(Contents.entry("other", 5), new byte[7])).isFalse();
      Snapshot snapshot = backup.commit(true);
      assertThat(snapshot.sent()).isZero();
      Contents.assertSame(
          Contents.restore(vault, folder, snapshot.id()),
          Map.of("small", small, "large", large),
          "restored");
    }
    assertThat(store.keys("packs/")).hasSize(packs);
    assertThat(store.putBytes.get() - bytes).isLessThan(10_000);
  }

  @Test
  void anInsertionIntoALargeFileSendsOnlyItsNeighbourhood() throws Exception {
    Random random = new Random(6);
    byte[] before = noise(random, 60_000_000);
    byte[] inserted = noise(random, 1 << 20);
    byte[] after = new byte[before.length + inserted.length];
    System.arraycopy(before, 0, after, 0, 30_000_000);
    System.arraycopy(inserted, 0, after, 30_000_000, inserted.length);
    System.arraycopy(before, 30_000_000, after, 30_000_000 + inserted.length, 30_000_000);
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      Contents.backUp(vault, folder, Map.of("a", before));
      long sent = store.putBytes.get();
      String second = Contents.backUp(vault, folder, Map.of("a", after)).id();
      assertThat(store.putBytes.get() - sent).isLessThan(8 << 20);
      Contents.assertSame(Contents.restore(vault, folder, second), Map.of("a", after), "restored");
    }
  }

  @Test
  void aPackThatCannotBeStoredFailsItsFilesAndNoOthers() throws Exception {
    Random random = new Random(7);
    try (Vault vault = Vault.openOrCreate(store, KEY, null);
        VaultBackup backup = new VaultBackup(vault, Contents.plan(folder), new Cancellation());
        VaultBackup.Worker worker = backup.worker()) {
      Map<String, Object> outcomes = new TreeMap<>();
      byte[] good = noise(random, 1000);
      byte[] bad = noise(random, 2000);
      worker
          .read(new ByteArrayInputStream(good))
          .keep(Contents.entry("good", 1000), failure -> outcomes.put("good", "" + failure));
      backup.flush();
      store.refuse(key -> key.startsWith("packs/"));
      worker
          .read(new ByteArrayInputStream(bad))
          .keep(Contents.entry("bad", 2000), failure -> outcomes.put("bad", "" + failure));
      worker
          .read(new ByteArrayInputStream(good))
          .keep(
              Contents.entry("good again", 1000),
              failure -> outcomes.put("good again", "" + failure));
      backup.flush();
      store.lives();
      worker
          .read(new ByteArrayInputStream(bad))
          .keep(
              Contents.entry("bad later", 2000),
              failure -> outcomes.put("bad later", "" + failure));
      backup.flush();
      assertThat(outcomes).containsEntry("good", "null").containsEntry("good again", "null");
      assertThat(outcomes).containsEntry("bad later", "null");
      assertThat(String.valueOf(outcomes.get("bad"))).contains("refuses packs/");
      Snapshot snapshot = backup.commit(false);
      assertThat(snapshot.complete()).isFalse();
      assertThat(Contents.restore(vault, folder, null))
          .containsOnlyKeys("good", "good again", "bad later");
    }
  }

  @Test
  void endsEarlyWhenTheSpaceTakesNothing() throws Exception {
    Random random = new Random(8);
    try (Vault vault = Vault.openOrCreate(store, KEY, null);
        VaultBackup backup = new VaultBackup(vault, Contents.plan(folder), new Cancellation());
        VaultBackup.Worker worker = backup.worker()) {
      store.refuse(key -> key.startsWith("packs/"));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  worker
                      .read(new ByteArrayInputStream(noise(random, 4_000_000)))
                      .keep(Contents.entry("f" + i, 4_000_000), failure -> {});
                }
              })
          .isInstanceOf(SpaceConnectionException.class);
    }
    assertThat(store.keys("snapshots/")).isEmpty();
  }

  @Test
  void aCancelledBackupWritesNoSnapshotAndWaitsForNothing() throws Exception {
    Cancellation cancellation = new Cancellation();
    try (Vault vault = Vault.openOrCreate(store, KEY, null);
        VaultBackup backup = new VaultBackup(vault, Contents.plan(folder), cancellation);
        VaultBackup.Worker worker = backup.worker()) {
      worker
          .read(new ByteArrayInputStream(new byte[1000]))
          .keep(Contents.entry("a", 1000), failure -> {});
      cancellation.cancel();
      assertThatThrownBy(() -> backup.commit(true)).isInstanceOf(CancelledException.class);
    }
    assertThat(store.keys("snapshots/")).isEmpty();
    assertThat(store.heldLocks()).isEmpty();
  }

  @Test
  void keepsEntriesInOrderHoweverTheyCome() throws Exception {
    List<String> names =
        List.of("a", "a/b", "a/b/c", "a/z", "a b", "a!", "a-b/c", "a.txt", "b", "é", "日本", "😀");
    List<String> shuffled = new ArrayList<>(names);
    java.util.Collections.shuffle(shuffled, new Random(9));
    try (Vault vault = Vault.openOrCreate(store, null, null);
        VaultBackup backup = new VaultBackup(vault, Contents.plan(folder), new Cancellation())) {
      for (String name : shuffled) {
        backup.add(
            SnapshotEntry.builder(
                    name, SnapshotEntry.Type.SYMBOLIC_LINK, Contents.TIME.plusNanos(123456789))
                .linkTarget("to/" + name)
                .build());
      }
      backup.commit(true);
      List<VaultEntry> entries = new ArrayList<>();
      try (VaultReader reader = new VaultReader(vault, folder, 1);
          VaultReader.Entries all =
              reader.entries(Contents.newest(vault, Instant.now()).orElseThrow())) {
        all.forEachRemaining(entries::add);
      }
      assertThat(entries)
          .extracting(entry -> entry.entry().path())
          .containsExactly(
              "a", "a/b", "a/b/c", "a/z", "a b", "a!", "a-b/c", "a.txt", "b", "é", "日本", "😀");
      assertThat(entries)
          .allSatisfy(
              entry -> {
                assertThat(entry.entry().linkTarget()).isEqualTo("to/" + entry.entry().path());
                assertThat(entry.entry().modified()).isEqualTo(Contents.TIME.plusNanos(123456789));
              });
    }
  }

  @Test
  void aPathThatComesTwiceMakesNoSnapshot() {
    try (Vault vault = Vault.openOrCreate(store, KEY, null)) {
      try (VaultBackup backup = new VaultBackup(vault, Contents.plan(folder), new Cancellation())) {
        backup.add(Contents.entry("a", 0));
        backup.add(Contents.entry("b", 0));
        backup.add(Contents.entry("a", 0));
        assertThatThrownBy(() -> backup.commit(true)).hasMessageContaining("\"a\" twice");
      }
      assertThat(vault.snapshots().list()).isEmpty();
    }
  }
}
