package io.spaces.client.internal.vault.upkeep;

import static java.util.stream.Collectors.toSet;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.UnexpectedVaultException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.lock.Hold;
import io.spaces.client.internal.vault.lock.VaultLock;
import io.spaces.client.internal.vault.lock.VaultLocks;
import io.spaces.client.internal.vault.snapshot.FoundSnapshots;
import io.spaces.client.internal.vault.snapshot.SnapshotStore;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.DamagedSnapshot;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.RepairResult;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.RetentionDecision;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.VerifyOptions;
import io.spaces.client.snapshot.VerifyResult;
import io.spaces.client.transfer.Warning;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done to a vault besides backing up and restoring. All of it takes a lock; where another
 * client is in the way for longer than patience lasts, {@link VaultBusyException} says so.
 */
public final class VaultMaintenance {
  private static final Logger log = LoggerFactory.getLogger(VaultMaintenance.class);
  private static final int READINGS = 3;

  private final Vault vault;
  private final Path temporaryDirectory;
  private final Duration patience;
  private final Cancellation cancellation;
  private final Monitor monitor;

  /**
   * Prepares nothing yet.
   *
   * @param vault the vault
   * @param temporaryDirectory where packs are kept while they are read
   * @param patience how long to wait for other clients
   * @param cancellation ends what takes long
   */
  public VaultMaintenance(
      Vault vault, Path temporaryDirectory, Duration patience, Cancellation cancellation) {
    this(vault, temporaryDirectory, patience, cancellation, Monitor.silent());
  }

  /**
   * The same, watched.
   *
   * @param vault the vault
   * @param temporaryDirectory where packs are kept while they are read
   * @param patience how long to wait for other clients
   * @param cancellation ends what takes long
   * @param monitor told how far that is
   */
  public VaultMaintenance(
      Vault vault,
      Path temporaryDirectory,
      Duration patience,
      Cancellation cancellation,
      Monitor monitor) {
    this.vault = vault;
    this.temporaryDirectory = temporaryDirectory;
    this.patience = patience;
    this.cancellation = cancellation;
    this.monitor = monitor;
  }

  /**
   * Changes a snapshot's description.
   *
   * @param id its id, or the beginning of it
   * @param description the new text; may be empty
   * @return the changed snapshot
   */
  public Snapshot describe(String id, String description) {
    return edit(id, old -> old.description(description));
  }

  /**
   * Changes when a snapshot may be removed.
   *
   * @param id its id, or the beginning of it
   * @param expiresAt the new time, or null for never
   * @return the changed snapshot
   */
  public Snapshot expire(String id, @Nullable Instant expiresAt) {
    return edit(id, old -> old.expiresAt(expiresAt));
  }

  /**
   * Pins a snapshot, or unpins it.
   *
   * @param id its id, or the beginning of it
   * @param pinned whether nothing is to remove it
   * @return the changed snapshot
   */
  public Snapshot pin(String id, boolean pinned) {
    return edit(id, old -> old.pinned(pinned));
  }

  /**
   * Takes away what is suspicious about the snapshots of a set, and so lets the set go.
   *
   * @param set the name of the set
   * @return the changed snapshots
   */
  public List<Snapshot> confirm(String set) {
    return edit(
        store ->
            store.readable(damaged -> {}).stream()
                .filter(found -> !SnapshotStore.isInTrash(found))
                .filter(found -> found.snapshot().set().equals(set))
                .filter(found -> found.snapshot().suspicion() != null)
                .toList(),
        old -> old.suspicion(null));
  }

  /**
   * Says what snapshots are of.
   *
   * @param set the name of their set
   * @param ids their ids, or the beginnings of them
   * @return the changed snapshots; none when one of them does not exist
   */
  public List<Snapshot> assign(String set, List<String> ids) {
    return edit(
        store -> ids.stream().map(id -> notInTrash(store.toChange(id))).toList(),
        old -> old.set(set));
  }

