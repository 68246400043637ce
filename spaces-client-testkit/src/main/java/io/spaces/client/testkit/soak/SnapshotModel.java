package io.spaces.client.testkit.soak;

import io.spaces.client.snapshot.Snapshot;
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

  /** Whether something is so: what was asked for and not acknowledged may be or not. */
  private enum Sure {
    NO,
    MAYBE,
    YES
  }

  /** A snapshot; its name begins with its time. */
  static final class Known {
    final SortedMap<String, byte[]> files;
    final boolean complete;
    private final String name;
    private final List<Instant> expiries = new ArrayList<>();
    private String set;
    private Sure trash = Sure.NO;
    private Sure pinned = Sure.NO;

    private Known(String name, String set, SortedMap<String, byte[]> files, boolean complete) {
      this.name = name;
      this.set = set;
      this.files = files;
      this.complete = complete;
    }

    String set() {
      return set;
    }

    /** An expiry to come holds it for sure, or a pin. */
    private boolean isHeld(Instant now) {
      return pinned == Sure.YES
          || (!expiries.isEmpty()
              && expiries.stream().allMatch(now::isBefore)
              && !expiries.contains(Instant.MAX));
    }

    /** No rule decides on it for sure. */
    private boolean takesNoPlace() {
      return pinned == Sure.YES || (!expiries.isEmpty() && !expiries.contains(Instant.MAX));
    }
  }

  void add(String id, String name, String set, SortedMap<String, byte[]> files, boolean complete) {
    known.put(id, new Known(name, set, files, complete));
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

  /** A snapshot was to be pinned, or unpinned. */
  void pinned(String id, boolean pinned, boolean acknowledged) {
    Sure wanted = pinned ? Sure.YES : Sure.NO;
    Known snapshot = get(id);
    snapshot.pinned = acknowledged || snapshot.pinned == wanted ? wanted : Sure.MAYBE;
  }

  /** All of a set are of another since. */
  void renamed(String from, String to) {
    known.values().stream().filter(one -> one.set.equals(from)).forEach(one -> one.set = to);
  }

  /** A snapshot is of another set since. */
  void assigned(String id, String set) {
    get(id).set = set;
  }

  /** A snapshot is deleted, whatever the space still holds of it. */
  void gone(String id) {
    known.remove(id);
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

  /** The one of a set that is restored unless another is asked for; null where that is not sure. */
  @Nullable String newestComplete(String set) {
    String newest = newestCompleteThatMayBeLive(set);
    return newest == null || get(newest).trash == Sure.MAYBE ? null : newest;
  }

  private @Nullable String newestCompleteThatMayBeLive(String set) {
    return mayBeLive(set).stream().filter(id -> get(id).complete).findFirst().orElse(null);
  }

  /** Those of a set that are not in the trash for sure, newest first. */
  private List<String> mayBeLive(String set) {
    return known.keySet().stream()
        .filter(id -> get(id).set.equals(set) && get(id).trash != Sure.YES)
        .sorted(Comparator.comparing((String id) -> get(id).name).reversed())
        .toList();
  }

  /** A snapshot was to be deleted. */
  void deleted(String id, boolean acknowledged) {
    Known snapshot = get(id);
    if (acknowledged) {
      snapshot.trash = Sure.YES;
    } else if (snapshot.trash == Sure.NO) {
      snapshot.trash = Sure.MAYBE;
    }
  }

  /** A snapshot was to be taken out of the trash again. */
  void undeleted(String id, boolean acknowledged) {
    Known snapshot = get(id);
    if (acknowledged) {
      snapshot.trash = Sure.NO;
    } else if (snapshot.trash == Sure.YES) {
      snapshot.trash = Sure.MAYBE;
    }
  }

  /** These may be in the trash since. */
  void mayBeDeleted(Set<String> ids) {
    ids.stream().filter(this::knows).forEach(id -> deleted(id, false));
  }

  /**
   * Those that a rule which keeps so many of a set may move to the trash. The newest complete one
   * stays, and so does what a pin or an expiry to come holds, which takes up no place; incomplete
   * ones count like others.
   */
  Set<String> beyond(String set, int keep, Instant now) {
    Set<String> gone = new HashSet<>();
    String newest = newestCompleteThatMayBeLive(set);
    int rank = 0;
    for (String id : mayBeLive(set)) {
      Known snapshot = get(id);
      boolean isKept = snapshot.expiries.isEmpty() && rank < keep;
      if (!isKept && !snapshot.isHeld(now) && !id.equals(newest)) {
        gone.add(id);
      }
      if (!snapshot.takesNoPlace()) {
        rank++;
      }
    }
    return gone;
  }

  /** Those in the trash, surely or perhaps. */
  Set<String> inTrash(boolean surely) {
    Set<String> found = new HashSet<>();
    known.forEach(
        (id, snapshot) -> {
          if (surely ? snapshot.trash == Sure.YES : snapshot.trash != Sure.NO) {
            found.add(id);
          }
        });
    return found;
  }

  /** Those that may have expired by a time, or must have. The newest complete of a set stays. */
  Set<String> expired(Instant now, boolean surely) {
    Set<String> expired = new HashSet<>();
    Set<String> sets = new HashSet<>();
    known.values().forEach(snapshot -> sets.add(snapshot.set));
    sets.forEach(set -> addExpired(set, now, surely, expired));
    return expired;
  }

  private void addExpired(String set, Instant now, boolean surely, Set<String> expired) {
    boolean sureOfNewer = false;
    String newest = newestCompleteThatMayBeLive(set);
    List<String> all = mayBeLive(set);
    boolean sureOfOne = all.stream().map(this::get).anyMatch(SnapshotModel::isSurelyWhole);
    for (String id : all) {
      Known snapshot = get(id);
      List<Instant> times = snapshot.expiries;
      boolean matches =
          surely
              ? (snapshot.complete ? sureOfNewer : sureOfOne)
                  && times.stream().noneMatch(now::isBefore)
                  && snapshot.pinned == Sure.NO
              : times.stream().anyMatch(time -> !time.isAfter(now))
                  && !id.equals(newest)
                  && snapshot.pinned != Sure.YES;
      if (!times.isEmpty() && matches) {
        expired.add(id);
      }
      sureOfNewer |= isSurelyWhole(snapshot);
    }
  }

  private static boolean isSurelyWhole(Known snapshot) {
    return snapshot.complete && snapshot.trash == Sure.NO;
  }

  /**
   * Compares with what a client lists, and knows from then on what was in doubt.
   *
   * @param live what is not in the trash
   * @param deleted what is
   */
  void compareLists(List<Snapshot> live, List<Snapshot> deleted) {
    Set<String> left = new HashSet<>(known.keySet());
    for (List<Snapshot> list : List.of(live, deleted)) {
      Sure now = list == deleted ? Sure.YES : Sure.NO;
      for (Snapshot there : list) {
        String id = there.id();
        Checker.require(left.remove(id), "listed twice or out of nowhere: " + id);
        Known one = get(id);
        Checker.require(
            one.trash == now || one.trash == Sure.MAYBE,
            (now == Sure.YES ? "is in the trash: " : "is not in the trash: ") + id);
        one.trash = now;
        Sure pinned = there.pinned() ? Sure.YES : Sure.NO;
        Checker.require(
            one.pinned == pinned || one.pinned == Sure.MAYBE, "another pin than asked for: " + id);
        one.pinned = pinned;
        Checker.require(one.set.equals(there.set()), "of another set: " + id);
        Checker.require(one.complete == there.complete(), "complete or not: " + id);
      }
    }
    Checker.require(left.isEmpty(), "in no list: " + left);
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
