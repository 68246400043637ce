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
 * Records with what the log's rows say of them: the own record of a backup or a restore has neither
 * counts nor sizes, the row of what it has moved has. A row is that of the record that it names,
 * or, when it names none (the official client's), of the backup during which it was begun and
 * ended, both by the space's clock. A row that names its record is not shown beside it, unless rows
 * are asked for.
 */
final class JoinedIterator implements Iterator<HistoryRecord> {
  /** Rows that were met before their records; more are not under way at once. */
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

  /** Whether a record is told by that of its run. */
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
    boolean isRun = record.kind() == HistoryKind.BACKUP || record.kind() == HistoryKind.RESTORE;
    return isRun && record.endedAt() != null && lacksNumbers;
  }

  private @Nullable HistoryRecord rowOf(HistoryRecord run) {
    while (nextRow != null || rows.hasNext()) {
      HistoryRecord row = nextRow == null ? rows.next() : nextRow;
      nextRow = row;
      if (isPast(row, run)) {
        break;
      }
      nextRow = null;
      waiting.put(row.backupId() == null ? row.id() : row.backupId(), row);
      if (waiting.size() > MOST_WAITING) {
        waiting.remove(waiting.keySet().iterator().next());
      }
    }
    HistoryRecord named = waiting.remove(run.id());
    if (named != null) {
      return named;
    }
    return run.kind() == HistoryKind.BACKUP ? during(run) : null;
  }

  /** Whether the row, and so those after it, cannot be the run's: none is begun before it. */
  private boolean isPast(HistoryRecord row, HistoryRecord run) {
    if (newestFirst) {
      return row.startedAt().isBefore(run.startedAt());
    }
    // One that names its record may be written when that has ended already.
    Instant end = run.endedAt();
    return end != null && row.startedAt().isAfter(end.plus(MergedIterator.CLOCKS_DIFFER_BY));
  }

  private @Nullable HistoryRecord during(HistoryRecord run) {
    for (HistoryRecord row : waiting.values()) {
      if (row.backupId() == null
          && row.status() == run.status()
          && !row.startedAt().isBefore(run.startedAt())
          && isWithin(row.endedAt(), run.endedAt())) {
        waiting.remove(row.id());
        return row;
      }
    }
    return null;
  }

  private static boolean isWithin(@Nullable Instant rowEnd, @Nullable Instant runEnd) {
    return rowEnd != null && runEnd != null && !rowEnd.isAfter(runEnd);
  }

  private static HistoryRecord with(HistoryRecord row, HistoryRecord run) {
    return HistoryRecord.builder(run.id(), run.kind(), run.status(), run.startedAt())
        .strategy(run.strategy() == null ? row.strategy() : run.strategy())
        .endedAt(run.endedAt())
        .message(run.message())
        .description(run.description())
        .count(run.count() < 0 ? row.count() : run.count())
        .errorCount(run.errorCount() < 0 ? row.errorCount() : run.errorCount())
        .size(run.size() < 0 ? row.size() : run.size())
        .snapshotId(run.snapshotId())
        .expiresAt(run.expiresAt())
        .set(run.set())
        .build();
  }
}
