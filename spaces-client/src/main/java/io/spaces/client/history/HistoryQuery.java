package io.spaces.client.history;

import io.spaces.client.error.InvalidParameterException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a history, in which order. Immutable; every method that takes something returns
 * a changed copy.
 *
 * @since 0.1.0
 */
public final class HistoryQuery {
  private static final int LARGEST_PAGE = 500;

  private final Set<HistoryKind> kinds;
  private final Set<HistoryStatus> statuses;
  private final @Nullable Instant from;
  private final @Nullable Instant until;
  private final @Nullable String text;
  private final boolean newestFirst;
  private final int page;
  private final int pageSize;
  private final @Nullable String set;

  private HistoryQuery(
      Set<HistoryKind> kinds,
      Set<HistoryStatus> statuses,
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable String text,
      boolean newestFirst,
      int page,
      int pageSize,
      @Nullable String set) {
    this.kinds = kinds;
    this.statuses = statuses;
    this.from = from;
    this.until = until;
    this.text = text;
    this.newestFirst = newestFirst;
    this.page = page;
    this.pageSize = pageSize;
    this.set = set;
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
        copy("kinds", kinds), statuses, from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * Only records that stand in one of some ways.
   *
   * @param statuses how; none for all
   * @return a changed copy
   */
  public HistoryQuery status(HistoryStatus... statuses) {
    return new HistoryQuery(
        kinds, copy("statuses", statuses), from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * Only records that began then or later.
   *
   * @param from when, or null for any time
   * @return a changed copy
   */
  public HistoryQuery from(@Nullable Instant from) {
    return new HistoryQuery(kinds, statuses, from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * Only records that began before.
   *
   * @param until when, or null for any time
   * @return a changed copy
   */
  public HistoryQuery until(@Nullable Instant until) {
    return new HistoryQuery(kinds, statuses, from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * Only records whose message, description or id contains a text.
   *
   * @param text in whatever case, or null for any
   * @return a changed copy
   */
  public HistoryQuery containing(@Nullable String text) {
    return new HistoryQuery(kinds, statuses, from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * The latest first, or the earliest.
   *
   * @param newestFirst false for the earliest
   * @return a changed copy
   */
  public HistoryQuery newestFirst(boolean newestFirst) {
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
    if (page < 0) {
      throw new InvalidParameterException("page", "is " + page + "; expected 0 or more");
    }
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
    if (pageSize < 1 || pageSize > LARGEST_PAGE) {
      throw new InvalidParameterException("pageSize", "is " + pageSize + "; expected 1 to 500");
    }
    return new HistoryQuery(kinds, statuses, from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * Only records of backups whose snapshots are of a set.
   *
   * @param set its name; empty for snapshots that nobody gave one, or null for any
   * @return a changed copy, for a history with snapshots: another has no record of any set
   */
  public HistoryQuery set(@Nullable String set) {
    return new HistoryQuery(kinds, statuses, from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * Returns of which kinds records are.
   *
   * @return the kinds; none for all
   */
  public Set<HistoryKind> kinds() {
    return kinds;
  }

  /**
   * Returns in which ways records stand.
   *
   * @return the ways; none for all
   */
  public Set<HistoryStatus> statuses() {
    return statuses;
  }

  /**
   * Returns when the earliest records began.
   *
   * @return a time, or null for any
   */
  public @Nullable Instant from() {
    return from;
  }

  /**
   * Returns before when the latest records began.
   *
   * @return a time, or null for any
   */
  public @Nullable Instant until() {
    return until;
  }

  /**
   * Returns what the message, the description or the id contains, in whatever case.
   *
   * @return some text, or null for any
   */
  public @Nullable String text() {
    return text;
  }

  /**
   * Tells whether the latest come first.
   *
   * @return false when the earliest do
   */
  public boolean newestFirst() {
    return newestFirst;
  }

  /**
   * Returns the number of the page.
   *
   * @return 0 or more
   */
  public int page() {
    return page;
  }

  /**
   * Returns how many records are on a page.
   *
   * @return 1 to 500
   */
  public int pageSize() {
    return pageSize;
  }

  /**
   * Returns the set that the snapshots of the records are of.
   *
   * @return its name, or null for any
   */
  public @Nullable String set() {
    return set;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HistoryQuery that
        && kinds.equals(that.kinds)
        && statuses.equals(that.statuses)
        && Objects.equals(from, that.from)
        && Objects.equals(until, that.until)
        && Objects.equals(text, that.text)
        && newestFirst == that.newestFirst
        && page == that.page
        && pageSize == that.pageSize
        && Objects.equals(set, that.set);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kinds, statuses, from, until, text, newestFirst, page, pageSize, set);
  }

  /**
   * Returns what it asks for, but for what it leaves open.
   *
   * @return such as {@code HistoryQuery[kinds [BACKUP], newest first, page 0 of 50]}
   */
  @Override
  public String toString() {
    return "HistoryQuery["
        + (kinds.isEmpty() ? "" : "kinds " + kinds + ", ")
        + (statuses.isEmpty() ? "" : "statuses " + statuses + ", ")
        + (from == null ? "" : "from " + from + ", ")
        + (until == null ? "" : "until " + until + ", ")
        + (text == null ? "" : "containing \"" + text + "\", ")
        + (set == null ? "" : "set \"" + set + "\", ")
        + (newestFirst ? "newest" : "oldest")
        + " first, page "
        + page
        + " of "
        + pageSize
        + "]";
  }

  private static <T> Set<T> copy(String name, T[] values) {
    Set<T> copy = new LinkedHashSet<>();
    for (T value : Objects.requireNonNull(values, name)) {
      copy.add(Objects.requireNonNull(value, name));
    }
    return Collections.unmodifiableSet(copy);
  }
}
