package io.spaces.client.internal.vault.backup;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.UnexpectedVaultException;
import io.spaces.client.internal.listing.Listing;
import io.spaces.client.internal.listing.SourceListing;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.spec.BackupSpec;
import io.spaces.client.internal.spec.VaultSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.WorkOrder;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultBackup;
import io.spaces.client.internal.vault.lock.Hold;
import io.spaces.client.internal.vault.object.ObjectStore;
import io.spaces.client.internal.vault.object.SpaceObjectStore;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.DamagedSnapshot;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.RetentionDecision;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import io.spaces.client.transfer.Warning;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Backs a source up into a vault: looks through the source while the vault is opened, lets workers
 * read, cut and push what the vault lacks, and makes it a snapshot in the end.
 */
public final class SnapshotBackup implements AutoCloseable {
  private final BackupSpec spec;
  private final VaultSpec kind;
  private final Instant time;
  private final Monitor monitor;
  private final Cancellation cancellation;
  private final SourceListing listing;
  private final Set<DamagedSnapshot> damaged = new LinkedHashSet<>();
  private volatile @Nullable String snapshotId;
  private volatile long sentBytes;
  private volatile List<RetentionDecision> decisions = List.of();
  private final Set<Warning> told = new HashSet<>();
  private boolean held;
  private volatile @Nullable Vault vault;
  private boolean mayNeedPruning;

  /** A backup to be; {@link #startScan} and then {@link #run} carry it out. */
  public SnapshotBackup(BackupSpec spec, Instant time, Monitor monitor, Cancellation cancellation) {
    this.spec = spec;
    this.time = time;
    kind = requireNonNull(spec.vault());
    this.monitor = monitor;
    this.cancellation = cancellation;
    listing = new SourceListing(spec, true, key -> false, monitor, cancellation);
  }

  /** Whether the vault was opened, with its key or without one. */
  public boolean hasOpened() {
    return vault != null;
  }

  /** Starts to look through the source. */
  public void startScan() {
    listing.start();
  }

  /**
   * Pushes what the vault lacks, and makes the snapshot.
   *
   * @param api the space
   * @param locking the same, not broken off by a cancellation
   * @param unlocking the same, which works even after one
   * @param recordId the space's record of this backup, or null when there is none
   */
  public void run(SpaceApi api, SpaceApi locking, SpaceApi unlocking, @Nullable String recordId)
      throws Exception {
    listing.awaitOverlap();
    ObjectStore store = new SpaceObjectStore(api, locking, unlocking, spec.folderKey());
    if (spec.dryRun()) {
      store = new PretendStore(store);
    }
    Vault open =
        Vault.openOrCreate(store, kind.encryption(), spec.stateDirectory(), kind.acceptVault());
    vault = open;
    open.onWarning(this::warn);
    listing.openCache("vault " + open.id() + " ");
    listing.await();
    monitor.totals(listing.objects(), listing.bytes());
    EmptySources empty = new EmptySources(spec, open, kind.set(), listing.parts());
    empty.check(monitor);
    store(open, recordId, empty);
    if (!spec.dryRun() && !held && kind.retention() != null) {
      keepByRule(open);
    }
    if (spec.dryRun() && kind.retention() != null) {
      decisions = preview(open, kind.retention());
    }
    if (!spec.dryRun() && mayNeedPruning) {
      requireAll(open);
    }
    tellOfDamaged();
  }

  private void store(Vault vault, @Nullable String recordId, EmptySources empty) throws Exception {
    VaultBackup.Plan what =
        new VaultBackup.Plan(
            time,
            kind.set(),
            kind.description(),
            kind.expiresAt(),
            kind.strategy(),
            recordId,
            kind.compression(),
            spec.concurrency(),
            spec.temporaryDirectory(),
            kind.lockWait());
    try (VaultBackup backup = new VaultBackup(vault, what, cancellation)) {
      monitor.pushing();
      for (Listing part : listing.parts()) {
        part.structure().forEach(backup::add);
        push(part, WorkOrder.of(part.count(), part::plannedSize), backup);
      }
      backup.flush();
      for (Listing part : listing.parts()) {
        nameAgain(part, backup);
      }
      cancellation.throwIfCancelled();
      if (listing.objects() > 0 && hasNothing()) {
        empty.requireNothingBefore("All that the source held vanished before it was read");
      }
      if (!spec.dryRun()) {
        Snapshot made =
            backup.commit(
                monitor.tally().failedCount() == 0,
                spec.allowMassRemoval()
                    ? null
                    : key -> empty.isMissed(key) && !listing.unreadable().isUntouchable(key));
        snapshotId = made.id();
        if (made.suspicion() != null) {
          held = true;
          warn(Hold.warning(made));
        }
        sentBytes = made.sent();
        damaged.addAll(backup.damaged());
        mayNeedPruning = backup.mayNeedPruning(kind.prune());
      }
    }
  }

  private boolean hasNothing() {
    return monitor.tally().safeCount() == 0
        && monitor.tally().failedCount() == 0
        && listing.parts().stream()
            .flatMap(part -> part.structure().stream())
            .allMatch(entry -> entry.type() == SnapshotEntry.Type.DIRECTORY);
  }

