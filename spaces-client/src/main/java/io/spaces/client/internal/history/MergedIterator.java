package io.spaces.client.internal.history;

import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.history.HistoryStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a log with the snapshots between them. A snapshot that was made while a successful
 * backup was under way is that backup's; one that belongs to none stands for itself.
 */
final class MergedIterator implements Iterator<HistoryRecord> {
  /** The space's clock and that of who made the snapshot need not agree. */
  private static final Duration CLOCKS_DIFFER_BY = Duration.ofSeconds(5);

  private final Iterator<HistoryRecord> records;
  private final Deque<SnapshotTimes.Entry> snapshots;
  private final boolean newestFirst;
  private @Nullable HistoryRecord pending;

  MergedIterator(
      Iterator<HistoryRecord> records, List<SnapshotTimes.Entry> snapshots, boolean newestFirst) {
    this.records = records;
    this.newestFirst = newestFirst;
    Comparator<SnapshotTimes.Entry> order = Comparator.comparing(SnapshotTimes.Entry::time);
    this.snapshots = new ArrayDeque<>();
    snapshots.stream()
        .sorted(newestFirst ? order.reversed() : order)
        .forEach(this.snapshots::addLast);
  }

  @Override
  public boolean hasNext() {
    return pending != null || records.hasNext() || !snapshots.isEmpty();
  }

  @Override
  public HistoryRecord next() {
    if (pending == null && records.hasNext()) {
      pending = records.next();
    }
    SnapshotTimes.Entry snapshot = snapshots.peekFirst();
    HistoryRecord record = pending;
    if (snapshot == null && record == null) {
      throw new NoSuchElementException();
    }
    if (record == null || (snapshot != null && comesFirst(snapshot, record))) {
      snapshots.removeFirst();
      return alone(snapshot);
    }
    pending = null;
    if (snapshot != null && isOf(snapshot, record)) {
      snapshots.removeFirst();
      return with(snapshot, record);
    }
    return record;
  }

  private boolean comesFirst(SnapshotTimes.Entry snapshot, HistoryRecord record) {
    if (isOf(snapshot, record)) {
      return false;
    }
    return newestFirst
        ? snapshot.time().isAfter(record.startedAt())
        : snapshot.time().isBefore(record.startedAt());
  }

  private static boolean isOf(SnapshotTimes.Entry snapshot, HistoryRecord record) {
    Instant end = record.endedAt();
    return record.kind() == HistoryKind.BACKUP
        && record.status() == HistoryStatus.SUCCEEDED
        && end != null
        && !snapshot.time().isBefore(record.startedAt().minus(CLOCKS_DIFFER_BY))
        && !snapshot.time().isAfter(end.plus(CLOCKS_DIFFER_BY));
  }

  private static HistoryRecord with(SnapshotTimes.Entry snapshot, HistoryRecord record) {
    return new HistoryRecord(
        record.id(),
        record.kind(),
        record.status(),
        record.strategy(),
        record.startedAt(),
        record.endedAt(),
        record.message(),
        snapshot.description().isEmpty() ? record.description() : snapshot.description(),
        record.count() < 0 ? snapshot.count() : record.count(),
        record.errorCount(),
        record.size() < 0 ? snapshot.size() : record.size(),
        snapshot.id());
  }

  private static HistoryRecord alone(SnapshotTimes.@Nullable Entry snapshot) {
    if (snapshot == null) {
      throw new NoSuchElementException();
    }
    return new HistoryRecord(
        snapshot.id(),
        HistoryKind.SNAPSHOT,
        HistoryStatus.SUCCEEDED,
        null,
        snapshot.time(),
        snapshot.time(),
        "",
        snapshot.description(),
        snapshot.count(),
        -1,
        snapshot.size(),
        snapshot.id());
  }
}
