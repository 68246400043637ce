package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.content.chunk.ChunkSizes;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.Waiter;
import io.spaces.client.snapshot.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A vault that two machines back up to, each with a state of its own, until the space loses a part
 * of it. A third machine knows nothing.
 */
final class LossyVault {
  static final int STRANGER = 2;
  static final int MACHINES = 3;

  private static final ChunkSizes CHUNKS = new ChunkSizes(4 << 10, 16 << 10, 64 << 10);

  final Random random;
  private final Path folder;
  private final String context;
  final MemoryStore store = new MemoryStore();
  private final @Nullable Encryption key;
  final Map<String, Map<String, byte[]>> history = new HashMap<>();
  private final Map<String, byte[]> known = new HashMap<>();
  final List<String> log = new ArrayList<>();
  Map<String, byte[]> source;
  Instant now = Contents.TIME;

  LossyVault(Random random, Path folder, String context) {
    this.random = random;
    this.folder = folder;
    this.context = context;
    key = random.nextBoolean() ? Encryption.key("12".repeat(32)) : null;
    source = Contents.random(random, 10 + random.nextInt(20), 80_000);
  }

  String context() {
    return context + log;
  }

  Vault open(int machine) {
    Path state = machine == STRANGER ? null : folder.resolve("machine-" + machine);
    return Vault.openOrCreate(store, key, state, CHUNKS, Waiter.system());
  }

  VaultMaintenance maintenance(Vault vault) {
    return new VaultMaintenance(vault, folder, Duration.ZERO, new Cancellation());
  }

  private VaultBackup.Plan plan() {
    now = now.plusSeconds(60);
    Compression compression =
        switch (random.nextInt(3)) {
          case 0 -> Compression.none();
          case 1 -> Compression.deflate(6);
          default -> Compression.zstd(3);
        };
    return new VaultBackup.Plan(now, "", null, null, null, compression, 3, folder, Duration.ZERO);
  }

  /** A backup of the source, incremental on the first machine. */
  Snapshot backUp(int machine) throws IOException {
    try (Vault vault = open(machine);
        VaultBackup backup = new VaultBackup(vault, plan(), new Cancellation())) {
      read(backup, machine == 0);
      return commit(backup);
    }
  }

  private Snapshot commit(VaultBackup backup) {
    Snapshot snapshot = backup.commit(true);
    history.put(snapshot.id(), new TreeMap<>(source));
    return snapshot;
  }

  private void read(VaultBackup backup, boolean incremental) throws IOException {
    try (VaultBackup.Worker worker = backup.worker()) {
      for (Map.Entry<String, byte[]> file : source.entrySet()) {
        var entry = Contents.entry(file.getKey(), file.getValue().length);
        byte[] remembered = known.get(file.getKey() + Arrays.hashCode(file.getValue()));
        if (incremental && remembered != null && backup.addKnown(entry, remembered)) {
          continue;
        }
        VaultBackup.FileContent content = worker.read(new ByteArrayInputStream(file.getValue()));
        content.keep(
            entry,
            failure -> {
              if (failure == null && incremental) {
                synchronized (known) {
                  known.put(file.getKey() + Arrays.hashCode(file.getValue()), content.known());
                }
              }
            });
      }
      backup.flush();
    }
  }

  private void edit() {
    source = new TreeMap<>(source);
    for (String name : List.copyOf(source.keySet())) {
      int what = random.nextInt(10);
      if (what == 0) {
        source.remove(name);
      } else if (what == 1) {
        source.put(name, Contents.bytes(random, random.nextInt(80_000)));
      } else if (what == 2) {
        source.put("copy " + random.nextInt(100), source.get(name));
      }
    }
    if (random.nextInt(3) == 0) {
      source.put("large " + random.nextInt(100), Contents.bytes(random, 300_000));
    }
  }

  /** Some backups, deletions and prunings, one or the other of them killed. */
  void live() throws IOException {
    backUp(0);
    int steps = 1 + random.nextInt(5);
    for (int i = 0; i < steps; i++) {
      edit();
      switch (random.nextInt(7)) {
        case 0, 1 -> backUp(0);
        case 2 -> backUp(1);
        case 3 -> backUpTwiceAtTheSameTime();
        case 4 -> killed(8, () -> backUp(random.nextInt(2)));
        case 5 -> deleteOne();
        default -> prune();
      }
    }
  }

