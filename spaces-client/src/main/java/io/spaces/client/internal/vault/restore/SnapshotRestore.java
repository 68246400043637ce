package io.spaces.client.internal.vault.restore;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.http.Cancellation;
import io.spaces.client.internal.http.RetryAllowance;
import io.spaces.client.internal.target.EntryGuard;
import io.spaces.client.internal.target.OpenTarget;
import io.spaces.client.internal.target.Platform;
import io.spaces.client.internal.target.RestorePath;
import io.spaces.client.internal.target.SafeTarget;
import io.spaces.client.internal.target.TargetProblems;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.Workers;
import io.spaces.client.internal.vault.ObjectStore;
import io.spaces.client.internal.vault.ReadingHold;
import io.spaces.client.internal.vault.SnapshotStore;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.restore.RestoreListener;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gets a snapshot back: sorts its entries, makes its folders, lets workers fetch one file after the
 * other, then makes links, deletes what is too much, and gives folders their attributes last.
 */
public final class SnapshotRestore implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final SnapshotRestorePlan plan;
  private final Monitor<RestoreListener> monitor;
  private final Cancellation cancellation;
  private final Set<String> inPlace = ConcurrentHashMap.newKeySet();
  private volatile @Nullable String snapshotId;
  private @Nullable SafeTarget target;

  /** A restore to be; {@link #run} carries it out. */
  public SnapshotRestore(
      SnapshotRestorePlan plan, Monitor<RestoreListener> monitor, Cancellation cancellation) {
    this.plan = plan;
    this.monitor = monitor;
    this.cancellation = cancellation;
  }

  /** Which snapshot is restored, once that is known. */
  public @Nullable String snapshotId() {
    return snapshotId;
  }

  /** Restores what the target lacks. */
  public void run(ObjectStore store, RetryAllowance allowance) throws Exception {
    Optional<Vault> opened = Vault.open(store, plan.encryption(), plan.stateDirectory());
    if (opened.isEmpty()) {
      throw new SpaceException(
          "There is no vault in this area of the space: nothing was ever backed up into one.");
    }
    try (Vault vault = opened.get()) {
      ReadingHold hold = plan.dryRun() ? ReadingHold.NONE : ReadingHold.on(vault, PATIENCE);
      try {
        restore(vault, new EntryGuard(monitor, cancellation, allowance));
      } finally {
        hold.close();
      }
    }
  }

  private void restore(Vault vault, EntryGuard guard) throws Exception {
    SnapshotRecord snapshot = choose(vault.snapshots());
    snapshotId = snapshot.snapshot().id();
    if (plan.deleteExtra() && !snapshot.snapshot().complete()) {
      throw new SpaceException(
          "The snapshot "
              + snapshotId
              + " is incomplete: what it does not have may only not have been readable, so that"
              + " nothing is deleted on its account. Restore it without deleteExtra.");
    }
    SafeTarget into = OpenTarget.open(plan.target(), plan.dryRun());
    target = into;
    try (VaultReader reader =
            new VaultReader(vault, plan.temporaryDirectory(), plan.concurrency());
        SnapshotContents contents = new SnapshotContents(reader, plan, into)) {
      restore(reader, snapshot, contents, guard);
    }
  }

  private SnapshotRecord choose(SnapshotStore snapshots) {
    String id = plan.snapshot();
    if (id != null) {
      return snapshots.get(id);
    }
    if (plan.at() == null) {
      return snapshots
          .newest(plan.now())
          .orElseThrow(() -> new SnapshotNotFoundException("The vault has no snapshot yet."));
    }
    return snapshots
        .newestComplete(plan.at())
        .orElseThrow(
            () ->
                new SnapshotNotFoundException(
                    "No complete snapshot of this vault is as old as " + plan.at() + "."));
  }

  private void restore(
      VaultReader reader, SnapshotRecord snapshot, SnapshotContents contents, EntryGuard guard)
      throws Exception {
    try (VaultReader.Entries entries = reader.entries(snapshot)) {
      contents.readAll(entries, cancellation);
    } catch (IntegrityException e) {
      throw withoutEntries(e);
    }
    plan.rules().requireMatch(contents.hasAny());
    monitor.totals(contents.objects(), contents.bytes());
    monitor.pushing();
    contents.refused().forEach(monitor::failed);
    contents.refusedFolders().forEach(monitor::failedOutsideTotals);
    fetch(reader, contents, guard);
    link(reader, snapshot, contents, guard);
    SafeTarget into = target;
    if (into == null) {
      return;
    }
    if (plan.deleteExtra() && monitor.tally().failedCount() == 0) {
      new ExtraEntries(plan, into, contents, monitor, cancellation).delete();
    }
    if (!plan.dryRun()) {
      finishFolders(into, contents);
      into.sync();
    }
  }

  private IntegrityException withoutEntries(IntegrityException problem) {
    return new IntegrityException(
        problem.getMessage()
            + ". Without it nobody can tell what is in the snapshot "
            + snapshotId
            + ": see whether repair helps, or restore another snapshot, by its id or by a time"
            + " before it",
        problem);
  }

  private void fetch(VaultReader reader, SnapshotContents contents, EntryGuard guard)
      throws Exception {
    Workers.run(
        Thread.currentThread().getName(),
        (int) Math.min(plan.concurrency(), contents.objects()),
        cancellation,
        () -> {
          try (FileWorker worker = worker(reader, contents, guard)) {
            for (VaultEntry file = contents.files().poll();
                file != null;
                file = contents.files().poll()) {
              worker.carryOut(file);
            }
          }
        });
  }

  private FileWorker worker(VaultReader reader, SnapshotContents contents, EntryGuard guard) {
    return new FileWorker(
        plan,
        target,
        monitor,
        guard,
        reader.worker(),
        path -> {
          if (contents.isLinked(path)) {
            inPlace.add(path);
          }
        });
  }

  private void link(
      VaultReader reader, SnapshotRecord snapshot, SnapshotContents contents, EntryGuard guard)
      throws IOException {
    Links links = new Links(plan, target, monitor, guard, inPlace);
    links.make(contents.links());
    if (links.hasCopies()) {
      try (VaultReader.Entries entries = reader.entries(snapshot);
          FileWorker worker = worker(reader, contents, guard)) {
        links.copy(entries, worker);
      }
    }
  }

  private void finishFolders(SafeTarget into, SnapshotContents contents) throws IOException {
    for (Iterator<SnapshotEntry> folders = contents.folders(); folders.hasNext(); ) {
      cancellation.throwIfCancelled();
      SnapshotEntry folder = folders.next();
      try {
        RestorePath path = RestorePath.parse(folder.path(), Platform.current());
        into.finishDirectory(path, Attributes.mtimeNs(folder), Attributes.mode(folder));
      } catch (IOException e) {
        monitor.failedOutsideTotals(TargetProblems.failure(folder.path(), e));
      }
    }
  }

  @Override
  public void close() {
    OpenTarget.close(plan.target(), target);
  }
}
