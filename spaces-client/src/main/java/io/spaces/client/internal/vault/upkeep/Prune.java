package io.spaces.client.internal.vault.upkeep;

import static java.util.stream.Collectors.toSet;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.lock.Hold;
import io.spaces.client.internal.vault.lock.VaultCreation;
import io.spaces.client.internal.vault.lock.VaultLock;
import io.spaces.client.internal.vault.lock.VaultLocks;
import io.spaces.client.internal.vault.snapshot.FoundSnapshots;
import io.spaces.client.internal.vault.snapshot.SeenSnapshots;
import io.spaces.client.internal.vault.snapshot.SnapshotStore;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.transfer.Warning;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what nothing needs, in three steps: while others go on, what is needed and what is to be
 * freed are found, and what is still needed of packs to be given up is stored anew; with the vault
 * to itself for a moment, if nobody has changed it meanwhile, the snapshots to be removed and the
 * old index go; while others go on again, the packs that no index lists any more are deleted.
 */
final class Prune {
  /** How often it begins anew because others were faster, before it keeps them out altogether. */
  private static final int ATTEMPTS = 3;

  /** How much of the packs' bytes there must be to free, and more than that, 0 to 1. */
  private static final double WORTHWHILE = 0.1;

  /** How much of what the packs hold may go though nobody knows what it belongs to, 0 to 1. */
  private static final double UNEXPLAINED = 0.5;

  private static final Logger log = LoggerFactory.getLogger(Prune.class);

  private final Vault vault;
  private final Path temporaryDirectory;
  private final Cancellation cancellation;
  private final Monitor monitor;
  private final Instant now;
  private final Duration grace;
  private final Set<Warning> warnings = new LinkedHashSet<>();
  private long toDo;

  /**
   * A pruning to be.
   *
   * @param monitor told how far it is; the totals grow as it is found what there is to do
   * @param now the present, which says what has expired
   * @param grace how long a snapshot lies in the trash before it is removed for good, and a pack
   *     stays that nothing seems to need, but that for a day at the most
   */
  Prune(
      Vault vault,
      Path temporaryDirectory,
      Cancellation cancellation,
      Monitor monitor,
      Instant now,
      Duration grace) {
    this.vault = vault;
    this.temporaryDirectory = temporaryDirectory;
    this.cancellation = cancellation;
    this.monitor = monitor;
    this.now = now;
    this.grace = grace;
  }

  PruneResult run(Duration patience) {
    try (VaultLock lock = vault.locks().acquire(false, VaultLocks.PRUNE, patience)) {
      return run(lock, patience, 0).orElseThrow();
    } catch (UnexplainedContentException e) {
      throw e.toPerson();
    }
  }

  /**
   * The same if it is due, and worth it. What was refused is not tried again before it would be due
   * again: that takes as long as a pruning.
   *
   * @param refused told when nobody knows what most of it belongs to
   * @return empty when it is not: nothing was changed then
   */
  Optional<PruneResult> runWhenDue(Pruning when, Duration patience, Consumer<Warning> refused) {
    try (VaultLock lock = vault.locks().acquire(false, VaultLocks.PRUNE, patience)) {
      if (!vault.lastPruning().isDue(when, lock, now)) {
        return Optional.empty();
      }
      Optional<String> why = vault.lastPruning().refusal(when, now);
      if (why.isEmpty() || isKnownWhatWasThere()) {
        return run(lock, patience, WORTHWHILE);
      }
      refused.accept(new Warning(Warning.Code.CONTENT_UNEXPLAINED, why.get()));
    } catch (UnexplainedContentException e) {
      String why = String.valueOf(e.getMessage());
      vault.lastPruning().noteRefusal(now, why);
      refused.accept(new Warning(Warning.Code.CONTENT_UNEXPLAINED, why));
    }
    return Optional.empty();
  }

  private Optional<PruneResult> run(VaultLock lock, Duration patience, double leastShare) {
    Optional<PruneResult> done = withRoom(lock, patience, leastShare);
    vault.lastPruning().note(now);
    return done;
  }

  private Optional<PruneResult> withRoom(VaultLock lock, Duration patience, double leastShare) {
    try {
      return prune(lock, patience, leastShare);
    } catch (SpaceUnavailableException full) {
      log.info("What is needless goes first, to make room: {}", full.getMessage());
    }
    PruneResult room = makeRoom(lock, patience);
    lock.share();
    try {
      return prune(lock, patience, 0).map(rest -> sum(room, rest));
    } catch (SpaceUnavailableException full) {
      log.warn("There is no room to rewrite what is needed in part: {}", full.getMessage());
      return Optional.of(room);
    }
  }

