package io.spaces.client.internal.vault.restore;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.NothingFoundException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.http.retry.RetryAllowance;
import io.spaces.client.internal.restore.OpenTarget;
import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.SafeTarget;
import io.spaces.client.internal.restore.entry.EntryGuard;
import io.spaces.client.internal.restore.entry.ExtraEntries;
import io.spaces.client.internal.restore.platform.TargetProblems;
import io.spaces.client.internal.spec.RestoreSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.Workers;
import io.spaces.client.internal.vault.ReadingHold;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.vault.object.ObjectStore;
import io.spaces.client.internal.vault.snapshot.Chosen;
import io.spaces.client.internal.vault.snapshot.RestoredSets;
import io.spaces.client.internal.vault.snapshot.SetName;
import io.spaces.client.internal.vault.snapshot.SnapshotSelector;
import io.spaces.client.internal.vault.snapshot.SnapshotStore;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gets a snapshot back: sorts its entries, makes its folders, lets workers fetch one file after the
 * other, then makes links, deletes what is too much, and gives folders their attributes last.
 */
public final class SnapshotRestore implements AutoCloseable {
  /** How many snapshots a warning names. */
  private static final int NAMED = 10;

  private final RestoreSpec spec;
  private final Instant now;
  private final Monitor monitor;
  private final Cancellation cancellation;
  private final Set<String> inPlace = ConcurrentHashMap.newKeySet();
  private volatile @Nullable String snapshotId;
  private volatile boolean opened;
  private @Nullable SafeTarget target;

  /** A restore to be; {@link #run} carries it out. */
  public SnapshotRestore(
      RestoreSpec spec, Instant now, Monitor monitor, Cancellation cancellation) {
    this.spec = spec;
    this.now = now;
    this.monitor = monitor;
    this.cancellation = cancellation;
  }

  /** Which snapshot is restored, once that is known. */
  public @Nullable String snapshotId() {
    return snapshotId;
  }

  /** Whether there is a vault that the key, or none, has opened. */
  public boolean hasOpened() {
    return opened;
  }

