package io.spaces.client.internal.mirror.restore;

import io.spaces.client.internal.mirror.MirrorBackup;
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
import java.util.HashSet;
import java.util.Set;

/**
 * The files of a target that the space does not have. Only what a mirror could hold is ever
 * deleted: links, devices, empty folders and what a backup leaves out by default stay; folders go
 * when all that was in them went.
 */
final class ExtraFiles {
  private final RestoreSpec spec;
  private final SafeTarget target;
  private final RestoreList list;
  private final Monitor monitor;
  private final Cancellation cancellation;
  private final Set<RestorePath> emptied = new HashSet<>();

  ExtraFiles(
      RestoreSpec spec,
      SafeTarget target,
      RestoreList list,
      Monitor monitor,
      Cancellation cancellation) {
    this.spec = spec;
    this.target = target;
    this.list = list;
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

  private void visit(RestorePath path, TargetEntry entry) {
    cancellation.throwIfCancelled();
    if (entry.kind() == TargetEntry.Kind.DIRECTORY) {
      if (emptied.remove(path)) {
        deleteFolder(path);
      }
    } else if (entry.kind() == TargetEntry.Kind.FILE && isExtra(path)) {
      deleteFile(path);
    }
  }

  private boolean isExtra(RestorePath path) {
    String key = path.key();
    return !MirrorBackup.isReserved(key)
        && FileRules.DEFAULTS.accepts(key, false)
        && spec.rules().accepts(key, false)
        && !list.has(path);
  }

  private void deleteFile(RestorePath path) {
    String key = path.key();
    if (spec.dryRun()) {
      monitor.deletionPlanned(key);
      return;
    }
    try {
      target.delete(path);
      monitor.deleted(key);
      markParent(path);
    } catch (IOException e) {
      failed(path, e);
    }
  }

  @SuppressWarnings("EmptyCatch")
  private void deleteFolder(RestorePath path) {
    try {
      target.delete(path);
      markParent(path);
    } catch (DirectoryNotEmptyException e) {
      // Something that stays is in it, and so it stays too.
    } catch (IOException e) {
      failed(path, e);
    }
  }

  private void failed(RestorePath path, IOException e) {
    monitor.failedOutsideTotals(TargetProblems.notDeleted(path.key(), e));
  }

  private void markParent(RestorePath path) {
    RestorePath parent = path.parent();
    if (parent != null) {
      emptied.add(parent);
    }
  }
}
