package io.spaces.client.internal.vault.restore;

import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.SafeTarget;
import io.spaces.client.internal.restore.TargetEntry;
import io.spaces.client.internal.restore.platform.TargetProblems;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.internal.spec.RestoreSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;

/**
 * What a target has and the snapshot has not: files, links, and folders that are empty then.
 * Devices stay, and what a backup leaves out by default.
 */
final class ExtraEntries {
  private final RestoreSpec spec;
  private final SafeTarget target;
  private final SnapshotContents contents;
  private final Monitor monitor;
  private final Cancellation cancellation;

  ExtraEntries(
      RestoreSpec spec,
      SafeTarget target,
      SnapshotContents contents,
      Monitor monitor,
      Cancellation cancellation) {
    this.spec = spec;
    this.target = target;
    this.contents = contents;
    this.monitor = monitor;
    this.cancellation = cancellation;
  }

  void delete() throws IOException {
    target.walk(
        this::visit,
        key -> {
          if (spec.rules().accepts(key, false)) {
            monitor.failedOutsideTotals(TargetProblems.notNamed(key));
          }
        });
  }

  private void visit(RestorePath path, TargetEntry entry) throws IOException {
    cancellation.throwIfCancelled();
    boolean folder = entry.kind() == TargetEntry.Kind.DIRECTORY;
    if (entry.kind() == TargetEntry.Kind.OTHER || !isExtra(path, folder)) {
      return;
    }
    String key = path.key();
    if (spec.dryRun()) {
      if (!folder) {
        monitor.deletionPlanned(key);
      }
      return;
    }
    try {
      target.delete(path);
      if (!folder) {
        monitor.deleted(key);
      }
    } catch (DirectoryNotEmptyException e) {
      // Something that stays is in it, and so it stays too.
      return;
    } catch (IOException e) {
      monitor.failedOutsideTotals(TargetProblems.notDeleted(key, e));
    }
  }

  private boolean isExtra(RestorePath path, boolean folder) {
    String key = path.key();
    return (folder || FileRules.DEFAULTS.accepts(key, false))
        && spec.rules().accepts(key, folder)
        && !contents.has(path);
  }
}