  private Optional<PruneResult> prune(VaultLock lock, Duration patience, double leastShare) {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      Sweep sweep = survey(lock);
      if (leastShare > 0 && sweep.share() <= leastShare) {
        return Optional.empty();
      }
      more(sweep.steps());
      sweep.rewrite();
      vault.locks().upgrade(lock, patience);
      if (sweep.isCurrent()) {
        return Optional.of(finish(sweep, lock));
      }
      lock.share();
    }
    vault.locks().upgrade(lock, patience);
    Sweep sweep = survey(lock);
    more(sweep.steps());
    sweep.rewrite();
    return Optional.of(finish(sweep, lock));
  }

  /** There is more to do than was known. */
  private void more(long steps) {
    toDo += steps;
    monitor.totals(toDo, 0);
  }

  /** In a space that takes no new object: deletes what can go without any. */
  private PruneResult makeRoom(VaultLock lock, Duration patience) {
    vault.locks().upgrade(lock, patience);
    return survey(lock).makeRoom(lock, now);
  }

  private static PruneResult sum(PruneResult one, PruneResult other) {
    List<String> trashed = new ArrayList<>(one.trashed());
    trashed.addAll(other.trashed());
    List<String> removed = new ArrayList<>(one.removed());
    removed.addAll(other.removed());
    return new PruneResult(
        removed,
        trashed,
        one.packsDeleted() + other.packsDeleted(),
        one.packsWritten() + other.packsWritten(),
        one.bytesFreed() + other.bytesFreed(),
        other.warnings());
  }

  /**
   * Tells what would be done, by the lengths that the space tells.
   *
   * @param deleted ids of snapshots that are taken for just deleted
   */
  PruneResult preview(Duration patience, Set<String> deleted) {
    try (VaultLock lock = vault.locks().acquire(false, VaultLocks.PRUNE, patience)) {
      return survey(lock, deleted).preview();
    } catch (UnexplainedContentException e) {
      throw e.toPerson();
    }
  }

  /** Tells what would be done if these snapshots, and no others, were removed for good. */
  PruneResult previewWithout(Duration patience, Set<String> removed) {
    try (VaultLock lock = vault.locks().acquire(false, VaultLocks.PRUNE, patience)) {
      Set<String> keys = vault.snapshots().keys();
      Sweep sweep =
          surveyed(keys, removed, List.of(), vault.snapshots().requireAll().all(), List.of(), lock);
      lock.check();
      return sweep.preview();
    }
  }

  private Sweep survey(VaultLock lock) {
    return survey(lock, Set.of());
  }

  private Sweep survey(VaultLock lock, Set<String> deleted) {
    Set<String> keys = vault.snapshots().keys();
    // Compared with what this client has seen: of a vault that was set back nothing is deleted.
    FoundSnapshots found = vault.snapshots().requireAll();
    List<SnapshotRecord> all = found.all();
    if (all.isEmpty() && !vault.snapshots().seen().deletions().exist()) {
      requireNoPacks();
    }
    warnings.clear();
    Map<String, List<SnapshotRecord>> live = live(all);
    List<SnapshotRecord> expired = new ArrayList<>(expired(live));
    expired.removeIf(record -> deleted.contains(record.snapshot().id()));
    Set<String> gone = new LinkedHashSet<>(found.returned());
    if (grace.isZero()) {
      expired.forEach(record -> gone.add(record.snapshot().id()));
      expired.clear();
    }
    Map<String, Long> modified = vault.snapshots().modified();
    for (SnapshotRecord record : all) {
      boolean justDeleted = grace.isZero() && deleted.contains(record.snapshot().id());
      boolean ripe =
          SnapshotStore.isInTrash(record)
              && hasLainForLongEnough(record.snapshot(), lock.storedAt(), modified);
      if ((justDeleted || ripe) && !isHeld(record.snapshot().set(), live)) {
        gone.add(record.snapshot().id());
      }
    }
    Sweep sweep = surveyed(keys, gone, expired, all, List.copyOf(warnings), lock);
    boolean isExplained = isKnownWhatWasThere() || all.stream().anyMatch(SnapshotStore::isInTrash);
    if (sweep.shareOfPacks() > UNEXPLAINED && !isExplained) {
      Sweep withAll =
          gone.isEmpty() ? sweep : surveyed(keys, Set.of(), List.of(), all, List.of(), lock);
      requireExplained(withAll.shareOfPacks());
    }
    return sweep;
  }

  /** Whether this machine would miss a snapshot that is hidden, or somebody has deleted some. */
  private boolean isKnownWhatWasThere() {
    SeenSnapshots seen = vault.snapshots().seen();
    return seen.knowsBeginning() || seen.deletions().exist();
  }

  /**
   * What is there and none of the snapshots needs is what runs have left that were broken off, or
   * what snapshots need that are hidden from who has never seen them.
   */
  private static void requireExplained(double share) {
    if (share > UNEXPLAINED) {
      throw new UnexplainedContentException(
          Math.round(100 * share)
              + " % of what the vault holds belongs to no snapshot that the space shows; it shows"
              + " no note that one was ever deleted, and this machine has not known the vault from"
              + " its beginning. So the space has lost snapshots, or hides them, or these are the"
              + " remains of backups that were broken off. Nothing was removed. Where none is"
              + " missing (spaces snapshots list), Snapshots.acceptRollback (spaces snapshots"
              + " accept-rollback) takes what the space shows for all there is, and the next"
              + " pruning removes the rest");
    }
  }

  /** Content of which nobody knows what it belongs to: a failure where a person is there. */
  private static final class UnexplainedContentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnexplainedContentException(String message) {
      super(message);
    }

    IntegrityException toPerson() {
      return new IntegrityException(String.valueOf(getMessage()), this);
    }
  }

  private Sweep surveyed(
      Set<String> keys,
      Set<String> gone,
      List<SnapshotRecord> expired,
      List<SnapshotRecord> all,
      List<Warning> warnings,
      VaultLock lock) {
    List<SnapshotRecord> kept =
        all.stream().filter(found -> !gone.contains(found.snapshot().id())).toList();
    PackAges ages = new PackAges(vault, packGrace(), lock.storedAt(), now.toEpochMilli());
    Sweep sweep = new Sweep(vault, keys, gone, expired, warnings, ages, cancellation, monitor);
    more(kept.size());
    monitor.pushing();
    sweep.survey(kept, temporaryDirectory);
    return sweep;
  }

  /** Whoever leaves nothing in the trash wants room at once. */
  private Duration packGrace() {
    return grace.compareTo(PackAges.YOUNG) < 0 ? grace : PackAges.YOUNG;
  }

  /** By the space's clock, which stamped the snapshot's last revision and the lock just now. */
  private boolean hasLainForLongEnough(
      Snapshot snapshot, long spaceNow, Map<String, Long> modified) {
    long since = modified.getOrDefault(snapshot.id(), -1L);
    if (since >= 0 && spaceNow >= 0) {
      return grace.isZero() || Duration.ofMillis(spaceNow - since).compareTo(grace) >= 0;
    }
    Instant deletedAt = Objects.requireNonNull(snapshot.deletedAt());
    return Duration.between(deletedAt, now).compareTo(grace) >= 0;
  }

  private PruneResult finish(Sweep sweep, VaultLock lock) {
    lock.check();
    sweep.commit(lock, now);
    vault.snapshots().seen().deletions().compact();
    VaultCreation.tidyUp(vault.objects().store());
    lock.share();
    return sweep.free(lock);
  }

  /** Whoever has never seen the snapshots would not miss them, and delete all that they need. */
  private void requireNoPacks() {
    if (!vault.objects().store().list(ObjectNames.PACKS).isEmpty()) {
      throw new IntegrityException(
          "The space holds the vault's packs, but shows no snapshot, and no note that one was ever"
              + " deleted. Nothing was removed. Where a first backup has not come to its end, the"
              + " next one uses them; otherwise the space has lost the snapshots, or hides them",
          null);
    }
  }

  /** The snapshots of each set outside the trash. */
  private static Map<String, List<SnapshotRecord>> live(List<SnapshotRecord> all) {
    Map<String, List<SnapshotRecord>> sets = new TreeMap<>();
    all.stream()
        .filter(record -> !SnapshotStore.isInTrash(record))
        .forEach(
            record ->
                sets.computeIfAbsent(record.snapshot().set(), set -> new ArrayList<>())
                    .add(record));
    return sets;
  }

  /** The expired ones of each set, unless they are most of it, or the set is held. */
  private List<SnapshotRecord> expired(Map<String, List<SnapshotRecord>> sets) {
    List<SnapshotRecord> expired = new ArrayList<>();
    sets.forEach(
        (set, live) -> {
          List<SnapshotRecord> ofSet = expired(live);
          if (ofSet.isEmpty() || isHeld(set, sets)) {
            return;
          }
          if (MassRemoval.is(ofSet.size(), live.size())) {
            warnings.add(MassRemoval.warning(set, ofSet.size(), live.size(), MassRemoval.EXPIRED));
          } else {
            expired.addAll(ofSet);
          }
        });
    return expired;
  }

  /** Whether something that could go stays since its set is held. */
  private boolean isHeld(String set, Map<String, List<SnapshotRecord>> live) {
    Optional<Warning> held = Hold.on(live.getOrDefault(set, List.of()));
    held.ifPresent(warnings::add);
    return held.isPresent();
  }

  private List<SnapshotRecord> expired(List<SnapshotRecord> live) {
    Set<String> ids =
        Retention.all().obsolete(live.stream().map(SnapshotRecord::snapshot).toList(), now).stream()
            .map(Snapshot::id)
            .collect(toSet());
    return live.stream().filter(record -> ids.contains(record.snapshot().id())).toList();
  }
}
