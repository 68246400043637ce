package io.spaces.client.internal.history;

import static java.util.Spliterator.ORDERED;
import static java.util.Spliterators.spliteratorUnknownSize;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.history.DailySummary;
import io.spaces.client.history.History;
import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryPage;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.history.HistoryStatus;
import io.spaces.client.snapshot.Snapshot;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A history over a log and the snapshots beside it. */
public final class SpaceHistory implements History {
  private static final int LONGEST_SUMMARY = 3_660;
  private static final int LARGEST_PAGE = 500;

  private final Log log;
  private final Supplier<List<Snapshot>> snapshots;

  /** The history of a log and of the snapshots beside it, which are asked for once a question. */
  public SpaceHistory(Log log, Supplier<List<Snapshot>> snapshots) {
    this.log = log;
    this.snapshots = snapshots;
  }

  @Override
  public HistoryPage page(HistoryQuery query) {
    Objects.requireNonNull(query, "query");
    List<Snapshot> beside = snapshots.get();
    if (isForTheSpace(query) && beside.isEmpty()) {
      Log.Page page = log.page(query, query.page(), query.pageSize());
      if (hidesRows(query, page)) {
        HistoryPage read = page(query, beside);
        long total = (long) query.page() * query.pageSize() + read.records().size();
        boolean isLast = !read.hasNext() && !read.records().isEmpty();
        return isLast ? new HistoryPage(read.records(), query.page(), total, false) : read;
      }
      List<HistoryRecord> records = new ArrayList<>();
      joined(page.records().iterator(), query).forEachRemaining(records::add);
      long seen = (long) query.page() * query.pageSize() + page.records().size();
      boolean more =
          page.total() < 0 ? page.records().size() == query.pageSize() : seen < page.total();
      return new HistoryPage(records, query.page(), page.total(), more);
    }
    return page(query, beside);
  }

  /** The same by going through all that comes before. */
  private HistoryPage page(HistoryQuery query, List<Snapshot> beside) {
    List<HistoryRecord> records = stream(query, beside).limit(query.pageSize() + 1L).toList();
    boolean more = records.size() > query.pageSize();
    return new HistoryPage(
        more ? records.subList(0, query.pageSize()) : records, query.page(), -1, more);
  }

  /** Whether rows that are told with their backups take up room on this page or one before it. */
  private boolean hidesRows(HistoryQuery query, Log.Page page) {
    if (!query.kinds().isEmpty()) {
      return false;
    }
    return page.records().stream().anyMatch(JoinedIterator::isPart)
        || (query.page() > 0 && !log.page(rows(query), 0, 1).records().isEmpty());
  }

  private static HistoryQuery rows(HistoryQuery query) {
    HistoryQuery rows = HistoryQuery.all().kind(HistoryKind.SYNC);
    return query.newestFirst() ? rows : rows.oldestFirst();
  }

  private Iterator<HistoryRecord> joined(Iterator<HistoryRecord> records, HistoryQuery query) {
    return new JoinedIterator(
        records,
        new LogIterator(log, rows(query), LARGEST_PAGE, row -> true),
        query.newestFirst(),
        query.kinds().contains(HistoryKind.SYNC));
  }

  /** Whether the space can do all the filtering and sorting itself. */
  private static boolean isForTheSpace(HistoryQuery query) {
    return query.set() == null
        && query.from() == null
        && query.until() == null
        && (query.text() == null || query.text().isEmpty())
        && Log.canFilter(query);
  }

  @Override
  public Stream<HistoryRecord> stream(HistoryQuery query) {
    Objects.requireNonNull(query, "query");
    return stream(query, snapshots.get());
  }

  private Stream<HistoryRecord> stream(HistoryQuery query, List<Snapshot> beside) {
    return wanted(query, joined(merged(query, beside), query))
        .skip((long) query.page() * query.pageSize());
  }

  private Iterator<HistoryRecord> merged(HistoryQuery query, List<Snapshot> beside) {
    return new MergedIterator(
        new LogIterator(log, query, LARGEST_PAGE, new QueryFilter(query)::mayFollow),
        beside,
        query.newestFirst());
  }

  private static Stream<HistoryRecord> wanted(HistoryQuery query, Iterator<HistoryRecord> records) {
    return StreamSupport.stream(spliteratorUnknownSize(records, ORDERED), false)
        .filter(new QueryFilter(query)::accepts);
  }

  @Override
  public List<DailySummary> summary(LocalDate from, LocalDate to, ZoneId zone) {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(zone, "zone");
    long days = ChronoUnit.DAYS.between(from, to) + 1;
    if (days < 1 || days > LONGEST_SUMMARY) {
      throw new InvalidParameterException(
          "to", "is " + to + ", " + days + " days from " + from + " on; expected 1 to 3660 days");
    }
    int[] succeeded = new int[(int) days];
    int[] failed = new int[(int) days];
    HistoryQuery query =
        HistoryQuery.all()
            .kind(HistoryKind.BACKUP)
            .from(from.atStartOfDay(zone).toInstant())
            .until(to.plusDays(1).atStartOfDay(zone).toInstant());
    wanted(query, merged(query, snapshots.get()))
        .forEach(
            record -> {
              LocalDate date = record.startedAt().atZone(zone).toLocalDate();
              int day = (int) ChronoUnit.DAYS.between(from, date);
              if (record.status() == HistoryStatus.SUCCEEDED) {
                succeeded[day]++;
              } else if (record.status() == HistoryStatus.FAILED) {
                failed[day]++;
              }
            });
    List<DailySummary> summary = new ArrayList<>((int) days);
    for (int day = 0; day < days; day++) {
      summary.add(new DailySummary(from.plusDays(day), succeeded[day], failed[day]));
    }
    return summary;
  }
}
