package io.spaces.client.internal.vault.archive;

import io.spaces.client.snapshot.SnapshotEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The links of an archive as a snapshot can hold them. There, a hard link names a file; in an
 * archive it may name another hard link, or a symbolic one, too.
 */
final class ArchiveLinks {
  private final Map<String, String> symbolic = new HashMap<>();
  private final Map<String, String> hard = new HashMap<>();

  /** What a link becomes. */
  record Link(SnapshotEntry.Type type, String target) {}

  Link symbolic(String path, String target) {
    symbolic.put(path, target);
    return new Link(SnapshotEntry.Type.SYMBOLIC_LINK, target);
  }

  Link hard(String path, String named) {
    String target = symbolic.get(named);
    if (target != null) {
      return symbolic(path, target);
    }
    String file = hard.getOrDefault(named, named);
    hard.put(path, file);
    return new Link(SnapshotEntry.Type.HARD_LINK, file);
  }

  /** Returns what hard links name and is no file, if there is any. */
  Set<String> dangling(Predicate<String> isFile) {
    Set<String> dangling = new TreeSet<>();
    for (String named : hard.values()) {
      if (hard.containsKey(named) || symbolic.containsKey(named) || !isFile.test(named)) {
        dangling.add(named);
      }
    }
    return dangling;
  }
}
