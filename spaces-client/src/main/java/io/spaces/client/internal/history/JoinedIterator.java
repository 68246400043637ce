package io.spaces.client.internal.history;

import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryRecord;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Records with what the log's rows say of them: a backup's own record has neither counts nor sizes,
 * the row of what it has sent has. A row is that of the backup that it names, or, when it names
 * none (the official client's), of the one during which it was begun and ended, both by the space's
 * clock. A row that names its backup is not shown beside it, unless rows are asked for.
 */
final class JoinedIterator implements Iterator<HistoryRecord> {
  /** Rows that were met before their backups; more are not under way at once. */
  private static final int MOST_WAITING = 1_000;

  private final Iterator<HistoryRecord> records;
  private final Iterator<HistoryRecord> rows;
  private final boolean newestFirst;
  private final boolean rowsAskedFor;
  private final Map<String, HistoryRecord> waiting = new LinkedHashMap<>();
  private @Nullable HistoryRecord nextRow;
  private @Nullable HistoryRecord next;

  /**
   * Joins two walks through a log, in the same order.
   *
   * @param rows asked for no further than they are needed
   */
  JoinedIterator(
      Iterator<HistoryRecord> records,
      Iterator<HistoryRecord> rows,
      boolean newestFirst,
      boolean rowsAskedFor) {
    this.records = records;
    this.rows = rows;
    this.newestFirst = newestFirst;
    this.rowsAskedFor = rowsAskedFor;
  }

  /** Whether a record is told by that of its backup. */
  static boolean isPart(HistoryRecord record) {
    return record.kind() == HistoryKind.SYNC && record.backupId() != null;
  }

  @Override
  public boolean hasNext() {
    while (next == null && records.hasNext()) {
      HistoryRecord record = records.next();
      if (rowsAskedFor || !isPart(record)) {
        next = record;
      }
    }
    return next != null;
  }

  @Override
  public HistoryRecord next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    HistoryRecord record = next;
    next = null;
    HistoryRecord row = mayHaveRow(record) ? rowOf(record) : null;
    return row == null ? record : with(row, record);
  }

  private static boolean mayHaveRow(HistoryRecord record) {
    boolean lacksNumbers = record.count() < 0 || record.size() < 0;
    return record.kind() == HistoryKind.BACKUP && record.endedAt() != null && lacksNumbers;
  }

  private @Nullable HistoryRecord rowOf(HistoryRecord backup) {
    while (nextRow != null || rows.hasNext()) {
      HistoryRecord row = nextRow == null ? rows.next() : nextRow;
      nextRow = row;
      if (isPast(row, backup)) {
        break;
      }
      nextRow = null;
      waiting.put(row.backupId() == null ? row.id() : row.backupId(), row);
      if (waiting.size() > MOST_WAITING) {
        waiting.remove(waiting.keySet().iterator().next());
      }
    }
    HistoryRecord named = waiting.remove(backup.id());
    return named != null ? named : during(backup);
  }

  /** Whether the row, and so those after it, cannot be the backup's: none is begun before it. */
  private boolean isPast(HistoryRecord row, HistoryRecord backup) {
    if (newestFirst) {
      return row.startedAt().isBefore(backup.startedAt());
    }
    // One that names its backup may be written when that has ended already.
    Instant end = backup.endedAt();
    return end != null && row.startedAt().isAfter(end.plus(MergedIterator.CLOCKS_DIFFER_BY));
  }

  private @Nullable HistoryRecord during(HistoryRecord backup) {
    for (HistoryRecord row : waiting.values()) {
      if (row.backupId() == null
          && row.status() == backup.status()
          && !row.startedAt().isBefore(backup.startedAt())
          && isWithin(row.endedAt(), backup.endedAt())) {
        waiting.remove(row.id());
        return row;
      }
    }
    return null;
  }

  private static boolean isWithin(@Nullable Instant rowEnd, @Nullable Instant backupEnd) {
    return rowEnd != null && backupEnd != null && !rowEnd.isAfter(backupEnd);
  }

  private static HistoryRecord with(HistoryRecord row, HistoryRecord backup) {
    return new HistoryRecord(
        backup.id(),
        backup.kind(),
        backup.status(),
        backup.strategy() == null ? row.strategy() : backup.strategy(),
        backup.startedAt(),
        backup.endedAt(),
        backup.message(),
        backup.description(),
        backup.count() < 0 ? row.count() : backup.count(),
        backup.errorCount() < 0 ? row.errorCount() : backup.errorCount(),
        backup.size() < 0 ? row.size() : backup.size(),
        backup.snapshotId(),
        backup.expiresAt(),
        null,
        backup.set());
  }
}
