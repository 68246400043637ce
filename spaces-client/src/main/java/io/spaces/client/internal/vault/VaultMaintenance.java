package io.spaces.client.internal.vault;

import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.http.Cancellation;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.RepairResult;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.VerifyResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a vault besides backing up and restoring. All of it takes a lock; where another
 * client is in the way for longer than patience lasts, {@link VaultBusyException} says so.
 */
public final class VaultMaintenance {
  private final Vault vault;
  private final Path temporaryDirectory;
  private final Duration patience;
  private final Cancellation cancellation;

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
    this.vault = vault;
    this.temporaryDirectory = temporaryDirectory;
    this.patience = patience;
    this.cancellation = cancellation;
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

  private Snapshot edit(String id, UnaryOperator<Snapshot.Builder> change) {
    try (VaultLock lock = vault.locks().acquire(false, VaultLocks.EDIT, patience)) {
      SnapshotRecord found = vault.snapshots().get(id);
      Snapshot changed = change.apply(found.snapshot().toBuilder()).build();
      lock.check();
      vault.snapshots().replace(found, changed);
      return changed;
    }
  }

  /**
   * Deletes a snapshot. The room it takes is freed by {@link #prune}.
   *
   * @param id its id, or the beginning of it
   */
  public void delete(String id) {
    try (VaultLock lock = vault.locks().acquire(false, VaultLocks.EDIT, patience)) {
      String full = vault.snapshots().fullId(id);
      lock.check();
      vault.snapshots().delete(Set.of(full));
    }
  }

  /**
   * Deletes the snapshots that rules do not keep. The room they take is freed by {@link #prune}.
   *
   * @param retention the rules
   * @param now the present
   * @return what was deleted
   */
  public List<Snapshot> apply(Retention retention, Instant now) {
    try (VaultLock lock = vault.locks().acquire(false, VaultLocks.EDIT, patience)) {
      List<Snapshot> all = vault.snapshots().list().stream().map(SnapshotRecord::snapshot).toList();
      List<Snapshot> obsolete = retention.obsolete(all, now);
      Set<String> ids = new LinkedHashSet<>();
      obsolete.forEach(snapshot -> ids.add(snapshot.id()));
      lock.check();
      vault.snapshots().delete(ids);
      return obsolete;
    }
  }

  /**
   * Tells whether there are snapshots that {@link #prune} would remove.
   *
   * @param now the present
   * @return true when one has expired
   */
  public boolean hasExpired(Instant now) {
    List<Snapshot> all = vault.snapshots().list().stream().map(SnapshotRecord::snapshot).toList();
    return !Retention.all().obsolete(all, now).isEmpty();
  }

  /**
   * Removes expired snapshots and all that no snapshot needs.
   *
   * @param now the present
   * @return what was done
   */
  public PruneResult prune(Instant now) {
    return new Prune(vault, temporaryDirectory, cancellation).run(now, patience);
  }

  /**
   * Looks whether all that snapshots need is there.
   *
   * @param readData whether to read, open and hash all of it too
   * @return what was found
   */
  public VerifyResult verify(boolean readData) {
    return new Verify(vault, temporaryDirectory, cancellation).run(readData, patience);
  }

  /**
   * Makes the index agree with the packs.
   *
   * @param readData whether to read all packs, not only those that no index lists
   * @return what was done
   */
  public RepairResult repair(boolean readData) {
    return new Repair(vault, temporaryDirectory, cancellation).run(readData, patience);
  }
}
