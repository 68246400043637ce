package io.spaces.client.internal.history;

import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.history.HistoryStatus;
import io.spaces.client.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The records of a log with the snapshots between them. A snapshot is that of the backup whose
 * record it names, or, when it names none, of one that was under way when it was made and had its
 * outcome; one that belongs to none stands for itself.
 */
final class MergedIterator implements Iterator<HistoryRecord> {
  /** The space's clock and that of who made the snapshot need not agree. */
  static final Duration CLOCKS_DIFFER_BY = Duration.ofSeconds(5);

  private final Iterator<HistoryRecord> records;
  private final Deque<Snapshot> snapshots;
  private final boolean newestFirst;
  private final Map<String, Snapshot> byRecord = new HashMap<>();
  private @Nullable HistoryRecord pending;
  private @Nullable HistoryRecord following;

  MergedIterator(Iterator<HistoryRecord> records, List<Snapshot> snapshots, boolean newestFirst) {
    this.records = records;
    this.newestFirst = newestFirst;
    Comparator<Snapshot> order = Comparator.comparing(Snapshot::time);
    this.snapshots = new ArrayDeque<>();
    snapshots.stream()
        .sorted(newestFirst ? order.reversed() : order)
        .forEach(
            snapshot -> {
              this.snapshots.addLast(snapshot);
              if (snapshot.recordId() != null) {
                byRecord.put(snapshot.recordId(), snapshot);
              }
            });
  }

  @Override
  public boolean hasNext() {
    return pending != null || following != null || records.hasNext() || !snapshots.isEmpty();
  }

  @Override
  public HistoryRecord next() {
    fill();
    Snapshot snapshot = snapshots.peekFirst();
    HistoryRecord record = pending;
    Snapshot named =
        record == null || record.kind() != HistoryKind.BACKUP ? null : byRecord.get(record.id());
    if (snapshot == null && record == null) {
      throw new NoSuchElementException();
    }
    if (snapshot != null
        && !snapshot.equals(named)
        && (record == null || comesFirst(snapshot, record))) {
      return alone(take(snapshot));
    }
    pending = null;
    if (named != null && record != null) {
      return with(take(named), record);
    }
    if (snapshot != null && record != null && isOf(snapshot, record)) {
      return with(take(snapshot), record);
    }
    return Objects.requireNonNull(record);
  }

  private Snapshot take(Snapshot snapshot) {
    snapshots.remove(snapshot);
    if (snapshot.recordId() != null) {
      byRecord.remove(snapshot.recordId());
    }
    return snapshot;
  }

  private void fill() {
    if (pending == null) {
      pending = following;
      following = null;
    }
    if (pending == null && records.hasNext()) {
      pending = records.next();
    }
    // Only a snapshot has to choose between two records; without any, nothing is read ahead.
    if (following == null && !snapshots.isEmpty() && records.hasNext()) {
      following = records.next();
    }
  }

  private boolean comesFirst(Snapshot snapshot, HistoryRecord record) {
    if (isOf(snapshot, record)) {
      return false;
    }
    // The record that it names can still come while their clocks may differ by so much.
    Duration later = snapshot.recordId() == null ? Duration.ZERO : CLOCKS_DIFFER_BY;
    return newestFirst
        ? snapshot.time().isAfter(record.startedAt().plus(later))
        : snapshot.time().isBefore(record.startedAt().minus(later));
  }

  /** Where backups follow closely on each other, a snapshot is that of the nearest. */
  private boolean isOf(Snapshot snapshot, HistoryRecord record) {
    return fits(snapshot, record)
        && (following == null
            || !fits(snapshot, following)
            || distance(snapshot, record).compareTo(distance(snapshot, following)) <= 0);
  }

  private static boolean fits(Snapshot snapshot, HistoryRecord record) {
    Instant end = record.endedAt();
    return snapshot.recordId() == null
        && record.kind() == HistoryKind.BACKUP
        && record.status() == status(snapshot)
        && end != null
        && !snapshot.time().isBefore(record.startedAt().minus(CLOCKS_DIFFER_BY))
        && !snapshot.time().isAfter(end.plus(CLOCKS_DIFFER_BY));
  }

  private static Duration distance(Snapshot snapshot, HistoryRecord record) {
    return Duration.between(snapshot.time(), record.startedAt()).abs();
  }

  /** A backup of which something failed has failed, as far as the space knows. */
  private static HistoryStatus status(Snapshot snapshot) {
    return snapshot.complete() ? HistoryStatus.SUCCEEDED : HistoryStatus.FAILED;
  }

  private static HistoryRecord with(Snapshot snapshot, HistoryRecord record) {
    return HistoryRecord.builder(record.id(), record.kind(), record.status(), record.startedAt())
        .strategy(record.strategy() == null ? snapshot.strategy() : record.strategy())
        .endedAt(record.endedAt())
        .message(record.message())
        .description(
            snapshot.description().isEmpty() ? record.description() : snapshot.description())
        .count(record.count() < 0 ? snapshot.files() : record.count())
        .errorCount(record.errorCount() < 0 && snapshot.complete() ? 0 : record.errorCount())
        .size(record.size() < 0 ? snapshot.size() : record.size())
        .snapshotId(snapshot.id())
        .expiresAt(snapshot.expiresAt())
        .set(snapshot.set())
        .build();
  }

  private static HistoryRecord alone(Snapshot snapshot) {
    return HistoryRecord.builder(
            snapshot.id(), HistoryKind.SNAPSHOT, status(snapshot), snapshot.time())
        .strategy(snapshot.strategy())
        .endedAt(snapshot.time())
        .description(snapshot.description())
        .count(snapshot.files())
        .errorCount(snapshot.complete() ? 0 : -1)
        .size(snapshot.size())
        .snapshotId(snapshot.id())
        .expiresAt(snapshot.expiresAt())
        .set(snapshot.set())
        .build();
  }
}
