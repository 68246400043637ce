package io.spaces.client.history;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/**
 * What happened in a space: backups, restores and syncs from the space's own log. Safe for use by
 * several threads. All methods ask the space, and throw a {@link SpaceException} when it does not
 * answer.
 *
 * <p>The history {@linkplain io.spaces.client.SpaceClient#history(io.spaces.client.Snapshots) with
 * snapshots} has a vault's snapshots in it. A backup whose snapshot is still there has its counts,
 * sizes, description and expiry, and stands there once. A snapshot of which the space has no record
 * stands for itself, as {@link HistoryKind#SNAPSHOT}. A snapshot names its backup's record; of
 * those that name none, times tell which belong together. A clock that is more than five seconds
 * fast can show a backup and its snapshot apart.
 *
 * <p>The space's record of a backup tells neither counts nor sizes nor what started it. Beside it
 * the log has a row, {@link HistoryKind#SYNC}, of what was sent; the backup has these counts and
 * sizes, where it has none of a snapshot, and the row stands there by itself only when {@code SYNC}
 * is asked for, or when it names no backup.
 *
 * <p>The space itself filters by kind and status and sorts. Times and texts are filtered here, as
 * records arrive: a page that asks for them, or one of a history with snapshots, can take as many
 * requests as there are pages before it.
 *
 * @since 0.1.0
 */
public interface History {
  /**
   * Reads one page.
   *
   * @param query which records, and which page of them
   * @return the page
   */
  HistoryPage page(HistoryQuery query);

  /**
   * Reads all records that a query names, from its page on, as they are asked for: however long the
   * history is, one page of it is held at a time.
   *
   * @param query which records
   * @return a lazy stream; it needs no closing
   */
  Stream<HistoryRecord> stream(HistoryQuery query);

  /**
   * Counts backups by day, for a heat map.
   *
   * @param from the first day
   * @param to the last day
   * @param zone the time zone that says when a day begins
   * @return every day from first to last, also those on which nothing happened
   * @throws InvalidParameterException when the last day is before the first, or more than 3,660
   *     days are asked for
   */
  List<DailySummary> summary(LocalDate from, LocalDate to, ZoneId zone);
}
