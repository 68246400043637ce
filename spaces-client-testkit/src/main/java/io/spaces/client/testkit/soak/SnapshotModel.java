package io.spaces.client.testkit.soak;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Which snapshots a vault must hold, and what each must hold. Knows nothing of how it does so. */
final class SnapshotModel {
  private final Map<String, Known> known = new LinkedHashMap<>();

  /** A snapshot: its name begins with its time, and what was not acknowledged may be so or not. */
  static final class Known {
    final SortedMap<String, byte[]> files;
    final boolean complete;
    private final String name;
    private final List<Instant> expiries = new ArrayList<>();

    private Known(String name, SortedMap<String, byte[]> files, boolean complete) {
      this.name = name;
      this.files = files;
      this.complete = complete;
    }
  }

  void add(String id, String name, SortedMap<String, byte[]> files, boolean complete) {
    known.put(id, new Known(name, files, complete));
  }

  /** A change of the time at which a snapshot expires was asked for. */
  void expires(String id, Instant time, boolean acknowledged) {
    List<Instant> expiries = get(id).expiries;
    if (acknowledged) {
      expiries.clear();
    } else if (expiries.isEmpty()) {
      expiries.add(Instant.MAX);
    }
    expiries.add(time);
  }

  boolean knows(String id) {
    return known.containsKey(id);
  }

  Known get(String id) {
    Known found = known.get(id);
    if (found == null) {
      throw new IllegalStateException("no snapshot " + id);
    }
    return found;
  }

  List<String> ids() {
    return List.copyOf(known.keySet());
  }

  @Nullable String any(Random random) {
    List<String> ids = ids();
    return ids.isEmpty() ? null : ids.get(random.nextInt(ids.size()));
  }

  @Nullable String newestComplete() {
    return newestFirst().stream().filter(id -> get(id).complete).findFirst().orElse(null);
  }

  private List<String> newestFirst() {
    return known.keySet().stream()
        .sorted(Comparator.comparing((String id) -> get(id).name).reversed())
        .toList();
  }

  /** Those that go when only so many are kept: incomplete ones stay as long as they are newest. */
  Set<String> beyond(int keep) {
    Set<String> gone = new HashSet<>();
    int complete = 0;
    for (String id : newestFirst()) {
      if (get(id).complete ? ++complete > keep : complete > 0) {
        gone.add(id);
      }
    }
    return gone;
  }

  /** Those that may have expired by a time, or must have. The newest complete one stays. */
  Set<String> expired(Instant now, boolean surely) {
    Set<String> expired = new HashSet<>();
    String newest = newestComplete();
    known.forEach(
        (id, snapshot) -> {
          List<Instant> times = snapshot.expiries;
          boolean matches =
              surely
                  ? times.stream().noneMatch(now::isBefore)
                  : times.stream().anyMatch(time -> !time.isAfter(now));
          if (!times.isEmpty() && matches && !id.equals(newest)) {
            expired.add(id);
          }
        });
    return expired;
  }

  /**
   * Compares with what is there.
   *
   * @param there the ids of all snapshots in the space
   * @param mayGo which of them the last step may have removed
   * @param mustGo which of them it must have removed
   */
  void compare(Set<String> there, Set<String> mayGo, Set<String> mustGo) {
    for (String id : there) {
      Checker.require(knows(id), "a snapshot appeared out of nowhere: " + id);
      Checker.require(!mustGo.contains(id), "a snapshot was not removed: " + id);
    }
    for (String id : ids()) {
      if (!there.contains(id)) {
        Checker.require(
            mayGo.contains(id) || mustGo.contains(id), "the snapshot " + id + " is lost");
        known.remove(id);
      }
    }
  }
}
