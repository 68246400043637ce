package io.spaces.client.internal.vault.snapshot;

import static java.util.stream.Collectors.joining;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.snapshot.DamagedSnapshot;
import io.spaces.client.snapshot.Snapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that a space shows.
 *
 * @param sound those that can be read, newest first
 * @param unreadable those that cannot, newest first
 * @param returned the ids of those that were deleted for good and are there all the same
 * @param missingBy the ids of those that are neither there nor deleted, and which continues each
 */
public record FoundSnapshots(
    List<SnapshotRecord> sound,
    List<Unreadable> unreadable,
    Set<String> returned,
    Map<String, String> missingBy) {
  /**
   * A snapshot whose object is damaged, or listed and not there.
   *
   * @param id its id
   * @param second its time, as its name says it
   * @param problem what is wrong
   */
  public record Unreadable(String id, Instant second, IntegrityException problem) {
    public DamagedSnapshot damaged() {
      return new DamagedSnapshot(id, second, String.valueOf(problem.getMessage()));
    }
  }

  /** The same without those in the trash. */
  FoundSnapshots withoutTrash() {
    return new FoundSnapshots(
        sound.stream().filter(record -> !SnapshotStore.isInTrash(record)).toList(),
        unreadable,
        returned,
        missingBy);
  }

  /** Those that are neither there nor deleted. */
  Set<String> missingIds() {
    return missingBy.keySet();
  }

  /** What is wrong where there are such. */
  Optional<IntegrityException> missing() {
    return missing(missingBy);
  }

  static Optional<IntegrityException> missing(Map<String, String> missingBy) {
    if (missingBy.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new IntegrityException(
            "The space shows "
                + SnapshotStore.some(missingBy.values())
                + ", but neither what was the newest before, "
                + SnapshotStore.some(missingBy.keySet())
                + ", nor a note that it was deleted: the space has lost it, hides it, or was set"
                + " back in part. Nothing is pruned meanwhile"
                + SeenSnapshots.ON_PURPOSE,
            null));
  }

  /** Returns all, or fails where one cannot be read. */
  public List<SnapshotRecord> all() {
    for (Unreadable one : unreadable) {
      throw failure(one, sound);
    }
    return sound;
  }

  /** See {@link SnapshotStore#choose}. */
  Optional<Chosen> choose(SnapshotSelector wanted, Instant now) {
    String set = set(wanted.set());
    List<SnapshotRecord> ours =
        sound.stream().filter(found -> found.snapshot().set().equals(set)).toList();
    Instant until = wanted.at() == null ? now : wanted.at();
    List<SnapshotRecord> past =
        ours.stream().filter(found -> !found.snapshot().time().isAfter(until)).toList();
    Optional<SnapshotRecord> found = newest(past, wanted.incompleteToo());
    List<Unreadable> doubtful = doubtful(set, found, until);
    if (found.isEmpty() && wanted.at() == null) {
      doubtful = mayBeOf(set);
      found =
          newest(ours, wanted.incompleteToo())
              .or(() -> past.stream().findFirst())
              .or(() -> ours.stream().findFirst());
    }
    if (!doubtful.isEmpty() && (found.isEmpty() || !wanted.passOverDamaged())) {
      throw mayBeIt(doubtful, ours);
    }
    List<DamagedSnapshot> damaged = doubtful.stream().map(Unreadable::damaged).toList();
    return found.map(
        record -> new Chosen(record, incompleteSince(record.snapshot(), past), damaged));
  }

  /** The set that is meant. */
  private String set(@Nullable String wanted) {
    Set<String> sets = new TreeSet<>();
    sound.stream().map(SnapshotRecord::snapshot).forEach(snapshot -> sets.add(snapshot.set()));
    if (wanted == null && sets.size() > 1) {
      throw new InvalidParameterException(
          "set",
          "is missing, and the vault has the sets "
              + SetName.list(sets)
              + "; expected one of them, or a snapshot's id");
    }
    if (wanted != null && !sets.contains(wanted) && !sets.isEmpty()) {
      throw new SnapshotNotFoundException(
          "The vault has no set "
              + SetName.list(List.of(wanted))
              + "; it has "
              + SetName.list(sets)
              + ".");
    }
    return wanted != null ? wanted : sets.stream().findFirst().orElse("");
  }

  private static Optional<SnapshotRecord> newest(
      List<SnapshotRecord> newestFirst, boolean incompleteToo) {
    return newestFirst.stream()
        .filter(found -> incompleteToo || found.snapshot().complete())
        .findFirst();
  }

  /** Those that cannot be read and may be the one that is wanted, rather than what was found. */
  private List<Unreadable> doubtful(String set, Optional<SnapshotRecord> found, Instant until) {
    Instant from =
        found
            .map(record -> record.snapshot().time().truncatedTo(ChronoUnit.SECONDS))
            .orElse(Instant.MIN);
    return mayBeOf(set).stream()
        .filter(one -> !one.second().isBefore(from) && !one.second().isAfter(until))
        .toList();
  }

  /**
   * All that cannot be read, but for those that the next one of another set names as its parent.
   */
  private List<Unreadable> mayBeOf(String set) {
    Map<String, String> sets = new HashMap<>();
    for (SnapshotRecord record : sound) {
      if (record.snapshot().parent() != null) {
        sets.put(record.snapshot().parent(), record.snapshot().set());
      }
    }
    return unreadable.stream().filter(one -> sets.getOrDefault(one.id(), set).equals(set)).toList();
  }

  private static List<Snapshot> incompleteSince(Snapshot chosen, List<SnapshotRecord> past) {
    return past.stream()
        .map(SnapshotRecord::snapshot)
        .takeWhile(snapshot -> !snapshot.id().equals(chosen.id()))
        .filter(snapshot -> chosen.complete() && !snapshot.complete())
        .toList();
  }

  private static IntegrityException mayBeIt(
      List<Unreadable> doubtful, List<SnapshotRecord> others) {
    Unreadable first = doubtful.get(0);
    return new IntegrityException(
        first.problem().getMessage()
            + ". "
            + (doubtful.size() == 1 ? "It" : "It, or another damaged one,")
            + " may be the newest snapshot. "
            + newest(others)
            + "Restore that by its id, or with passOverDamaged (--pass-over-damaged), if it will"
            + " do; or delete "
            + ids(doubtful),
        first.problem());
  }

  private static IntegrityException failure(Unreadable one, List<SnapshotRecord> others) {
    return new IntegrityException(
        one.problem().getMessage()
            + ". "
            + newest(others)
            + "Should "
            + one.id()
            + " stay as it is, delete it: until then nothing is pruned, and lists have to pass over"
            + " what is damaged",
        one.problem());
  }

  private static String newest(List<SnapshotRecord> readable) {
    return readable.stream()
        .map(SnapshotRecord::snapshot)
        .findFirst()
        .map(
            snapshot ->
                "The newest that can be read is " + snapshot.id() + " of " + snapshot.time() + ". ")
        .orElse("");
  }

  private static String ids(List<Unreadable> some) {
    return some.stream().map(Unreadable::id).collect(joining(", "));
  }
}
