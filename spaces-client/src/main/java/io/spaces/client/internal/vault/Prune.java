package io.spaces.client.internal.vault;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.http.Cancellation;
import io.spaces.client.internal.vault.format.Keys;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes what nothing needs, in three steps: while others go on, what is needed and what is to be
 * freed are found, and what is still needed of packs to be given up is stored anew; with the vault
 * to itself for a moment, if nobody has changed it meanwhile, the snapshots to be removed and the
 * old index go; while others go on again, the packs that no index lists any more are deleted.
 */
final class Prune {
  /** How often it begins anew because others were faster, before it keeps them out altogether. */
  private static final int ATTEMPTS = 3;

  private final Vault vault;
  private final Path temporaryDirectory;
  private final Cancellation cancellation;

  Prune(Vault vault, Path temporaryDirectory, Cancellation cancellation) {
    this.vault = vault;
    this.temporaryDirectory = temporaryDirectory;
    this.cancellation = cancellation;
  }

  PruneResult run(Instant now, Duration patience) {
    try (VaultLock lock = vault.locks().acquire(false, VaultLocks.PRUNE, patience)) {
      for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
        Sweep sweep = plan(now);
        vault.locks().upgrade(lock, patience);
        if (sweep.isCurrent()) {
          return finish(sweep, lock);
        }
        lock.share();
      }
      vault.locks().upgrade(lock, patience);
      return finish(plan(now), lock);
    }
  }

  private Sweep plan(Instant now) {
    Set<String> keys = vault.snapshots().keys();
    // Compared with what this client has seen: of a vault that was set back nothing is deleted.
    List<SnapshotRecord> all = vault.snapshots().list();
    if (all.isEmpty() && !vault.snapshots().seen().areSomeDeleted()) {
      requireNoPacks();
    }
    Set<String> gone = expired(all, now);
    List<SnapshotRecord> kept =
        all.stream().filter(found -> !gone.contains(found.snapshot().id())).toList();
    Sweep sweep = new Sweep(vault, keys, gone, cancellation);
    sweep.plan(kept, temporaryDirectory);
    return sweep;
  }

  private PruneResult finish(Sweep sweep, VaultLock lock) {
    lock.check();
    sweep.commit(lock);
    vault.snapshots().seen().compact();
    VaultCreation.tidyUp(vault.objects().store());
    lock.share();
    return sweep.free(lock);
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

  private static Set<String> expired(List<SnapshotRecord> all, Instant now) {
    Set<String> expired = new LinkedHashSet<>();
    Retention.all()
        .obsolete(all.stream().map(SnapshotRecord::snapshot).toList(), now)
        .forEach(snapshot -> expired.add(snapshot.id()));
    return expired;
  }
}