  /**
   * Adds the further names of files. Where what has the first name is gone, or another file by now,
   * they are read themselves: nothing else has their content.
   */
  private void nameAgain(Listing part, VaultBackup backup) throws Exception {
    IntStream.Builder alone = IntStream.builder();
    for (int number = part.count(); number < part.count() + part.furtherNames(); number++) {
      SnapshotEntry link = part.hardLink(number);
      if (link != null) {
        backup.add(link);
      } else if (!spec.dryRun()) {
        alone.add(number);
      }
    }
    int[] numbers = alone.build().toArray();
    if (numbers.length > 0) {
      push(part, WorkOrder.of(numbers, part::plannedSize), backup);
      backup.flush();
    }
  }

  private void push(Listing part, WorkOrder order, VaultBackup backup) throws Exception {
    listing.carryOut(
        order,
        reader ->
            new SnapshotWorker(spec, time, backup, part, reader, listing.unreadable(), monitor));
  }

  private void tellOfDamaged() {
    if (!damaged.isEmpty()) {
      monitor.warn(
          Warning.Code.DAMAGED_SNAPSHOTS,
          (snapshotId == null ? "Snapshots" : "The snapshot " + snapshotId + " is safe, but others")
              + " in the vault cannot be read, and nothing is pruned while they"
              + " are there: "
              + damaged.stream().map(DamagedSnapshot::id).collect(joining(", "))
              + ". Verify the vault; delete them if they stay as they are.");
    }
  }

  private List<RetentionDecision> preview(Vault vault, Retention retention) {
    Snapshot next =
        Snapshot.builder("0".repeat(16), time)
            .set(kind.set())
            .expiresAt(kind.expiresAt())
            .complete(monitor.tally().failedCount() == 0)
            .build();
    return maintenance(vault)
        .preview(retention, next, spec.allowMassRemoval(), this::warn, damaged::add);
  }

  /**
   * The snapshot is safe whatever becomes of older ones, so that a failure here is only told; but
   * not that something in the vault is not as it should be.
   */
  private void keepByRule(Vault vault) {
    try {
      if (spec.allowMassRemoval()) {
        maintenance(vault).confirm(kind.set());
      }
      maintenance(vault)
          .apply(
              requireNonNull(kind.retention()),
              kind.set(),
              time,
              spec.allowMassRemoval(),
              this::warn,
              damaged::add);
    } catch (IntegrityException e) {
      throw e;
    } catch (SpaceException e) {
      cancellation.throwIfCancelled();
      monitor.warn(
          Warning.Code.RETENTION_FAILED,
          "The snapshot "
              + snapshotId
              + " is safe, but older ones could not be removed: "
              + e.getMessage(),
          e);
    }
  }

  /** What a pruning would stop for is told while the run can still fail. */
  private void requireAll(Vault vault) {
    try {
      damaged.addAll(maintenance(vault).requireAll());
    } catch (IntegrityException e) {
      throw safeBut(e);
    }
  }

  private IntegrityException safeBut(IntegrityException problem) {
    String message = "The snapshot " + snapshotId + " is safe, but: " + problem.getMessage();
    if (problem instanceof UnexpectedVaultException other) {
      IntegrityException same = new UnexpectedVaultException(message, other.vault());
      same.addSuppressed(other);
      return same;
    }
    return new IntegrityException(message, problem);
  }

  /** What holds removals back is found by several of them. */
  private synchronized void warn(Warning warning) {
    if (told.add(warning)) {
      monitor.warn(warning.code(), warning.text());
    }
  }

  private VaultMaintenance maintenance(Vault vault) {
    return new VaultMaintenance(vault, spec.temporaryDirectory(), kind.lockWait(), cancellation);
  }

  /**
   * What comes after the backup and is no part of it: prunes the vault when that is due. Ends with
   * the vault closed.
   *
   * @param settled whether the backup came to its end, and the space has been told
   * @throws IntegrityException when the pruning has found that something is not as it should be
   */
  public void afterwards(boolean settled) {
    Vault open = vault;
    if (open == null) {
      return;
    }
    try (open) {
      if (settled && mayNeedPruning && damaged.isEmpty()) {
        prune(open);
      }
    }
  }

  private void prune(Vault open) {
    try {
      maintenance(open).pruneWhenDue(kind.prune(), time, kind.grace(), this::warn);
    } catch (IntegrityException e) {
      throw safeBut(e);
    } catch (RuntimeException e) {
      monitor.warn(
          Warning.Code.PRUNING_FAILED,
          "The snapshot "
              + snapshotId
              + " is safe, but what no snapshot needs could not be removed from the vault: "
              + e.getMessage(),
          e);
    }
  }

  /** The snapshot that the backup has made, or null. */
  public @Nullable String snapshotId() {
    return snapshotId;
  }

  /** What a dry run's rule would do; of no other run. */
  public List<RetentionDecision> decisions() {
    return decisions;
  }

  /** Bytes that the space has got of the snapshot, or 0. */
  public long sentBytes() {
    return sentBytes;
  }

  @Override
  public void close() {
    listing.close();
  }
}
