package io.spaces.client.internal.vault;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.http.Cancellation;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.IndexFormat;
import io.spaces.client.internal.vault.format.Keys;
import io.spaces.client.internal.vault.format.PackFormat;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntPredicate;

/**
 * Removes what nothing needs. The order of steps makes it safe to be killed at any point: what is
 * still needed of packs to be given up is first stored anew, then a new index that lists only what
 * stays is written, then the old index goes, and only then packs.
 */
final class Prune {
  private final Vault vault;
  private final Path temporaryDirectory;
  private final Cancellation cancellation;
  private final Queue<Throwable> rewriteFailed = new ConcurrentLinkedQueue<>();

  Prune(Vault vault, Path temporaryDirectory, Cancellation cancellation) {
    this.vault = vault;
    this.temporaryDirectory = temporaryDirectory;
    this.cancellation = cancellation;
  }

  PruneResult run(Instant now, Duration patience) {
    try (VaultLock lock = vault.locks().acquire(true, "a pruning", patience)) {
      // Compared with what this client has seen: of a vault that was set back nothing is deleted.
      List<SnapshotRecord> all = vault.snapshots().list();
      if (all.isEmpty() && !vault.snapshots().seen().areSomeDeleted()) {
        requireNoPacks();
      }
      Set<String> expired = expired(all, now);
      List<SnapshotRecord> kept =
          all.stream().filter(found -> !expired.contains(found.snapshot().id())).toList();
      PruneResult result = sweep(lock, kept, expired);
      vault.snapshots().seen().compact();
      VaultCreation.tidyUp(vault.objects().store());
      return result;
    }
  }

  /** Whoever has never seen the snapshots would not miss them, and delete all that they need. */
  private void requireNoPacks() {
    if (!vault.objects().store().list(Keys.PACKS).isEmpty()) {
      throw new IntegrityException(
          "The space holds the vault's packs, but shows no snapshot, and no note that one was ever"
              + " deleted. Nothing was removed. Where a first backup has not come to its end, the"
              + " next one uses them; otherwise the space has lost the snapshots, or hides them",
          null);
    }
  }

  private static Set<String> expired(List<SnapshotRecord> newestFirst, Instant now) {
    String newestComplete =
        newestFirst.stream()
            .map(SnapshotRecord::snapshot)
            .filter(snapshot -> snapshot.complete() && !snapshot.time().isAfter(now))
            .map(Snapshot::id)
            .findFirst()
            .orElse("");
    Set<String> expired = new LinkedHashSet<>();
    for (SnapshotRecord found : newestFirst) {
      Instant expiresAt = found.snapshot().expiresAt();
      if (expiresAt != null
          && !expiresAt.isAfter(now)
          && !found.snapshot().id().equals(newestComplete)) {
        expired.add(found.snapshot().id());
      }
    }
    return expired;
  }

  private PruneResult sweep(VaultLock lock, List<SnapshotRecord> snapshots, Set<String> expired) {
    Map<String, StoredObject> stored = new HashMap<>();
    for (StoredObject object : vault.objects().store().list(Keys.PACKS)) {
      stored.put(object.key(), object);
    }
    Set<String> indexNames = vault.index().names();
    BlobIndex index = vault.index().loadWithCopies();
    UsedBlobs used = new UsedBlobs(index);
    List<IndexFormat.Pack> written = new ArrayList<>();
    BitSet rewrite;
    PackUsage usage;
    try (VaultReader reader = new VaultReader(vault, temporaryDirectory, 1, index)) {
      used.mark(reader, snapshots);
      usage = new PackUsage(index, used);
      rewrite = usage.toRewrite();
      new SpareCopies(vault, index, used)
          .requireNeedless(pack -> usage.isUsed(pack) && !rewrite.get(pack), cancellation);
      rewrite(index, used, usage, rewrite, written);
    }
    Set<String> stay = new HashSet<>();
    for (int pack = 0; pack < index.packCount(); pack++) {
      if (usage.isUsed(pack) && !rewrite.get(pack)) {
        requireStored(index, pack, stored);
        stay.add(index.packKey(pack));
      }
    }
    lock.check();
    // Not before all that the others need was found.
    vault.snapshots().delete(expired);
    boolean sameIndex =
        written.isEmpty()
            && index.lost().isEmpty()
            && listsOnly(index, stay)
            && indexNames.size() == 1;
    if (!sameIndex) {
      replaceIndex(lock, index, indexNames, stay, written);
    }
    return deletePacks(lock, stored, stay, written, List.copyOf(expired));
  }

  private static boolean listsOnly(BlobIndex index, Set<String> stay) {
    for (int pack = 0; pack < index.packCount(); pack++) {
      if (!stay.contains(index.packKey(pack))) {
        return false;
      }
    }
    return true;
  }

