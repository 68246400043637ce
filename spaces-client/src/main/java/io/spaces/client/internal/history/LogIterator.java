package io.spaces.client.internal.history;

import io.spaces.client.error.SpaceException;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a log, one page in memory at a time. Records that are added at the front meanwhile
 * push others over to the next page; those come once all the same.
 */
final class LogIterator implements Iterator<HistoryRecord> {
  /** No log is longer: that of a backup every hour has as many pages after some 200 years. */
  private static final int MOST_PAGES = 10_000;

  private final Log log;
  private final HistoryQuery query;
  private final int pageSize;
  private final Predicate<HistoryRecord> mayFollow;
  private Set<String> previous = Set.of();
  private List<HistoryRecord> page = List.of();
  private int at;
  private int nextPage;
  private long seen;
  private long total = -1;
  private boolean ended;
  private @Nullable HistoryRecord next;

  LogIterator(Log log, HistoryQuery query, int pageSize, Predicate<HistoryRecord> mayFollow) {
    this.log = log;
    this.query = query;
    this.pageSize = pageSize;
    this.mayFollow = mayFollow;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      if (at == page.size()) {
        turnThePage();
      } else {
        HistoryRecord record = page.get(at++);
        ended = !mayFollow.test(record);
        next = ended || previous.contains(record.id()) ? null : record;
      }
    }
    return next != null;
  }

  /** A space may put fewer records on a page than asked for: only an empty page is the end. */
  private void turnThePage() {
    if (total >= 0 && seen >= total) {
      ended = true;
      return;
    }
    if (nextPage == MOST_PAGES) {
      throw new SpaceException(
          "The space's log goes on after "
              + MOST_PAGES
              + " pages. Ask for a shorter time (from, until), or look what is wrong with the"
              + " space.");
    }
    Set<String> ids = new HashSet<>();
    page.forEach(record -> ids.add(record.id()));
    previous = ids;
    Log.Page turned = log.page(query, nextPage++, pageSize);
    page = turned.records();
    total = turned.total();
    seen += page.size();
    at = 0;
    // A space that knows no pages would answer with the same one for ever.
    ended = page.stream().allMatch(record -> previous.contains(record.id()));
  }

  @Override
  public HistoryRecord next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    HistoryRecord record = next;
    next = null;
    return record;
  }
}
