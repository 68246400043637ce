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
  /** Whether a snapshot lies in the trash. */
  private enum Trash {
    NO,
    MAYBE,
    SURELY
  }

  static final class Known {
    final SortedMap<String, byte[]> files;
    final boolean complete;
    private final String name;
    private final List<Instant> expiries = new ArrayList<>();
    private Trash trash = Trash.NO;

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

  /** The one that is restored unless another is asked for; null where that is not sure. */
  @Nullable String newestComplete() {
    String newest = newestCompleteThatMayBeLive();
    return newest == null || get(newest).trash == Trash.MAYBE ? null : newest;
  }

  private @Nullable String newestCompleteThatMayBeLive() {
    return mayBeLive().stream().filter(id -> get(id).complete).findFirst().orElse(null);
  }

  /** Those that are not in the trash for sure, newest first. */
  private List<String> mayBeLive() {
    return known.keySet().stream()
        .filter(id -> get(id).trash != Trash.SURELY)
        .sorted(Comparator.comparing((String id) -> get(id).name).reversed())
        .toList();
  }

  /** A snapshot was to be deleted. */
  void deleted(String id, boolean acknowledged) {
    Known snapshot = get(id);
    if (acknowledged) {
      snapshot.trash = Trash.SURELY;
    } else if (snapshot.trash == Trash.NO) {
      snapshot.trash = Trash.MAYBE;
    }
  }

  /** A snapshot was taken out of the trash again. */
  void undeleted(String id) {
    get(id).trash = Trash.NO;
  }

  /** These may be in the trash since. */
  void mayBeDeleted(Set<String> ids) {
    ids.stream().filter(this::knows).forEach(id -> deleted(id, false));
  }

  /**
   * Those that a rule which keeps so many may move to the trash. The newest complete one stays, and
   * so does what an expiry to come holds; incomplete ones count like others.
   */
  Set<String> beyond(int keep, Instant now) {
    Set<String> gone = new HashSet<>();
    String newest = newestCompleteThatMayBeLive();
    int rank = 0;
    for (String id : mayBeLive()) {
      List<Instant> expiries = get(id).expiries;
      boolean isKept = expiries.isEmpty() && rank < keep;
      boolean isHeld = !expiries.isEmpty() && expiries.stream().allMatch(now::isBefore);
      if (!isKept && !isHeld && !id.equals(newest)) {
        gone.add(id);
      }
      rank++;
    }
    return gone;
  }

  /** Those in the trash, surely or perhaps. */
  Set<String> inTrash(boolean surely) {
    Set<String> found = new HashSet<>();
    known.forEach(
        (id, snapshot) -> {
          if (surely ? snapshot.trash == Trash.SURELY : snapshot.trash != Trash.NO) {
            found.add(id);
          }
        });
    return found;
  }

  /** Those that may have expired by a time, or must have. The newest complete one stays. */
  Set<String> expired(Instant now, boolean surely) {
    Set<String> expired = new HashSet<>();
    boolean sureOfNewer = false;
    boolean sureOfOne =
        known.values().stream().anyMatch(other -> other.complete && other.trash == Trash.NO);
    String newest = newestCompleteThatMayBeLive();
    for (String id : mayBeLive()) {
      List<Instant> times = get(id).expiries;
      boolean matches =
          surely
              ? (get(id).complete ? sureOfNewer : sureOfOne)
                  && times.stream().noneMatch(now::isBefore)
              : times.stream().anyMatch(time -> !time.isAfter(now)) && !id.equals(newest);
      if (!times.isEmpty() && matches) {
        expired.add(id);
      }
      sureOfNewer |= get(id).complete && get(id).trash == Trash.NO;
    }
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
