package io.spaces.client.internal.history;

import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import java.util.List;

/** A log that is read by pages, filtered by kind and status, sorted by the time of the start. */
@FunctionalInterface
public interface Log {
  /** One page; the query's own page, times and text do not matter. */
  Page page(HistoryQuery query, int number, int size);

  /**
   * A page.
   *
   * @param records fewer than asked for on the last page alone
   * @param total records on all pages, or -1 when unknown
   */
  record Page(List<HistoryRecord> records, long total) {}

  /** Whether the log's own filters do what a query asks of kinds and statuses. */
  static boolean canFilter(HistoryQuery query) {
    return !query.kinds().contains(HistoryKind.SNAPSHOT)
        && !query.kinds().contains(HistoryKind.OTHER);
  }
}
