package io.spaces.client.internal.vault.snapshot;

import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which snapshots continue which: each names the one that was the newest of its set before. So a
 * machine that has never seen a snapshot misses it all the same.
 */
final class Lineage {
  /**
   * The snapshots of one set that continue the same one.
   *
   * @param set the set
   * @param parent what they continue
   * @param children their ids, sorted
   */
  record Fork(String set, String parent, Set<String> children) {}

  private Lineage() {}

  /** The parents that are not there: their ids, and the id of a snapshot that continues each. */
  static Map<String, String> missing(Collection<SnapshotRecord> records, Set<String> there) {
    Map<String, String> missing = new TreeMap<>();
    for (SnapshotRecord record : records) {
      String parent = record.snapshot().parent();
      if (parent != null && !there.contains(parent)) {
        missing.put(parent, record.snapshot().id());
      }
    }
    return missing;
  }

  /**
   * Finds those that continue the same one, which is there, and are later than it: a clock that was
   * wrong, and an archive that is put into a set, make earlier ones continue it, and several.
   */
  static List<Fork> forks(Collection<SnapshotRecord> records) {
    Map<String, Snapshot> there = new HashMap<>();
    records.forEach(record -> there.put(record.snapshot().id(), record.snapshot()));
    Map<String, Fork> forks = new TreeMap<>();
    for (SnapshotRecord record : records) {
      Snapshot snapshot = record.snapshot();
      Snapshot parent = snapshot.parent() == null ? null : there.get(snapshot.parent());
      if (parent != null && snapshot.time().isAfter(parent.time())) {
        String id = parent.id();
        forks
            .computeIfAbsent(
                id + snapshot.set(), key -> new Fork(snapshot.set(), id, new TreeSet<>()))
            .children()
            .add(snapshot.id());
      }
    }
    List<Fork> several = new ArrayList<>(forks.values());
    several.removeIf(fork -> fork.children().size() < 2);
    return several;
  }
}
