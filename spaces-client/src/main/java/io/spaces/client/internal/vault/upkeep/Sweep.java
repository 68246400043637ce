package io.spaces.client.internal.vault.upkeep;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.Workers;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.IndexFormat;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.internal.vault.index.IndexStore;
import io.spaces.client.internal.vault.lock.VaultLock;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.pack.PackStore;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.transfer.Warning;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * What one pruning is going to do, and how it does it. The order of steps makes it safe to be
 * killed at any point: what is still needed of packs to be given up is first stored anew, then a
 * new index that lists only what stays is written, then the old index goes, and only then packs.
 */
final class Sweep {
  /** How many objects are deleted at once. */
  private static final int DELETIONS = 8;

  private final Vault vault;
  private final Set<String> gone;
  private final List<SnapshotRecord> expired;
  private final List<Warning> warnings;
  private final Cancellation cancellation;
  private final Monitor monitor;
  private final Set<String> snapshotKeys;
  private final Set<String> indexNames;
  private final BlobIndex index;
  private final Map<String, ListedObject> stored = new HashMap<>();
  private final Set<String> young = new HashSet<>();
  private final Set<String> stay = new HashSet<>();
  private final UsedBlobs used;
  private PackUsage usage;
  private BitSet rewrite = new BitSet();
  private List<IndexFormat.Pack> written = List.of();

  /**
   * Looks at the packs and the index as they are now.
   *
   * @param snapshotKeys the objects of snapshots that this was worked out from
   * @param gone the ids of the snapshots to be removed for good
   * @param expired the snapshots to be moved to the trash
   * @param ages tells which packs stay whatever needs them
   * @param warnings what is to be said of the result
   */
  Sweep(
      Vault vault,
      Set<String> snapshotKeys,
      Set<String> gone,
      List<SnapshotRecord> expired,
      List<Warning> warnings,
      PackAges ages,
      Cancellation cancellation,
      Monitor monitor) {
    this.vault = vault;
    this.gone = gone;
    this.expired = expired;
    this.warnings = warnings;
    this.cancellation = cancellation;
    this.monitor = monitor;
    this.snapshotKeys = snapshotKeys;
    for (ListedObject object : vault.objects().store().list(ObjectNames.PACKS)) {
      stored.put(object.key(), object);
    }
    ages.look(stored.values());
    stored.values().stream().filter(ages::isYoung).forEach(pack -> young.add(pack.key()));
    indexNames = vault.index().names();
    index = vault.index().loadWithCopies();
    used = new UsedBlobs(index);
    usage = new PackUsage(index, used);
  }

  /** Finds what is needed, and which packs are to go. */
  void survey(List<SnapshotRecord> kept, Path temporaryDirectory) {
    try (VaultReader reader = new VaultReader(vault, temporaryDirectory, 1, index)) {
      for (SnapshotRecord snapshot : kept) {
        cancellation.throwIfCancelled();
        used.mark(reader, List.of(snapshot));
        monitor.settled(0);
      }
    }
    usage = new PackUsage(index, used);
    rewrite = usage.toRewrite();
    keepUsed();
  }

  /** A snapshot that is not listed yet may need what is young, as it is. */
  private boolean isYoung(int pack) {
    return young.contains(index.packKey(pack));
  }

  private void keepUsed() {
    for (int pack = 0; pack < index.packCount(); pack++) {
      if (isYoung(pack)) {
        rewrite.clear(pack);
        stay.add(index.packKey(pack));
      } else if (usage.isUsed(pack) && !rewrite.get(pack)) {
        if (!stored.containsKey(index.packKey(pack))) {
          throw PackRewrite.missing(index.packKey(pack));
        }
        stay.add(index.packKey(pack));
      }
    }
  }

  /** How much of what the packs take would be free, 0 to 1. */
  double share() {
    long total = stored.values().stream().mapToLong(ListedObject::size).sum();
    return total <= 0 ? 0 : (double) freeable() / total;
  }

  /** The same, of the packs alone where lists tell no sizes. */
  double shareOfPacks() {
    if (stored.isEmpty() || stored.values().stream().anyMatch(object -> object.size() >= 0)) {
      return share();
    }
    Set<String> keys = needless();
    keys.retainAll(stored.keySet());
    rewrite.stream().mapToObj(index::packKey).forEach(keys::remove);
    return (double) keys.size() / stored.size();
  }

  private long freeable() {
    long needed = rewrite.stream().mapToLong(usage::neededBytes).sum();
    return Math.max(0, sizes(needless()) - needed);
  }

  private long sizes(Set<String> keys) {
    return keys.stream()
        .map(stored::get)
        .filter(Objects::nonNull)
        .mapToLong(object -> Math.max(0, object.size()))
        .sum();
  }

  PruneResult preview() {
    return result(0, freeable());
  }

  /** How many packs are stored anew, and deleted. */
  long steps() {
    return rewrite.cardinality() + (long) needless().size();
  }

  /** Stores anew what is needed of packs that are to go. Deletes nothing. */
  void rewrite() {
    new SpareCopies(vault, index, used)
        .requireNeedless(pack -> usage.isUsed(pack) && !rewrite.get(pack), cancellation);
    written = new PackRewrite(vault, index, used, usage, cancellation, monitor).run(rewrite);
  }

