package io.spaces.client.history;

import io.spaces.client.error.InvalidParameterException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a history, in which order. Immutable; every method returns a changed copy.
 *
 * @param kinds only those of one of these kinds; empty for all
 * @param statuses only those that stand in one of these ways; empty for all
 * @param from only those that began then or later, or null
 * @param until only those that began before, or null
 * @param text only those whose message, description or id contains it, whatever the case; or null
 * @param newestFirst whether the latest come first
 * @param page the number of the page, from 0 on
 * @param pageSize records on a page, 1 to 500
 * @param set only those whose snapshots are of that set, or null; needs a history with snapshots
 */
public record HistoryQuery(
    Set<HistoryKind> kinds,
    Set<HistoryStatus> statuses,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable String text,
    boolean newestFirst,
    int page,
    int pageSize,
    @Nullable String set) {
  /**
   * Checks the page, and copies the sets.
   *
   * @param kinds see {@link #kinds}
   * @param statuses see {@link #statuses}
   * @param from see {@link #from}
   * @param until see {@link #until}
   * @param text see {@link #text}
   * @param newestFirst see {@link #newestFirst}
   * @param page see {@link #page}
   * @param pageSize see {@link #pageSize}
   * @param set see {@link #set}
   */
  public HistoryQuery {
    kinds = Set.copyOf(kinds);
    statuses = Set.copyOf(statuses);
    if (page < 0) {
      throw new InvalidParameterException("page", "is " + page + "; expected 0 or more");
    }
    if (pageSize < 1 || pageSize > 500) {
      throw new InvalidParameterException("pageSize", "is " + pageSize + "; expected 1 to 500");
    }
  }

  /**
   * All records, the latest first, fifty on a page.
   *
   * @return the query
   */
  public static HistoryQuery all() {
    return new HistoryQuery(Set.of(), Set.of(), null, null, null, true, 0, 50, null);
  }

  /**
   * Only records of some kinds.
   *
   * @param kinds the kinds; none for all
   * @return a changed copy
   */
  public HistoryQuery kind(HistoryKind... kinds) {
    return new HistoryQuery(
        Set.copyOf(List.of(kinds)), statuses, from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * Only records that stand in one of some ways.
   *
   * @param statuses how; none for all
   * @return a changed copy
   */
  public HistoryQuery status(HistoryStatus... statuses) {
    return new HistoryQuery(
        kinds, Set.copyOf(List.of(statuses)), from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * Only records that began then or later.
   *
   * @param from when
   * @return a changed copy
   */
  public HistoryQuery from(Instant from) {
    return new HistoryQuery(kinds, statuses, from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * Only records that began before.
   *
   * @param until when
   * @return a changed copy
   */
  public HistoryQuery until(Instant until) {
    return new HistoryQuery(kinds, statuses, from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * Only records whose message, description or id contains a text.
   *
   * @param text in whatever case
   * @return a changed copy
   */
  public HistoryQuery containing(String text) {
    return new HistoryQuery(kinds, statuses, from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * The earliest first.
   *
   * @return a changed copy
   */
  public HistoryQuery oldestFirst() {
    return new HistoryQuery(kinds, statuses, from, until, text, false, page, pageSize, set);
  }

  /**
   * Another page.
   *
   * @param page its number, from 0 on
   * @return a changed copy
   * @throws InvalidParameterException when it is negative
   */
  public HistoryQuery page(int page) {
    return new HistoryQuery(kinds, statuses, from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * So many records on a page.
   *
   * @param pageSize 1 to 500
   * @return a changed copy
   * @throws InvalidParameterException when out of range
   */
  public HistoryQuery pageSize(int pageSize) {
    return new HistoryQuery(kinds, statuses, from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * Only records of backups whose snapshots are of a set.
   *
   * @param set its name; empty for snapshots that nobody gave one
   * @return a changed copy, for a history with snapshots: another has no record of any set
   */
  public HistoryQuery set(String set) {
    return new HistoryQuery(kinds, statuses, from, until, text, newestFirst, page, pageSize, set);
  }
}