  private static void requireStored(BlobIndex index, int pack, Map<String, StoredObject> stored) {
    if (!stored.containsKey(index.packKey(pack))) {
      throw missing(index.packKey(pack));
    }
  }

  private static IntegrityException missing(String key) {
    return new IntegrityException(
        "The vault's object "
            + key
            + " is missing in the space, but a snapshot needs it. Nothing was deleted; see what"
            + " verify finds",
        null);
  }

  private void rewrite(
      BlobIndex index,
      UsedBlobs used,
      PackUsage usage,
      BitSet packs,
      List<IndexFormat.Pack> written) {
    if (packs.isEmpty()) {
      return;
    }
    // Entries of snapshots keep to packs of their own, so that listing them stays cheap.
    for (boolean entries : new boolean[] {false, true}) {
      try (PackStore target =
          new PackStore(
              vault.objects(),
              1,
              cancellation,
              (pack, failure) -> {
                if (failure == null) {
                  synchronized (written) {
                    written.add(pack.indexed());
                  }
                } else {
                  rewriteFailed.add(failure);
                }
              })) {
        packs.stream()
            .filter(pack -> usage.needed(pack, entries) > 0)
            .forEach(pack -> copy(index, used, pack, entries, usage.needed(pack, entries), target));
        target.flush();
      }
      if (!rewriteFailed.isEmpty()) {
        throw PackStore.asUnchecked(rewriteFailed.iterator().next());
      }
    }
  }

  private void copy(
      BlobIndex index, UsedBlobs used, int pack, boolean entries, int needed, PackStore target) {
    cancellation.throwIfCancelled();
    String key = index.packKey(pack);
    IntPredicate wanted =
        number ->
            used.isUsed(number)
                && used.holdsEntries(number) == entries
                && index.location(number).pack() == pack;
    Map<BlobHeader, byte[]> blobs =
        vault
            .objects()
            .get(key, in -> readBlobs(in, index, wanted))
            .orElseThrow(() -> missing(key));
    if (blobs.size() < needed) {
      throw new IntegrityException(
          "The vault's object "
              + key
              + " lacks a blob that its index names and a snapshot needs. No pack was deleted; see"
              + " what verify finds",
          null);
    }
    blobs.forEach(
        (header, stored) -> {
          PackBuilder builder = target.take();
          try {
            builder.add(header, stored);
          } finally {
            target.giveBack(builder);
          }
        });
  }

  private static Map<BlobHeader, byte[]> readBlobs(
      InputStream pack, BlobIndex index, IntPredicate wanted) throws IOException {
    Map<BlobHeader, byte[]> blobs = new LinkedHashMap<>();
    PackFormat.read(
        pack,
        (header, offset, stored) -> {
          int number = index.number(header.id());
          if (number >= 0 && wanted.test(number)) {
            blobs.put(header, stored);
          }
        });
    return blobs;
  }

  private void replaceIndex(
      VaultLock lock,
      BlobIndex index,
      Set<String> oldNames,
      Set<String> stay,
      List<IndexFormat.Pack> written) {
    List<IndexFormat.Pack> batch = new ArrayList<>(written);
    Set<String> listed = new HashSet<>();
    for (String name : oldNames) {
      if (index.isDamaged(Keys.INDEX + name)) {
        continue; // all that is needed was found in others
      }
      List<IndexFormat.Pack> listedThere =
          vault
              .index()
              .read(name, IndexStore.Collector::new)
              .map(IndexStore.Collector::packs)
              .orElse(List.of());
      for (IndexFormat.Pack pack : listedThere) {
        String key = Keys.pack(pack.id());
        if (stay.contains(key) && listed.add(key)) {
          batch.add(pack);
        }
      }
      if (batch.stream().mapToLong(IndexFormat.Pack::length).sum() > IndexStore.BYTES) {
        vault.index().write(batch);
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      vault.index().write(batch);
    }
    if (!listed.containsAll(stay)) {
      throw new IntegrityException(
          "A part of the vault's index was there at first and then was not. No pack was deleted;"
              + " try again, and see what verify finds",
          null);
    }
    lock.check();
    for (String name : oldNames) {
      lock.checkAgain();
      vault.index().delete(name);
    }
  }

  private PruneResult deletePacks(
      VaultLock lock,
      Map<String, StoredObject> stored,
      Set<String> stay,
      List<IndexFormat.Pack> written,
      List<String> removed) {
    long freed = 0;
    int deleted = 0;
    for (StoredObject object : stored.values()) {
      if (Keys.packId(object.key()) != null && !stay.contains(object.key())) {
        lock.checkAgain();
        vault.objects().store().delete(object.key());
        freed += object.size();
        deleted++;
      }
    }
    for (IndexFormat.Pack pack : written) {
      freed -= vault.objects().sealedLength(pack.contentLength());
    }
    return new PruneResult(removed, deleted, written.size(), freed);
  }
}
