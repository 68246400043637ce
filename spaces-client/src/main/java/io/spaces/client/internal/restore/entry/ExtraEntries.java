package io.spaces.client.internal.restore.entry;

import io.spaces.client.internal.restore.Clearing;
import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.SafeTarget;
import io.spaces.client.internal.restore.TargetEntry;
import io.spaces.client.internal.restore.platform.TargetProblems;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a target has and the backup has not. Devices stay, and what a backup leaves out by default;
 * a folder goes when all that was in it went.
 */
public final class ExtraEntries implements Clearing {
  private final SafeTarget target;
  private final FileRules rules;
  private final boolean filesAlone;
  private final boolean dryRun;
  private final Monitor monitor;
  private final Cancellation cancellation;
  private final Set<RestorePath> emptied = new HashSet<>();

  /**
   * What is extra by these rules; in a dry run it is only told.
   *
   * @param filesAlone whether the backup could hold neither links nor empty folders, which then
   *     stay
   */
  public ExtraEntries(
      SafeTarget target,
      FileRules rules,
      boolean filesAlone,
      boolean dryRun,
      Monitor monitor,
      Cancellation cancellation) {
    this.target = target;
    this.rules = rules;
    this.filesAlone = filesAlone;
    this.dryRun = dryRun;
    this.monitor = monitor;
    this.cancellation = cancellation;
  }

  /** Lets what is extra make way at once for an entry of another type. */
  public void replaceTypes() {
    target.clearing(this);
  }

  @Override
  public boolean mayGo(RestorePath path, TargetEntry.Kind kind) {
    return switch (kind) {
      case FILE -> accepts(path);
      case LINK -> !filesAlone && accepts(path);
      case DIRECTORY -> rules.accepts(path.key(), true);
      case OTHER -> false;
    };
  }

  @Override
  public void gone(RestorePath path) {
    monitor.deleted(path.key());
  }

  /**
   * Deletes it.
   *
   * @param had what the backup has
   * @throws IOException when the target cannot be read
   */
  public void delete(Predicate<RestorePath> had) throws IOException {
    target.walk(
        (path, entry) -> {
          cancellation.throwIfCancelled();
          boolean folder = entry.is(TargetEntry.Kind.DIRECTORY);
          boolean mayGo = (folder && filesAlone) ? emptied.remove(path) : mayGo(path, entry.kind());
          if (mayGo && !had.test(path)) {
            delete(path, folder);
          }
        },
        key -> {
          if (rules.accepts(key, false)) {
            monitor.failedOutsideTotals(TargetProblems.notNamed(key));
          }
        });
  }

  private boolean accepts(RestorePath path) {
    return FileRules.DEFAULTS.accepts(path.key(), false) && rules.accepts(path.key(), false);
  }

  @SuppressWarnings("EmptyCatch")
  private void delete(RestorePath path, boolean folder) {
    if (dryRun) {
      if (!folder) {
        monitor.deletionPlanned(path.key());
      }
      return;
    }
    try {
      target.delete(path);
      if (!folder) {
        monitor.deleted(path.key());
      }
      RestorePath parent = path.parent();
      if (parent != null) {
        emptied.add(parent);
      }
    } catch (DirectoryNotEmptyException e) {
      // Something that stays is in it, and so it stays too.
    } catch (IOException e) {
      monitor.failedOutsideTotals(TargetProblems.notDeleted(path.key(), e));
    }
  }
}
