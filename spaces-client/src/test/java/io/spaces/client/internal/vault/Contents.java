package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Compression;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.vault.snapshot.Chosen;
import io.spaces.client.internal.vault.snapshot.PackOrder;
import io.spaces.client.internal.vault.snapshot.SnapshotSelector;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Backs maps of names and contents up, and gets them back. */
public final class Contents {
  public static final Instant TIME = Instant.parse("2026-11-22T01:54:00Z");

  private Contents() {}

  public static Map<String, byte[]> random(Random random, int files, int most) {
    Map<String, byte[]> contents = new TreeMap<>();
    for (int i = 0; i < files; i++) {
      contents.put(
          "folder " + random.nextInt(5) + "/file-" + i + ".bin",
          bytes(random, random.nextInt(most)));
    }
    return contents;
  }

  public static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
      return bytes;
    }
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(4));
    }
    return bytes;
  }

  static SnapshotEntry entry(String path, long size) {
    return SnapshotEntry.builder(path, SnapshotEntry.Type.FILE, TIME)
        .size(size)
        .permissions(0644)
        .build();
  }

  public static VaultBackup.Plan plan(Path temporary) {
    return new VaultBackup.Plan(
        TIME, "", null, null, null, Compression.deflate(6), 3, temporary, Duration.ZERO);
  }

  public static Snapshot backUp(Vault vault, Path temporary, Map<String, byte[]> contents)
      throws IOException {
    return backUp(vault, plan(temporary), contents);
  }

  public static Snapshot backUp(Vault vault, VaultBackup.Plan plan, Map<String, byte[]> contents)
      throws IOException {
    try (VaultBackup backup = new VaultBackup(vault, plan, new Cancellation());
        VaultBackup.Worker worker = backup.worker()) {
      List<Throwable> failures = new ArrayList<>();
      for (Map.Entry<String, byte[]> file : contents.entrySet()) {
        worker
            .read(new ByteArrayInputStream(file.getValue()))
            .keep(
                entry(file.getKey(), file.getValue().length),
                failure -> {
                  if (failure != null) {
                    synchronized (failures) {
                      failures.add(failure);
                    }
                  }
                });
      }
      backup.flush();
      if (!failures.isEmpty()) {
        throw new AssertionError("A content failed", failures.get(0));
      }
      return backup.commit(true);
    }
  }

  public static void assertSame(
      Map<String, byte[]> actual, Map<String, byte[]> expected, String context) {
    assertThat(actual.keySet()).as(context).isEqualTo(expected.keySet());
    expected.forEach(
        (name, bytes) ->
            assertThat(Arrays.equals(actual.get(name), bytes))
                .as("%s: the content of %s", context, name)
                .isTrue());
  }

  public static Map<String, byte[]> restore(Vault vault, Path temporary, @Nullable String id)
      throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (VaultReader reader = new VaultReader(vault, temporary, 2);
        VaultReader.Worker worker = reader.worker();
        PackOrder order = reader.inPackOrder();
        VaultReader.Entries entries =
            reader.entries(
                id == null
                    ? newest(vault, Instant.now()).orElseThrow()
                    : vault.snapshots().get(id))) {
      entries.forEachRemaining(order::add);
      for (VaultEntry file = order.poll(); file != null; file = order.poll()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        worker.copy(file, out);
        contents.put(file.entry().path(), out.toByteArray());
      }
    }
    return contents;
  }

  /** The snapshot that a restore at some time would choose. */
  public static Optional<SnapshotRecord> newest(Vault vault, Instant now) {
    return vault
        .snapshots()
        .choose(new SnapshotSelector(null, null, false, false), now)
        .map(Chosen::record);
  }

  /** The newest complete snapshot of some time. */
  static Optional<SnapshotRecord> newestComplete(Vault vault, Instant at) {
    return vault
        .snapshots()
        .choose(new SnapshotSelector(null, at, false, false), at)
        .map(Chosen::record);
  }
}