  /**
   * Gives a set another name.
   *
   * @param from its name
   * @param to the new name
   * @return the changed snapshots, also those in the trash
   */
  public List<Snapshot> renameSet(String from, String to) {
    return edit(
        store ->
            store.withTrash().stream()
                .filter(found -> found.snapshot().set().equals(from))
                .toList(),
        old -> old.set(to));
  }

  private Snapshot edit(String id, UnaryOperator<Snapshot.Builder> change) {
    return edit(store -> List.of(notInTrash(store.toChange(id))), change).get(0);
  }

  private static SnapshotRecord notInTrash(SnapshotRecord found) {
    if (found.snapshot().deletedAt() != null) {
      throw new SpaceException(
          "The snapshot " + found.snapshot().id() + " is in the trash; undelete it to change it");
    }
    return found;
  }

  private List<Snapshot> edit(
      Function<SnapshotStore, List<SnapshotRecord>> which, UnaryOperator<Snapshot.Builder> change) {
    try (VaultLock lock = vault.locks().acquire(false, VaultLocks.EDIT, patience)) {
      List<Snapshot> changed = new ArrayList<>();
      for (SnapshotRecord found : which.apply(vault.snapshots())) {
        changed.add(replace(found, old -> change.apply(old.toBuilder()).build(), lock));
      }
      return List.copyOf(changed);
    }
  }

  private Snapshot replace(String id, Function<Snapshot, Snapshot> change) {
    try (VaultLock lock = vault.locks().acquire(false, VaultLocks.EDIT, patience)) {
      return replace(vault.snapshots().toChange(id), change, lock);
    }
  }

  private Snapshot replace(
      SnapshotRecord found, Function<Snapshot, Snapshot> change, VaultLock lock) {
    Snapshot changed = change.apply(found.snapshot());
    if (!changed.equals(found.snapshot())) {
      lock.check();
      vault.snapshots().replace(found, changed);
    }
    return changed;
  }

  private static Snapshot trashed(Snapshot snapshot, Instant now) {
    return snapshot.deletedAt() != null ? snapshot : snapshot.toBuilder().deletedAt(now).build();
  }

  /**
   * Moves a snapshot to the trash, which {@link #prune} empties. One that cannot be read is deleted
   * for good: nothing could be brought back. So is one again that was deleted for good before.
   *
   * @param id its id, or the beginning of it
   * @param now the present
   */
  public void delete(String id, Instant now) {
    try (VaultLock lock = vault.locks().acquire(false, VaultLocks.EDIT, patience)) {
      SnapshotRecord found = readable(id);
      if (found != null && !vault.snapshots().isDeleted(found.snapshot().id())) {
        replace(found, snapshot -> trashed(snapshot, now), lock);
        return;
      }
      String full = vault.snapshots().fullId(id);
      lock.check();
      vault.snapshots().delete(Set.of(full));
    }
  }

  /** Null when it is damaged, and does not only arrive so: then there is no way back. */
  private @Nullable SnapshotRecord readable(String id) {
    for (int i = 0; i < READINGS; i++) {
      try {
        return vault.snapshots().get(id);
      } catch (UnexpectedVaultException e) {
        throw e; // it is whole, and another vault's
      } catch (IntegrityException e) {
        log.warn("A snapshot to be deleted cannot be read: {}", e.getMessage());
      }
    }
    return null;
  }

  /**
   * Takes a snapshot out of the trash again.
   *
   * @param id its id, or the beginning of it
   * @return the snapshot
   */
  public Snapshot undelete(String id) {
    return replace(id, old -> old.toBuilder().deletedAt(null).build());
  }

  /**
   * Moves the snapshots of a set that rules do not keep to the trash, which {@link #prune} empties:
   * for whoever knows what these are. Those that cannot be read stay, and take up none of the
   * rules' places: no other goes on their account.
   *
   * @param retention the rules
   * @param set the set
   * @param now the present
   * @param damaged told of those that cannot be read
   * @return what is in the trash now
   * @throws SpaceException when the set is held
   */
  public List<Snapshot> apply(
      Retention retention, String set, Instant now, Consumer<? super DamagedSnapshot> damaged) {
    return apply(
        retention,
        set,
        now,
        true,
        held -> {
          throw new SpaceException(held.text());
        },
        damaged);
  }

