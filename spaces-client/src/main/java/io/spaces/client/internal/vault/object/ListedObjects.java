package io.spaces.client.internal.vault.object;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.protocol.object.ListLag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks in lists for what was sent: an answer is a claim, and others rely on the object. */
public final class ListedObjects {
  private ListedObjects() {}

  /**
   * Waits until a list shows objects with their lengths, and with the content that was sent where
   * it tells that.
   *
   * @param folder holds all of them
   * @param lengths the lengths of the objects by their keys, of which none asks for no list; -1
   *     where any will do, as does any that the space does not tell
   * @return the list, or an empty one where none was needed
   * @throws SpaceException when it does not show them in time
   */
  public static List<ListedObject> await(
      ObjectStore store, String folder, Map<String, Long> lengths) {
    if (lengths.isEmpty()) {
      return List.of();
    }
    ListLag lag = store.listLag();
    while (true) {
      List<ListedObject> listed = store.list(folder);
      Map<String, Long> missing = new TreeMap<>(lengths);
      for (ListedObject object : listed) {
        Long length = missing.get(object.key());
        if (length != null && isWhole(object, length)) {
          missing.remove(object.key());
        }
      }
      if (missing.isEmpty()) {
        return listed;
      }
      if (!lag.await()) {
        throw notListed(missing.keySet().iterator().next(), missing.size(), lag.limit());
      }
    }
  }

  private static boolean isWhole(ListedObject object, long length) {
    return object.asSent() && (length < 0 || object.size() < 0 || object.size() == length);
  }

  private static SpaceException notListed(String first, int count, String limit) {
    return new SpaceException(
        "The space has taken "
            + count
            + " objects of the vault that it does not list with their lengths and content "
            + limit
            + " later, the first of them "
            + first
            + ": it has lost them, or its lists are older than that. Nothing was deleted for their"
            + " sake. Start again, and if it happens again, look at the space");
  }
}
