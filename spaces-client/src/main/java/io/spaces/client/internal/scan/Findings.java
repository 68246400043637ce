package io.spaces.client.internal.scan;

import io.spaces.client.backup.BackupListener;
import io.spaces.client.backup.UnreadableFiles;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.transfer.ObjectFailure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is done about entries of the source that cannot be backed up or are left out, by the user's
 * policy; and which keys must not be deleted from the space on their account.
 */
public final class Findings {
  private final UnreadableFiles policy;
  private final Monitor<BackupListener> monitor;
  private final Set<String> untouchable = ConcurrentHashMap.newKeySet();

  /** Findings that are told to a monitor. */
  public Findings(UnreadableFiles policy, Monitor<BackupListener> monitor) {
    this.policy = policy;
    this.monitor = monitor;
  }

  /** An entry, or a folder with all below it, is left out on purpose. */
  public void leftOut(String key, String reason) {
    untouchable.add(key);
    monitor.skipped(key, reason);
  }

  /** An entry cannot be read; {@code counted} when it is among the totals. */
  public void unreadable(String key, String message, @Nullable Throwable cause, boolean counted) {
    switch (policy) {
      case FAIL -> throw new SpaceException(message, cause);
      case REPORT -> {
        ObjectFailure failure = new ObjectFailure(key, message, cause);
        if (counted) {
          monitor.failed(failure);
        } else {
          monitor.failedOutsideTotals(failure);
        }
      }
      case SKIP -> {
        untouchable.add(key);
        if (counted) {
          monitor.kept(key, 0, message);
        } else {
          monitor.skipped(key, message);
        }
      }
    }
  }

  /** Ends the run where the policy says so. */
  public void throwIfFatal(SourceException e) {
    if (policy == UnreadableFiles.FAIL) {
      throw new SpaceException(e.problem().message(), e);
    }
  }

  /** An entry has a name that the space keeps for something else. */
  public void reserved(String key) {
    String message = "\"" + key + "\" cannot be stored: the name is kept for a vault's own objects";
    unreadable(key, message, null, false);
  }

  /** Whether nothing is known of what the source has at this key or above it. */
  public boolean isUntouchable(String key) {
    if (untouchable.contains(key)) {
      return true;
    }
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      if (untouchable.contains(key.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }
}