  /**
   * The same for a run that nobody looks at: moves none where they are most of the set, or the set
   * is held.
   *
   * @param retention the rules
   * @param set the set
   * @param now the present
   * @param allowMassRemoval whether to move them also where they are most of the set
   * @param refused told why none is moved
   * @param damaged told of those that cannot be read
   * @return what is in the trash now
   */
  public List<Snapshot> apply(
      Retention retention,
      String set,
      Instant now,
      boolean allowMassRemoval,
      Consumer<Warning> refused,
      Consumer<? super DamagedSnapshot> damaged) {
    String why = "the rules (" + retention + ") do not keep them";
    return apply(retention, set, now, allowMassRemoval, why, refused, damaged);
  }

  private List<Snapshot> apply(
      Retention retention,
      String set,
      Instant now,
      boolean allowMassRemoval,
      String why,
      Consumer<Warning> refused,
      Consumer<? super DamagedSnapshot> damaged) {
    try (VaultLock lock = vault.locks().acquire(false, VaultLocks.EDIT, patience)) {
      List<SnapshotRecord> all =
          vault.snapshots().readable(damaged).stream()
              .filter(record -> !SnapshotStore.isInTrash(record))
              .filter(record -> record.snapshot().set().equals(set))
              .toList();
      Optional<Warning> held = Hold.on(all);
      if (held.isPresent()) {
        refused.accept(held.get());
        return List.of();
      }
      List<Snapshot> obsolete =
          retention.obsolete(all.stream().map(SnapshotRecord::snapshot).toList(), now);
      if (!allowMassRemoval && MassRemoval.is(obsolete.size(), all.size())) {
        refused.accept(MassRemoval.warning(set, obsolete.size(), all.size(), why));
        return List.of();
      }
      Set<String> ids = obsolete.stream().map(Snapshot::id).collect(toSet());
      for (SnapshotRecord record : all) {
        if (ids.contains(record.snapshot().id())) {
          replace(record, snapshot -> trashed(snapshot, now), lock);
        }
      }
      return obsolete;
    }
  }

  /**
   * Tells what {@link #apply} would do once another snapshot is there.
   *
   * @param retention the rules
   * @param next the snapshot that is going to be made; its set is looked at
   * @param allowMassRemoval whether to move them all the same
   * @param refused told when they are too many
   * @param damaged told of those that cannot be read
   * @return what would become of each of the set, newest first, and why
   */
  public List<RetentionDecision> preview(
      Retention retention,
      Snapshot next,
      boolean allowMassRemoval,
      Consumer<Warning> refused,
      Consumer<? super DamagedSnapshot> damaged) {
    List<SnapshotRecord> there =
        vault.snapshots().readable(damaged).stream()
            .filter(record -> !SnapshotStore.isInTrash(record))
            .filter(record -> record.snapshot().set().equals(next.set()))
            .toList();
    List<Snapshot> all = new ArrayList<>(List.of(next));
    there.stream().map(SnapshotRecord::snapshot).forEach(all::add);
    List<RetentionDecision> decisions =
        retention.preview(all, next.time()).stream()
            .filter(decision -> !decision.snapshot().equals(next))
            .toList();
    if (allowMassRemoval) {
      return decisions;
    }
    Optional<Warning> held = Hold.on(there);
    if (held.isPresent()) {
      refused.accept(held.get());
      return kept(decisions, ", but the set is held");
    }
    int going = (int) decisions.stream().filter(decision -> !decision.kept()).count();
    if (MassRemoval.is(going, all.size())) {
      String why = "the rules (" + retention + ") do not keep them";
      refused.accept(MassRemoval.warning(next.set(), going, all.size(), why));
      return kept(decisions, ", but most would go");
    }
    return decisions;
  }

