package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a vault must hold, by what was done to it: the rules of sets, pins, expiries and the trash
 * once more, as plainly as can be. Shares no code with the library.
 */
final class DeletionModel {
  /** A backup that was made. */
  static final class Made {
    final String id;
    final Instant time;
    final boolean complete;
    final Map<String, String> files;
    String set;
    boolean pinned;
    @Nullable Instant expiry;

    /** Since when it lies in the trash, by the space's clock. */
    @Nullable Instant trashed;

    Made(
        String id,
        String set,
        Instant time,
        boolean complete,
        @Nullable Instant expiry,
        Map<String, String> files) {
      this.id = id;
      this.set = set;
      this.time = time;
      this.complete = complete;
      this.expiry = expiry;
      this.files = files;
    }

    boolean live() {
      return trashed == null;
    }
  }

  /**
   * What one step may have done, and what it must have done.
   *
   * @param mayTrash what it may have moved to the trash
   * @param mustTrash what it must have moved there
   * @param mayRemove what it may have removed for good
   * @param mustRemove what it must have removed
   */
  record Outcome(
      Set<String> mayTrash, Set<String> mustTrash, Set<String> mayRemove, Set<String> mustRemove) {
    static final Outcome NOTHING = new Outcome(Set.of(), Set.of(), Set.of(), Set.of());
  }

  private final Map<String, Made> made = new LinkedHashMap<>();

  void add(Made one) {
    assertThat(made.put(one.id, one)).as("an id that was there before").isNull();
  }

  Made get(String id) {
    Made one = made.get(id);
    if (one == null) {
      throw new AssertionError("no snapshot " + id);
    }
    return one;
  }

  List<Made> all() {
    return List.copyOf(made.values());
  }

  List<Made> live() {
    return made.values().stream().filter(Made::live).toList();
  }

  List<Made> trash() {
    return made.values().stream().filter(one -> !one.live()).toList();
  }

  /** Those of a set, newest first. */
  List<Made> live(String set) {
    return made.values().stream()
        .filter(one -> one.live() && one.set.equals(set))
        .sorted(Comparator.comparing((Made one) -> one.time).reversed())
        .toList();
  }

  Set<String> sets() {
    Set<String> sets = new TreeSet<>();
    live().forEach(one -> sets.add(one.set));
    return sets;
  }

  /** Whether the newest complete one of a set, or the newest where none is, holds anything. */
  boolean hasFiles(String set) {
    List<Made> newestFirst = live(set);
    return newestFirst.stream()
        .filter(one -> one.complete)
        .findFirst()
        .or(() -> newestFirst.stream().findFirst())
        .filter(one -> !one.files.isEmpty())
        .isPresent();
  }

  /** Gives all of a set, also those in the trash, another; returns their ids. */
  Set<String> rename(String from, String to, Instant spaceNow) {
    Set<String> ids = new HashSet<>();
    for (Made one : made.values()) {
      if (one.set.equals(from)) {
        one.set = to;
        ids.add(one.id);
        // Their grace time begins anew.
        one.trashed = one.live() || from.equals(to) ? one.trashed : spaceNow;
      }
    }
    return ids;
  }

  /** What a rule of a set moves to the trash, and its passed expiries. */
  Set<String> beyond(DeletionRule rule, String set, Instant now) {
    List<Made> past = live(set).stream().filter(one -> !one.time.isAfter(now)).toList();
    Made stays = null;
    for (Made one : past) {
      if (one.complete) {
        stays = one;
        break;
      }
    }
    if (stays == null && !past.isEmpty()) {
      stays = past.get(0);
    }
    Set<String> kept =
        rule.keeps(past.stream().filter(one -> one.expiry == null && !one.pinned).toList(), now);
    Set<String> gone = new HashSet<>();
    for (Made one : past) {
      boolean expired = one.expiry != null && !one.expiry.isAfter(now);
      boolean held = one.pinned || one == stays || (one.expiry != null && !expired);
      if (!held && (expired || !kept.contains(one.id))) {
        gone.add(one.id);
      }
    }
    return gone;
  }

  /** What has expired, in any set. */
  Set<String> expired(Instant now) {
    Set<String> expired = new HashSet<>();
    sets().forEach(set -> expired.addAll(beyond(DeletionRule.ALL, set, now)));
    return expired;
  }

  /**
   * What has lain in the trash for so long; all of it where that is no time, whatever a clock says.
   */
  Set<String> outlasted(Duration grace, Instant spaceNow) {
    Set<String> over = new HashSet<>();
    for (Made one : made.values()) {
      if (one.trashed != null && (grace.isZero() || !one.trashed.plus(grace).isAfter(spaceNow))) {
        over.add(one.id);
      }
    }
    return over;
  }

  /** Compares with what is there after a step, and goes on from it. */
  void compare(List<Snapshot> live, List<Snapshot> deleted, Outcome outcome, Instant spaceNow) {
    Map<String, Snapshot> there = byId(live);
    Map<String, Snapshot> trash = byId(deleted);
    for (Made one : all()) {
      String what = one.id + " of the set \"" + one.set + '"';
      if (there.containsKey(one.id)) {
        assertThat(one.live()).as(what + " is in the trash").isTrue();
        assertThat(outcome.mustTrash).as("what was to go to the trash").doesNotContain(one.id);
        assertSame(one, requireNonNull(there.remove(one.id)));
      } else if (trash.containsKey(one.id)) {
        if (one.live()) {
          assertThat(outcome.mayTrash).as(what + " went to the trash").contains(one.id);
          one.trashed = spaceNow;
        }
        assertThat(outcome.mustRemove).as("what was to be removed").doesNotContain(one.id);
        assertSame(one, requireNonNull(trash.remove(one.id)));
      } else {
        assertThat(outcome.mayRemove).as(what + " is gone").contains(one.id);
        made.remove(one.id);
      }
    }
    assertThat(there).as("nobody made these").isEmpty();
    assertThat(trash).as("nobody made these").isEmpty();
  }

  private static void assertSame(Made one, Snapshot found) {
    assertThat(List.of(found.set(), found.time(), found.complete(), found.pinned()))
        .as(one.id)
        .isEqualTo(List.of(one.set, one.time, one.complete, one.pinned));
    assertThat(found.expiresAt()).as(one.id).isEqualTo(one.expiry);
  }

  private static Map<String, Snapshot> byId(List<Snapshot> snapshots) {
    Map<String, Snapshot> byId = new LinkedHashMap<>();
    new ArrayList<>(snapshots).forEach(snapshot -> byId.put(snapshot.id(), snapshot));
    assertThat(byId).hasSize(snapshots.size());
    return byId;
  }
}
