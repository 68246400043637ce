package io.spaces.client.history;

import java.util.List;
import java.util.Objects;

/**
 * One page of a history.
 *
 * @param records in the order that was asked for
 * @param number the page's number, from 0 on
 * @param total records on all pages, or -1 when that cannot be known without reading them all
 * @param hasNext whether there is a page after it
 * @since 0.1.0
 */
public record HistoryPage(List<HistoryRecord> records, int number, long total, boolean hasNext) {
  /**
   * Copies the list.
   *
   * @param records see {@link #records}
   * @param number see {@link #number}
   * @param total see {@link #total}
   * @param hasNext see {@link #hasNext}
   */
  public HistoryPage {
    Objects.requireNonNull(records, "records");
    records = List.copyOf(records);
  }
}
