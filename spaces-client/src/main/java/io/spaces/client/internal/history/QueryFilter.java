package io.spaces.client.internal.history;

import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a record is one that a query names. */
final class QueryFilter {
  private final HistoryQuery query;
  private final @Nullable String text;

  QueryFilter(HistoryQuery query) {
    this.query = query;
    text = query.text() == null ? null : query.text().toLowerCase(Locale.ROOT);
  }

  boolean accepts(HistoryRecord record) {
    return (query.kinds().isEmpty() || query.kinds().contains(record.kind()))
        && (query.statuses().isEmpty() || query.statuses().contains(record.status()))
        && (query.from() == null || !record.startedAt().isBefore(query.from()))
        && (query.until() == null || record.startedAt().isBefore(query.until()))
        && (query.set() == null || query.set().equals(record.set()))
        && (text == null
            || contains(record.message())
            || contains(record.description())
            || contains(record.id()));
  }

  /**
   * Whether, after a record that is out of the asked time, others can still be in it: records, or
   * snapshots that are in it while the records of their backups are just not.
   */
  boolean mayFollow(HistoryRecord record) {
    Instant end = query.newestFirst() ? query.from() : query.until();
    if (end == null) {
      return true;
    }
    return query.newestFirst()
        ? !record.startedAt().isBefore(end.minus(MergedIterator.CLOCKS_DIFFER_BY))
        : record.startedAt().isBefore(end.plus(MergedIterator.CLOCKS_DIFFER_BY));
  }

  private boolean contains(String value) {
    return text != null && value.toLowerCase(Locale.ROOT).contains(text);
  }
}