  /** Restores what the target lacks. */
  public void run(ObjectStore store, RetryAllowance allowance) throws Exception {
    Optional<Vault> found =
        Vault.open(store, spec.encryption(), spec.stateDirectory(), spec.acceptVault());
    if (found.isEmpty()) {
      throw new NothingFoundException(
          "There is no vault in this area of the space: nothing was ever backed up into one.");
    }
    opened = true;
    try (Vault vault = found.get()) {
      vault.onWarning(warning -> monitor.warn(warning.code(), warning.text()));
      ReadingHold hold = spec.dryRun() ? ReadingHold.NONE : ReadingHold.on(vault, spec.lockWait());
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
    if (spec.deleteExtra()) {
      requireRightToDelete(vault, snapshot.snapshot());
    }
    SafeTarget into = OpenTarget.open(spec.folder(), spec.dryRun());
    target = into;
    try (VaultReader reader =
            new VaultReader(vault, spec.temporaryDirectory(), spec.concurrency());
        SnapshotContents contents = new SnapshotContents(reader, spec, into)) {
      restore(reader, snapshot, contents, guard);
    }
    if (!spec.dryRun() && spec.root().isSame() && monitor.tally().failedCount() == 0) {
      restored().remember(spec.folder(), vault.id(), snapshot.snapshot().set());
    }
  }

  private RestoredSets restored() {
    return new RestoredSets(spec.stateDirectory());
  }

  /** What a snapshot does not have may be another source's, or only not have been readable. */
  private void requireRightToDelete(Vault vault, Snapshot snapshot) throws IOException {
    if (!snapshot.complete()) {
      throw new SpaceException(
          "The snapshot "
              + snapshotId
              + " is incomplete: what it does not have may only not have been readable, so that"
              + " nothing is deleted on its account. Restore it without deleteExtra.");
    }
    boolean named = spec.snapshot() != null || spec.wanted().set() != null;
    if (!named
        && !isEmpty(spec.folder())
        && !restored().isLast(spec.folder(), vault.id(), snapshot.set())) {
      throw new InvalidParameterException(
          "deleteExtra",
          "deletes what the snapshot "
              + snapshotId
              + " of the set "
              + SetName.list(List.of(snapshot.set()))
              + " does not have, and "
              + spec.folder()
              + " was not last restored from that set; expected the set or the snapshot's id to be"
              + " named, if it is the right one");
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return !Files.exists(folder);
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private SnapshotRecord choose(SnapshotStore snapshots) {
    String id = spec.snapshot();
    SnapshotSelector wanted = spec.wanted();
    if (id != null) {
      SnapshotRecord found = snapshots.get(id);
      if (wanted.set() != null && !wanted.set().equals(found.snapshot().set())) {
        throw new InvalidParameterException(
            "snapshot",
            "is of the set "
                + SetName.list(List.of(found.snapshot().set()))
                + "; expected one of "
                + SetName.list(List.of(wanted.set())));
      }
      return found;
    }
    Chosen chosen =
        snapshots
            .choose(wanted, now)
            .orElseThrow(() -> new SnapshotNotFoundException(nothing(wanted)));
    tellOfPassedOver(chosen);
    tellOfDamaged(chosen);
    return chosen.record();
  }

  private void tellOfDamaged(Chosen chosen) {
    if (!chosen.damaged().isEmpty()) {
      monitor.warn(
          Warning.Code.DAMAGED_SNAPSHOTS,
          "The snapshot "
              + chosen.record().snapshot().id()
              + " of "
              + chosen.record().snapshot().time()
              + " is the newest that can be read; damaged ones that may be newer are passed over: "
              + chosen.damaged().stream()
                  .map(one -> one.id() + " of " + one.time())
                  .collect(Collectors.joining(", "))
              + ".");
    }
  }

  private static String nothing(SnapshotSelector wanted) {
    return wanted.at() == null
        ? "The vault has no snapshot yet."
        : "No "
            + (wanted.incompleteToo() ? "" : "complete ")
            + "snapshot of this vault is as old as "
            + wanted.at()
            + ".";
  }

  private void tellOfPassedOver(Chosen chosen) {
    int count = chosen.passedOver().size();
    if (count > 0) {
      Snapshot newest = chosen.passedOver().get(0);
      monitor.warn(
          Warning.Code.NEWER_SNAPSHOTS_INCOMPLETE,
          "The snapshot "
              + chosen.record().snapshot().id()
              + " of "
              + chosen.record().snapshot().time()
              + " is the newest complete one; "
              + (count == 1 ? "a newer one is" : count + " newer ones are")
              + " incomplete and passed over: "
              + chosen.passedOver().stream()
                  .limit(NAMED)
                  .map(Snapshot::id)
                  .collect(Collectors.joining(", "))
              + (count > NAMED ? ", …" : "")
              + ". The newest of "
              + newest.time()
              + " can be restored by its id");
    }
  }

  private void restore(
      VaultReader reader, SnapshotRecord snapshot, SnapshotContents contents, EntryGuard guard)
      throws Exception {
    SafeTarget into = target;
    ExtraEntries extra =
        into != null && spec.deleteExtra()
            ? new ExtraEntries(into, spec.rules(), false, spec.dryRun(), monitor, cancellation)
            : null;
    if (extra != null && spec.overwrite() == OverwritePolicy.ALWAYS) {
      extra.replaceTypes();
    }
    try (VaultReader.Entries entries = reader.entries(snapshot)) {
      contents.readAll(entries, cancellation);
    } catch (IntegrityException e) {
      throw withoutEntries(e);
    }
    spec.rules().requireMatch(contents.hasAny(), contents.hasLeftOut());
    monitor.totals(contents.objects(), contents.bytes());
    monitor.pushing();
    contents.refused().forEach(monitor::failed);
    contents.refusedFolders().forEach(monitor::failedOutsideTotals);
    contents.wanted().tell(monitor);
    fetch(reader, contents, guard);
    link(reader, snapshot, contents, guard);
    if (into == null) {
      return;
    }
    if (extra != null && monitor.tally().failedCount() == 0) {
      extra.delete(contents::has);
    }
    if (!spec.dryRun()) {
      finishFolders(into, contents, extra != null);
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
        (int) Math.min(spec.concurrency(), contents.objects()),
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
        spec,
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
    Links links = new Links(spec, target, monitor, guard, inPlace);
    links.make(contents.links());
    if (links.hasCopies()) {
      try (VaultReader.Entries entries = reader.entries(snapshot);
          FileWorker worker = worker(reader, contents, guard)) {
        links.copy(entries, worker);
      }
    }
  }

  private void finishFolders(SafeTarget into, SnapshotContents contents, boolean replaces)
      throws IOException {
    for (Iterator<SnapshotEntry> folders = contents.folders(); folders.hasNext(); ) {
      cancellation.throwIfCancelled();
      SnapshotEntry folder = folders.next();
      try {
        RestorePath path = spec.root().path(folder.path());
        if (replaces && monitor.tally().failedCount() == 0) {
          into.replaceByDirectory(path);
        }
        into.finishDirectory(path, Attributes.mtimeNs(folder), Attributes.mode(folder));
      } catch (IOException e) {
        monitor.failedOutsideTotals(TargetProblems.failure(folder.path(), e));
      }
    }
  }

  @Override
  public void close() {
    OpenTarget.close(spec.folder(), target);
  }
}