  private static List<RetentionDecision> kept(List<RetentionDecision> decisions, String since) {
    return decisions.stream()
        .map(
            decision ->
                decision.kept()
                    ? decision
                    : new RetentionDecision(decision.snapshot(), true, decision.reason() + since))
        .toList();
  }

  /**
   * Makes sure that no snapshot is missing, of those that this machine has seen and of those that
   * others continue.
   *
   * @return those that cannot be read
   * @throws IntegrityException when one is
   */
  public List<DamagedSnapshot> requireAll() {
    return vault.snapshots().requireAll().unreadable().stream()
        .map(FoundSnapshots.Unreadable::damaged)
        .toList();
  }

  /**
   * Prunes when that is due, and more than a tenth of the vault would be free. Expired snapshots
   * are moved to the trash whenever it is due.
   *
   * @param when when it is due
   * @param now the present
   * @param grace how long snapshots lie in the trash, by the space's clock
   * @param refused told when most of a set has expired, so that all of it stays, and when nobody
   *     knows what most of what would go belongs to
   * @return what was done; empty when nothing was removed for good
   */
  public Optional<PruneResult> pruneWhenDue(
      Pruning when, Instant now, Duration grace, Consumer<Warning> refused) {
    Set<String> sets = new TreeSet<>();
    List<Snapshot> all = vault.snapshots().list().stream().map(SnapshotRecord::snapshot).toList();
    Retention.all().obsolete(all, now).forEach(expired -> sets.add(expired.set()));
    sets.forEach(
        set ->
            apply(Retention.all(), set, now, false, MassRemoval.EXPIRED, refused, damaged -> {}));
    return new Prune(vault, temporaryDirectory, cancellation, monitor, now, grace)
        .runWhenDue(when, patience, refused);
  }

  /**
   * Moves expired snapshots to the trash, removes those that have lain there for long enough, and
   * frees all that no snapshot needs.
   *
   * @param now the present
   * @param grace how long snapshots lie in the trash, by the space's clock
   * @return what was done
   */
  public PruneResult prune(Instant now, Duration grace) {
    return new Prune(vault, temporaryDirectory, cancellation, monitor, now, grace).run(patience);
  }

  /**
   * Tells what a pruning would do.
   *
   * @param now the present
   * @param grace how long snapshots lie in the trash, by the space's clock
   * @param deleted the whole ids of snapshots that are taken for just deleted
   * @return what it would do, by the lengths that the space tells
   */
  public PruneResult previewPrune(Instant now, Duration grace, Set<String> deleted) {
    return new Prune(vault, temporaryDirectory, cancellation, monitor, now, grace)
        .preview(patience, deleted);
  }

  /**
   * Tells what a pruning would free if some snapshots, and no others, were removed for good.
   *
   * @param ids their whole ids
   * @param now the present
   * @return what it would do, by the lengths that the space tells
   */
  public PruneResult previewDelete(Set<String> ids, Instant now) {
    return new Prune(vault, temporaryDirectory, cancellation, monitor, now, Duration.ZERO)
        .previewWithout(patience, ids);
  }

  /**
   * Looks whether all that snapshots need is there.
   *
   * @param readData whether to read, open and hash all of it too
   * @return what was found
   */
  public VerifyResult verify(boolean readData) {
    return verify(VerifyOptions.builder().readData(readData).build());
  }

  /**
   * Looks whether all that some snapshots need is there.
   *
   * @param options what to look at, and how far to go; the listeners are others' business
   * @return what was found, and how much was looked at
   */
  public VerifyResult verify(VerifyOptions options) {
    return new Verify(vault, temporaryDirectory, options, cancellation, monitor).run(patience);
  }

  /**
   * Makes the index agree with the packs.
   *
   * @param readData whether to read all packs, not only those that no index lists
   * @return what was done
   */
  public RepairResult repair(boolean readData) {
    return new Repair(vault, temporaryDirectory, cancellation, monitor).run(readData, patience);
  }
}
