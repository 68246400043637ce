package io.spaces.client.internal.vault;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

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

  /** See {@link SnapshotStore#newest}. */
  Optional<SnapshotRecord> newest(Instant now) {
    Optional<SnapshotRecord> found = newestComplete(now);
    if (found.isPresent()) {
      return found;
    }
    List<SnapshotRecord> all = all();
    return all.stream()
        .filter(record -> record.snapshot().complete())
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  /** See {@link SnapshotStore#newestComplete}. */
  Optional<SnapshotRecord> newestComplete(Instant until) {
    Optional<SnapshotRecord> found =
        sound.stream()
            .filter(record -> record.snapshot().complete())
            .filter(record -> !record.snapshot().time().isAfter(until))
            .findFirst();
    Instant from =
        found
            .map(record -> record.snapshot().time().truncatedTo(ChronoUnit.SECONDS))
            .orElse(Instant.MIN);
    for (Unreadable one : unreadable) {
      if (!one.second().isBefore(from) && !one.second().isAfter(until)) {
        throw failure(one);
      }
    }
    return found;
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