  /** Whether nobody has added, edited or removed anything since this was planned. */
  boolean isCurrent() {
    return vault.snapshots().keys().equals(snapshotKeys)
        && vault.index().names().equals(indexNames);
  }

  /** Removes snapshots and replaces the index: nobody else may hold a lock meanwhile. */
  void commit(VaultLock lock, Instant now) {
    boolean sameIndex =
        written.isEmpty()
            && index.lost().isEmpty()
            && listsOnlyWhatStays()
            && indexNames.size() == 1;
    if (!sameIndex) {
      writeIndex();
    }
    lock.checkAgain();
    removeSnapshots(now);
    if (!sameIndex) {
      deleteOldIndex(lock);
    }
    // Whoever has stored a pack and was killed before it was indexed remembers it, and builds on
    // it again: not while this goes on, but from then on.
    deleteAll(unlisted(), lock);
  }

  private boolean listsOnlyWhatStays() {
    for (int pack = 0; pack < index.packCount(); pack++) {
      if (!stay.contains(index.packKey(pack))) {
        return false;
      }
    }
    return true;
  }

  /** Only once the space lists the new index anything is removed that the old one may stand for. */
  private void writeIndex() {
    List<IndexFormat.Pack> batch = new ArrayList<>(written);
    Set<String> listed = new HashSet<>();
    for (String name : indexNames) {
      if (index.isDamaged(ObjectNames.INDEX + name)) {
        continue; // all that is needed was found in others
      }
      List<IndexFormat.Pack> listedThere =
          vault
              .index()
              .read(name, IndexStore.Collector::new)
              .map(IndexStore.Collector::packs)
              .orElse(List.of());
      for (IndexFormat.Pack pack : listedThere) {
        String key = ObjectNames.pack(pack.id());
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
          "A part of the vault's index was there at first and then was not. Nothing was deleted;"
              + " try again, and see what verify finds",
          null);
    }
    vault.index().awaitWritten();
  }

  private void deleteOldIndex(VaultLock lock) {
    lock.check();
    for (String name : indexNames) {
      lock.checkAgain();
      vault.index().delete(name);
    }
  }

  /** The packs that no index object listed. */
  private Set<String> unlisted() {
    Set<String> keys = needless();
    for (int pack = 0; pack < index.packCount(); pack++) {
      keys.remove(index.packKey(pack));
    }
    return keys;
  }

  private Set<String> needless() {
    Set<String> keys = new HashSet<>(stored.keySet());
    keys.removeIf(
        key -> ObjectNames.packId(key) == null || stay.contains(key) || young.contains(key));
    return keys;
  }

  private void removeSnapshots(Instant now) {
    for (SnapshotRecord record : expired) {
      vault.snapshots().replace(record, record.snapshot().toBuilder().deletedAt(now).build());
    }
    vault.snapshots().delete(gone);
  }

  /**
   * Instead of rewriting: deletes what nothing needs, and leaves the index as it is, which may list
   * packs that are gone. First what it does not list, which nobody builds on: with that there may
   * be room for a lock.
   */
  PruneResult makeRoom(VaultLock lock, Instant now) {
    rewrite = new BitSet();
    keepUsed();
    new SpareCopies(vault, index, used).requireNeedless(usage::isUsed, cancellation);
    deleteAll(unlisted(), lock);
    lock.check();
    removeSnapshots(now);
    return free(lock);
  }

  /** Deletes the packs that the index has ceased to list: nobody builds on them any more. */
  PruneResult free(VaultLock lock) {
    Set<String> needless = needless();
    Set<String> listed = new HashSet<>(needless);
    listed.removeAll(unlisted());
    deleteAll(listed, lock);
    long freed = sizes(needless);
    for (IndexFormat.Pack pack : written) {
      freed -= vault.objects().sealedLength(pack.contentLength());
    }
    return result(written.size(), freed);
  }

  private PruneResult result(int packsWritten, long freed) {
    List<String> trashed = expired.stream().map(record -> record.snapshot().id()).toList();
    return new PruneResult(
        List.copyOf(gone), trashed, needless().size(), packsWritten, freed, warnings);
  }

  private void deleteAll(Set<String> keys, VaultLock lock) {
    inParallel(keys, vault.objects().store()::delete, lock);
  }

  private void inParallel(Set<String> names, Consumer<String> delete, VaultLock lock) {
    Cancellation stop = new Cancellation();
    Queue<String> left = new ConcurrentLinkedQueue<>(names);
    try {
      Workers.run(
          "spaces-vault-prune",
          lock.isWithout() ? 1 : Math.min(DELETIONS, left.size()),
          stop,
          () -> {
            for (String name = left.poll(); name != null && !stop.isCancelled(); ) {
              cancellation.throwIfCancelled();
              lock.checkAgain();
              delete.accept(name);
              monitor.removed(name);
              name = left.poll();
            }
          });
    } catch (Exception e) {
      throw PackStore.asUnchecked(e);
    }
  }
}
