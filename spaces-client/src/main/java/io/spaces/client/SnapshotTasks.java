package io.spaces.client;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.archive.SnapshotArchives;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.snapshot.SetName;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.KeySlot;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.RepairResult;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.VerifyOptions;
import io.spaces.client.snapshot.VerifyResult;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.TransferTask;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What takes long in a vault, as tasks to await, to watch and to cancel. Each does what the method
 * of the same name in {@link Snapshots} does, and has the result that this returns.
 *
 * <pre>{@code
 * TransferTask<VerifyResult> task =
 *     snapshots.tasks().onProgress(p -> bar.update(p.objectsDone(), p.objectsTotal())).verify(true);
 * onClick(task::cancel);
 * task.await().orElseThrow();
 * }</pre>
 *
 * <p>A task that does not succeed has no result: {@link TransferTask#await() await} throws what the
 * method in {@link Snapshots} throws, and {@link io.spaces.client.error.CancelledException} when it
 * was cancelled, by itself, or since the snapshots or the client were closed. Whenever that
 * happens, the vault is whole, and locks are taken away.
 *
 * <p>Progress counts, of a verification, snapshots and packs; of a repair, packs; of a pruning,
 * snapshots to look through, and once it is known which, packs to store anew and to delete; of an
 * export, files; of an import, the bytes of the archive. Where nothing is read there are no bytes
 * to count. Listeners are told of packs and files by their names.
 *
 * <p>Each task opens the vault anew, with the settings that the snapshots have when it starts: an
 * {@link Encryption} must not be destroyed before its end. Immutable, and safe for use by several
 * threads.
 *
 * @since 0.1.0
 */
public final class SnapshotTasks {
  private final Snapshots snapshots;
  private final List<TransferListener> listeners;

  SnapshotTasks(Snapshots snapshots, List<TransferListener> listeners) {
    this.snapshots = snapshots;
    this.listeners = listeners;
  }

  /**
   * Calls back with the progress; the laws are those of {@link TransferListener#progressed}.
   *
   * @param callback gets snapshots, one at a time
   * @return tasks that do so; this is unchanged
   */
  public SnapshotTasks onProgress(Consumer<TransferProgress> callback) {
    Parameters.required("onProgress", callback);
    return listener(
        new TransferListener() {
          @Override
          public void progressed(TransferProgress progress) {
            callback.accept(progress);
          }
        });
  }

  /**
   * Adds a listener.
   *
   * @param listener told what a task does
   * @return tasks that tell it; this is unchanged
   */
  public SnapshotTasks listener(TransferListener listener) {
    List<TransferListener> all = new ArrayList<>(listeners);
    all.add(Parameters.required("listener", listener));
    return new SnapshotTasks(snapshots, List.copyOf(all));
  }

  /**
   * Starts {@link Snapshots#verify(boolean)}.
   *
   * @param readData whether to read, decrypt and hash all of it too
   * @return the task
   */
  public TransferTask<VerifyResult> verify(boolean readData) {
    return verify(VerifyOptions.builder().readData(readData).build());
  }

  /**
   * Starts {@link Snapshots#verify(VerifyOptions)}.
   *
   * @param options what to look at, and how far to go
   * @return the task
   */
  public TransferTask<VerifyResult> verify(VerifyOptions options) {
    Parameters.required("options", options);
    List<TransferListener> all = new ArrayList<>(listeners);
    all.addAll(options.listeners());
    return new SnapshotTasks(snapshots, List.copyOf(all))
        .maintain("verified", upkeep -> upkeep.verify(options));
  }

  /**
   * Starts {@link Snapshots#repair(boolean)}.
   *
   * @param readData whether to read all packs
   * @return the task
   */
  public TransferTask<RepairResult> repair(boolean readData) {
    return maintain("looked at", upkeep -> upkeep.repair(readData));
  }

  /**
   * Starts {@link Snapshots#prune(Duration)}. One that is cancelled has changed nothing, or has
   * removed some of what it would have removed, all of which nothing needs.
   *
   * @param grace how long snapshots lie in the trash before they are removed for good
   * @return the task
   * @throws InvalidParameterException when it is negative
   */
  public TransferTask<PruneResult> prune(Duration grace) {
    Duration checked = Parameters.notNegative("grace", grace);
    return maintain("looked at", upkeep -> upkeep.prune(snapshots.now(), checked));
  }

  /**
   * Starts {@link Snapshots#previewPrune(Duration, Collection)}.
   *
   * @param grace how long snapshots lie in the trash
   * @param deleted which snapshots are taken for just deleted
   * @return the task
   * @throws InvalidParameterException when the time is negative
   */
  public TransferTask<PruneResult> previewPrune(Duration grace, Collection<Snapshot> deleted) {
    Duration checked = Parameters.notNegative("grace", grace);
    Set<String> ids =
        Parameters.required("deleted", deleted).stream()
            .map(Snapshot::id)
            .collect(toUnmodifiableSet());
    return maintain("looked at", upkeep -> upkeep.previewPrune(snapshots.now(), checked, ids));
  }

  /**
   * Starts {@link Snapshots#export(String, OutputStream)}.
   *
   * @param id the snapshot's id, or the beginning of it
   * @param out where to, by a thread of the client; not closed. Unless the task succeeds it holds
   *     an archive that is not whole.
   * @return the task; its result is the snapshot
   * @throws InvalidParameterException when the id is no such text
   */
  public TransferTask<Snapshot> export(String id, OutputStream out) {
    String checked = Parameters.snapshotId("id", id);
    Parameters.required("out", out);
    SnapshotArchives.requireLibrary();
    return start(
        "written",
        (vault, monitor, stop) -> {
          SnapshotRecord record = vault.snapshots().get(checked);
          snapshots.archives(stop, monitor).write(record, vault, out);
          return record.snapshot();
        });
  }

  /**
   * Starts {@link Snapshots#export(String, Path)}. A task that does not succeed leaves no file.
   *
   * @param id the snapshot's id, or the beginning of it
   * @param folder an existing folder
   * @return the task; its result is the new file
   * @throws InvalidParameterException when the id is no such text, or there is no such folder
   */
  public TransferTask<Path> export(String id, Path folder) {
    String checked = Parameters.snapshotId("id", id);
    Parameters.directory("folder", folder);
    SnapshotArchives.requireLibrary();
    return start(
        "written",
        (vault, monitor, stop) ->
            snapshots.archives(stop, monitor).write(vault.snapshots().get(checked), vault, folder));
  }

  /**
   * Starts {@link Snapshots#importArchive(Path)}.
   *
   * @param archive a tar.gz
   * @return the task; its result is the new snapshot
   */
  public TransferTask<Snapshot> importArchive(Path archive) {
    return read(Parameters.path("archive", archive), null);
  }

  /**
   * Starts {@link Snapshots#importArchive(Path, String)}.
   *
   * @param archive a tar.gz
   * @param set the set, whatever the archive says: 1 to 200 printable characters
   * @return the task; its result is the new snapshot
   * @throws InvalidParameterException when the name is no such text
   */
  public TransferTask<Snapshot> importArchive(Path archive, String set) {
    return read(
        Parameters.path("archive", archive), SetName.check("set", Parameters.required("set", set)));
  }

  private TransferTask<Snapshot> read(Path archive, @Nullable String set) {
    SnapshotArchives.requireLibrary();
    return snapshots.start(
        "read",
        listeners,
        (store, key, monitor, stop) -> {
          List<Vault> opened = new ArrayList<>();
          try {
            return snapshots
                .archives(stop, monitor)
                .read(
                    archive,
                    set,
                    () -> {
                      Vault vault = snapshots.openOrCreate(store, key);
                      opened.add(vault);
                      return vault;
                    },
                    snapshots.now());
          } finally {
            opened.forEach(Vault::close);
          }
        });
  }

  /**
   * Starts {@link Snapshots#changeKey}. The snapshots use the new key from when it has succeeded.
   *
   * @param next the new key or passphrase; must not be destroyed before the end
   * @return the task; its result is the changed key
   */
  public TransferTask<KeySlot> changeKey(Encryption next) {
    Parameters.required("next", next);
    return start(
        "changed",
        (vault, monitor, stop) -> {
          monitor.totals(1, 0);
          monitor.pushing();
          KeySlot changed = vault.slots(snapshots.lockWait()).change(next, snapshots.now());
          snapshots.reopenWith(next);
          monitor.settled(0);
          return changed;
        });
  }

  /** What a task does to an open vault. */
  private interface Work<R> {
    R on(Vault vault, Monitor monitor, Cancellation stop);
  }

  private <R> TransferTask<R> start(String movedWord, Work<R> work) {
    return snapshots.start(
        movedWord,
        listeners,
        (store, key, monitor, stop) -> {
          try (Vault vault = snapshots.open(store, key)) {
            return work.on(vault, monitor, stop);
          }
        });
  }

  private <R> TransferTask<R> maintain(String movedWord, Function<VaultMaintenance, R> work) {
    return start(
        movedWord,
        (vault, monitor, stop) -> work.apply(snapshots.maintenance(vault, stop, monitor)));
  }
}
