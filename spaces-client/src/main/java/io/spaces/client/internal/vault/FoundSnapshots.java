package io.spaces.client.internal.vault;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.snapshot.Snapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that a space shows.
 *
 * @param sound those that can be read, newest first
 * @param unreadable those that cannot, newest first
 */
record FoundSnapshots(List<SnapshotRecord> sound, List<Unreadable> unreadable) {
  /**
   * A snapshot whose object is damaged, or listed and not there.
   *
   * @param id its id
   * @param second its time, as its name says it
   * @param problem what is wrong
   */
  record Unreadable(String id, Instant second, IntegrityException problem) {}

  /** The same without those in the trash. */
  FoundSnapshots withoutTrash() {
    return new FoundSnapshots(
        sound.stream().filter(record -> !SnapshotStore.isInTrash(record)).toList(), unreadable);
  }

  /** Returns all, or fails where one cannot be read. */
  List<SnapshotRecord> all() {
    for (Unreadable one : unreadable) {
      throw failure(one);
    }
    return sound;
  }

  /** See {@link SnapshotStore#choose}. */
  Optional<Chosen> choose(Wanted wanted, Instant now) {
    String set = set(wanted.set());
    List<SnapshotRecord> ours =
        sound.stream().filter(found -> found.snapshot().set().equals(set)).toList();
    Instant until = wanted.at() == null ? now : wanted.at();
    List<SnapshotRecord> past =
        ours.stream().filter(found -> !found.snapshot().time().isAfter(until)).toList();
    Optional<SnapshotRecord> found = newest(past, wanted.incompleteToo());
    requireReadable(found, until);
    if (found.isEmpty() && wanted.at() == null) {
      List<SnapshotRecord> readable = unreadable.isEmpty() ? ours : all();
      found =
          newest(readable, wanted.incompleteToo())
              .or(() -> past.stream().findFirst())
              .or(() -> readable.stream().findFirst());
    }
    return found.map(record -> new Chosen(record, incompleteSince(record.snapshot(), past)));
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

  /** One that cannot be read may be the one that is wanted, whatever its set. */
  private void requireReadable(Optional<SnapshotRecord> found, Instant until) {
    Instant from =
        found
            .map(record -> record.snapshot().time().truncatedTo(ChronoUnit.SECONDS))
            .orElse(Instant.MIN);
    for (Unreadable one : unreadable) {
      if (!one.second().isBefore(from) && !one.second().isAfter(until)) {
        throw failure(one);
      }
    }
  }

  private static List<Snapshot> incompleteSince(Snapshot chosen, List<SnapshotRecord> past) {
    return past.stream()
        .map(SnapshotRecord::snapshot)
        .takeWhile(snapshot -> !snapshot.id().equals(chosen.id()))
        .filter(snapshot -> chosen.complete() && !snapshot.complete())
        .toList();
  }

  private IntegrityException failure(Unreadable one) {
    String readable =
        sound.stream()
            .map(SnapshotRecord::snapshot)
            .findFirst()
            .map(
                snapshot ->
                    "The newest snapshot that can be read is "
                        + snapshot.id()
                        + " of "
                        + snapshot.time()
                        + ". ")
            .orElse("");
    return new IntegrityException(
        one.problem().getMessage()
            + ". "
            + readable
            + "Should "
            + one.id()
            + " stay as it is, delete it: until then there are no lists and no prunings",
        one.problem());
  }
}
