package io.spaces.client.internal.vault.restore;

import io.spaces.client.internal.restore.PendingFile;
import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.SafeTarget;
import io.spaces.client.internal.restore.entry.EntryGuard;
import io.spaces.client.internal.restore.entry.OverwriteDecision;
import io.spaces.client.internal.spec.RestoreSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries one file after the other through: compare, fetch, check, put in place. */
final class FileWorker implements AutoCloseable {
  private final RestoreSpec spec;
  private final @Nullable SafeTarget target;
  private final Monitor monitor;
  private final EntryGuard guard;
  private final VaultReader.Worker contents;
  private final Consumer<String> inPlace;

  /**
   * A worker for one thread; without a target, nothing is there and all is only planned.
   *
   * @param inPlace told the path of each file that has the right content, or would have it
   */
  FileWorker(
      RestoreSpec spec,
      @Nullable SafeTarget target,
      Monitor monitor,
      EntryGuard guard,
      VaultReader.Worker contents,
      Consumer<String> inPlace) {
    this.spec = spec;
    this.target = target;
    this.monitor = monitor;
    this.guard = guard;
    this.contents = contents;
    this.inPlace = inPlace;
  }

  /** Works on one file; throws only what ends the whole run. */
  void carryOut(VaultEntry file) {
    carryOut(file, file.entry().size());
  }

  /** The same for a file that counts with another size in the totals. */
  void carryOut(VaultEntry file, long planned) {
    SnapshotEntry entry = file.entry();
    String key = entry.path();
    guard.attempt(
        key,
        attempt -> {
          RestorePath path = spec.root().path(key);
          switch (decide(path, file)) {
            case SAME -> {
              monitor.unchanged(key, planned);
              inPlace.accept(key);
            }
            case KEEP -> monitor.kept(key, planned, "is in the target already");
            case WRITE -> {
              if (spec.dryRun() || target == null) {
                monitor.planned(key, planned, entry.size());
                inPlace.accept(key);
                return;
              }
              attempt.started(entry.size());
              restore(target, path, file);
              monitor.moved(key, planned, entry.size());
              inPlace.accept(key);
            }
          }
        });
  }

  private OverwriteDecision decide(RestorePath path, VaultEntry file) throws IOException {
    if (target == null) {
      return OverwriteDecision.WRITE;
    }
    try {
      long mtimeNs = Attributes.mtimeNs(file.entry());
      OverwriteDecision decision =
          OverwriteDecision.decide(
              spec.overwrite(),
              target,
              path,
              file.entry().size(),
              mtimeNs,
              there -> contents.hasContent(file, Channels.newInputStream(there)));
      return decision != OverwriteDecision.SAME
              || spec.dryRun()
              || target.updateFile(path, mtimeNs, Attributes.mode(file.entry()))
          ? decision
          : OverwriteDecision.WRITE;
    } catch (AccessDeniedException e) {
      // Permissions that keep its owner from reading it are those that it was restored with.
      return OverwriteDecision.WRITE;
    }
  }

  private void restore(SafeTarget into, RestorePath path, VaultEntry file) throws IOException {
    SnapshotEntry entry = file.entry();
    try (PendingFile pending = into.begin(path, entry.size())) {
      contents.copy(file, pending);
      pending.commit(Attributes.mtimeNs(entry), Attributes.mode(entry));
    }
  }

  @Override
  public void close() {
    contents.close();
  }
}
