package io.spaces.client.internal.restore.entry;

import io.spaces.client.internal.restore.RefusedEntryException;
import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.platform.Platform;

/**
 * Where entries go in a target: without the first names of their paths, below a folder.
 *
 * @param strip how many names are taken away
 * @param prefix the folder, with slashes between its names, or empty for the target itself
 */
public record NewRoot(int strip, String prefix) {
  /** Where they were. */
  public static final NewRoot SAME = new NewRoot(0, "");

  /** Whether anything goes elsewhere than where it was. */
  public boolean isSame() {
    return equals(SAME);
  }

  /** Whether an entry has a name left. */
  public boolean takes(String key) {
    return start(key) >= 0;
  }

  /**
   * Where an entry goes.
   *
   * @param key its path in the backup
   * @return its path in the target, found fit for one
   * @throws RefusedEntryException when it is not, or has no name left
   */
  public RestorePath path(String key) throws RefusedEntryException {
    int start = start(key);
    if (start < 0) {
      throw new RefusedEntryException(
          "Not restored: of its path nothing is left without the first "
              + strip
              + (strip == 1 ? " name." : " names."));
    }
    String rest = key.substring(start);
    return RestorePath.parse(prefix.isEmpty() ? rest : prefix + "/" + rest, Platform.current());
  }

  private int start(String key) {
    int start = 0;
    for (int i = 0; i < strip; i++) {
      start = key.indexOf('/', start) + 1;
      if (start == 0) {
        return -1;
      }
    }
    return start;
  }
}
