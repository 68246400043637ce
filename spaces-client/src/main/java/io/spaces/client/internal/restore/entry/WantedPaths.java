package io.spaces.client.internal.restore.entry;

import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.transfer.ObjectFailure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Paths that are asked for one by one: one that the backup does not have is a failure. */
public final class WantedPaths {
  private final Set<String> missing;

  /** Paths that were not seen yet. */
  public WantedPaths(List<String> paths) {
    missing = new LinkedHashSet<>(paths);
  }

  /** Takes note of an entry. */
  public void saw(String key) {
    if (!missing.isEmpty()) {
      missing.removeIf(
          path ->
              key.startsWith(path)
                  && (key.length() == path.length() || key.charAt(path.length()) == '/'));
    }
  }

  /** Tells of those that no entry was at or below. */
  public void tell(Monitor monitor) {
    for (String path : missing) {
      monitor.failedOutsideTotals(new ObjectFailure(path, "is not in the backup", null));
    }
  }
}