  private void backUpTwiceAtTheSameTime() throws IOException {
    log.add("two backups");
    try (Vault a = open(0);
        Vault b = open(1);
        VaultBackup one = new VaultBackup(a, plan(), new Cancellation());
        VaultBackup two = new VaultBackup(b, plan(), new Cancellation())) {
      read(one, true);
      read(two, false);
      commit(one);
      commit(two);
    }
  }

  private void deleteOne() {
    log.add("delete");
    try (Vault vault = open(random.nextInt(MACHINES))) {
      List<SnapshotRecord> all = vault.snapshots().list();
      if (all.size() > 1) {
        String id = all.get(random.nextInt(all.size())).snapshot().id();
        maintenance(vault).delete(id, Instant.now());
        history.remove(id);
      }
    }
  }

  private void prune() {
    log.add("prune");
    try (Vault vault = open(random.nextInt(MACHINES))) {
      maintenance(vault).prune(now, Duration.ZERO);
    }
  }

  /** Lets a client die after some change, or after the last. */
  void killed(int most, Client client) throws IOException {
    log.add("killed");
    store.diesAfter(random.nextInt(most));
    try {
      client.run();
    } catch (SpaceException | IllegalStateException e) {
      log.add(e.getClass().getSimpleName());
    }
    store.lives();
    store.keys("locks/").forEach(store.objects::remove);
  }

  /** What a client does. */
  interface Client {
    void run() throws IOException;
  }

  /** Loses or damages some objects. */
  void damage() {
    int count = 1 + random.nextInt(4);
    String[] kinds = {"packs/", "packs/", "packs/", "index/", "index/", "snapshots/", "deletions/"};
    for (int i = 0; i < count; i++) {
      List<String> keys = store.keys(kinds[random.nextInt(kinds.length)]);
      if (!keys.isEmpty()) {
        damage(keys.get(random.nextInt(keys.size())));
      }
    }
  }

  private void damage(String key) {
    byte[] bytes = store.bytes(key).clone();
    List<String> alike = store.keys(key.substring(0, key.indexOf('/') + 1));
    String other = alike.get(random.nextInt(alike.size()));
    int what = bytes.length == 0 ? 0 : random.nextInt(6);
    log.add(what + " " + key);
    switch (what) {
      case 0 -> store.objects.remove(key);
      case 1 -> replace(key, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      case 2 -> replace(key, new byte[0]);
      case 3 -> {
        replace(key, store.bytes(other));
        replace(other, bytes);
      }
      case 4 -> replace(key, Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100_000)));
      default -> {
        for (int flips = random.nextInt(3); flips >= 0; flips--) {
          bytes[random.nextInt(bytes.length)] ^= 1;
        }
        replace(key, bytes);
      }
    }
  }

  private void replace(String key, byte[] bytes) {
    store.objects.put(key, new MemoryStore.Stored(bytes, 1));
  }

  /** The files of each snapshot that a machine can read now, all of them as they were. */
  Map<String, Set<String>> readable(int machine) {
    Map<String, Set<String>> all = new TreeMap<>();
    try (Vault vault = open(machine)) {
      history.forEach((id, files) -> all.put(id, readable(vault, id, files)));
    }
    return all;
  }

  private Set<String> readable(Vault vault, String id, Map<String, byte[]> files) {
    Set<String> read = new TreeSet<>();
    try (VaultReader reader = new VaultReader(vault, folder, 1);
        VaultReader.Worker worker = reader.worker();
        VaultReader.Entries entries = reader.entries(vault.snapshots().get(id))) {
      while (entries.hasNext()) {
        VaultEntry entry = entries.next();
        String path = entry.entry().path();
        if (isReadable(worker, entry, files.get(path))) {
          read.add(path);
        }
      }
    } catch (IntegrityException | SnapshotNotFoundException e) {
      // What was read until here is all.
    }
    return read;
  }

  private boolean isReadable(VaultReader.Worker worker, VaultEntry entry, byte @Nullable [] file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      worker.copy(entry, out);
    } catch (IntegrityException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(out.toByteArray()).as("%s: %s", context(), entry.entry().path()).isEqualTo(file);
    return true;
  }
}
