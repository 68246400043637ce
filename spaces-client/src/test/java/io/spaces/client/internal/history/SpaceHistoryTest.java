package io.spaces.client.internal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.history.DailySummary;
import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryPage;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.history.HistoryStatus;
import io.spaces.client.history.Strategy;
import io.spaces.client.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpaceHistoryTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private final FakeLog log = new FakeLog();

  @Test
  void asksTheSpaceForOnePageWhenItCanDoAllByItself() {
    log.hourly(1_000);
    SpaceHistory history = new SpaceHistory(log, List::of);

    HistoryPage page = history.page(HistoryQuery.all().page(2).pageSize(10));

    assertThat(log.requests).isEqualTo(2); // one of them whether there are rows to leave out
    assertThat(page.total()).isEqualTo(1_000);
    assertThat(page.hasNext()).isTrue();
    assertThat(page.records()).extracting(HistoryRecord::id).startsWith("r979", "r978");
    assertThat(history.page(HistoryQuery.all().page(19).pageSize(50)).hasNext()).isFalse();
    assertThat(history.page(HistoryQuery.all().oldestFirst()).records().get(0).id())
        .isEqualTo("r0");
  }

  @Test
  void filtersByKindStatusTimeAndText() {
    log.hourly(1_000);
    SpaceHistory history = new SpaceHistory(log, List::of);
    Instant from = START.plus(Duration.ofHours(100));
    HistoryQuery day = HistoryQuery.all().from(from).until(from.plus(Duration.ofHours(24)));

    assertThat(history.stream(day)).hasSize(24);
    assertThat(history.stream(day.oldestFirst()))
        .first()
        .extracting(HistoryRecord::id)
        .isEqualTo("r100");
    assertThat(history.stream(day.kind(HistoryKind.RESTORE)))
        .hasSize(3)
        .allSatisfy(record -> assertThat(record.kind()).isEqualTo(HistoryKind.RESTORE));
    assertThat(history.stream(day.status(HistoryStatus.FAILED))).hasSize(2);
    assertThat(history.stream(HistoryQuery.all().containing("NUMBER 77")))
        .extracting(HistoryRecord::id)
        .containsExactly(
            "r779", "r778", "r777", "r776", "r775", "r774", "r773", "r772", "r771", "r770", "r77");
    HistoryPage second =
        history.page(HistoryQuery.all().containing("number 77").pageSize(4).page(2));
    assertThat(second.records())
        .extracting(HistoryRecord::id)
        .containsExactly("r771", "r770", "r77");
    assertThat(second.hasNext()).isFalse();
    assertThat(second.total()).isEqualTo(-1);
  }

  @Test
  void aLogWithoutEndIsNotReadForEver() {
    log.hourly(2);
    Log endless =
        (query, number, size) -> new Log.Page(log.records.subList(number % 2, number % 2 + 1), -1);
    SpaceHistory history = new SpaceHistory(endless, List::of);

    assertThatExceptionOfType(SpaceException.class)
        .isThrownBy(() -> history.stream(HistoryQuery.all()).forEach(record -> {}))
        .withMessageContaining("goes on after 10000 pages");
  }

  @Test
  void stopsAskingWhenNothingMoreCanFollow() {
    log.hourly(100_000);
    SpaceHistory history = new SpaceHistory(log, List::of);
    Instant end = START.plus(Duration.ofHours(100_000));

    assertThat(history.stream(HistoryQuery.all().from(end.minus(Duration.ofHours(700)))))
        .hasSize(700);
    assertThat(log.requests).isEqualTo(2);
  }

  @Test
  void goesThroughAHundredThousandRecordsHoldingOnePage() {
    log.hourly(100_000);
    SpaceHistory history = new SpaceHistory(log, List::of);

    assertThat(history.stream(HistoryQuery.all()).mapToLong(HistoryRecord::count).sum())
        .isEqualTo(300_000);
    assertThat(log.requests).isEqualTo(200);
    assertThat(history.stream(HistoryQuery.all()).limit(3)).hasSize(3);
    assertThat(log.requests).isEqualTo(201);
  }

  @Test
  void givesEveryRecordOnceThoughNewOnesArriveMeanwhile() {
    log.hourly(2_000);
    SpaceHistory history = new SpaceHistory(log, List::of);
    List<String> ids = new ArrayList<>();
    history.stream(HistoryQuery.all())
        .forEach(
            record -> {
              ids.add(record.id());
              if (ids.size() % 600 == 0) {
                log.add(HistoryKind.BACKUP, HistoryStatus.SUCCEEDED);
              }
            });

    assertThat(ids).doesNotHaveDuplicates().hasSize(2_000).endsWith("r0");
  }

  @Test
  void readsOnWhereASpacePutsFewerRecordsOnAPageThanAskedFor() {
    log.hourly(1_000);
    log.most = 30;
    SpaceHistory history = new SpaceHistory(log, List::of);

    assertThat(history.stream(HistoryQuery.all())).hasSize(1_000);
    log.saysTotal = false;
    assertThat(history.stream(HistoryQuery.all())).hasSize(1_000);
  }

  @Test
  void endsWhereASpaceKnowsNoPages() {
    log.hourly(20);
    log.saysTotal = false;
    log.ignoresPages = true;
    SpaceHistory history = new SpaceHistory(log, List::of);

    assertThat(history.stream(HistoryQuery.all())).hasSize(20);
  }

  @Test
  void countsTheBackupsOfEveryDayOnTheWallClockOfItsZone() {
    log.hourly(24 * 5);
    SpaceHistory history = new SpaceHistory(log, List::of);

    List<DailySummary> utc =
        history.summary(
            LocalDate.parse("2025-12-31"), LocalDate.parse("2026-01-02"), ZoneId.of("UTC"));
    assertThat(utc)
        .containsExactly(
            new DailySummary(LocalDate.parse("2025-12-31"), 0, 0),
            new DailySummary(LocalDate.parse("2026-01-01"), 19, 2),
            new DailySummary(LocalDate.parse("2026-01-02"), 19, 2));
    List<DailySummary> tokyo =
        history.summary(
            LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-01"), ZoneId.of("Asia/Tokyo"));
    assertThat(tokyo.get(0).succeeded() + tokyo.get(0).failed()).isEqualTo(14);
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(
            () ->
                history.summary(
                    LocalDate.parse("2026-01-02"),
                    LocalDate.parse("2026-01-01"),
                    ZoneId.of("UTC")));
  }

  @Test
  void givesSnapshotsToTheBackupsThatMadeThemAndShowsOthersAlone() {
    log.add(HistoryKind.BACKUP, HistoryStatus.SUCCEEDED); // 00:00 to 00:30
    log.add(HistoryKind.BACKUP, HistoryStatus.FAILED); // 01:00 to 01:30
    log.add(HistoryKind.BACKUP, HistoryStatus.SUCCEEDED); // 02:00 to 02:30
    List<Snapshot> snapshots =
        List.of(
            snapshot("first", "2026-01-01T00:00:01Z"),
            snapshot("alone", "2026-01-01T01:45:00Z"),
            snapshot("third", "2026-01-01T02:10:00Z"),
            snapshot("late", "2026-01-01T09:00:00Z"));
    SpaceHistory history = new SpaceHistory(log, () -> snapshots);

    assertThat(history.stream(HistoryQuery.all()))
        .extracting(HistoryRecord::kind, HistoryRecord::snapshotId)
        .containsExactly(
            tuple(HistoryKind.SNAPSHOT, "late"),
            tuple(HistoryKind.BACKUP, "third"),
            tuple(HistoryKind.SNAPSHOT, "alone"),
            tuple(HistoryKind.BACKUP, null),
            tuple(HistoryKind.BACKUP, "first"));
    assertThat(history.page(HistoryQuery.all().oldestFirst().pageSize(2)).records())
        .extracting(HistoryRecord::snapshotId)
        .containsExactly("first", null);
    assertThat(history.stream(HistoryQuery.all().kind(HistoryKind.SNAPSHOT)))
        .extracting(HistoryRecord::id)
        .containsExactly("late", "alone");
  }

  @Test
  void asksForTheSnapshotsOnceAPage() {
    log.hourly(10);
    AtomicInteger asked = new AtomicInteger();
    SpaceHistory history =
        new SpaceHistory(
            log,
            () -> {
              asked.incrementAndGet();
              return List.of(snapshot("late", "2026-03-01T00:00:00Z"));
            });

    assertThat(history.page(HistoryQuery.all()).records()).hasSize(11);
    assertThat(asked).hasValue(1);
    assertThat(history.page(HistoryQuery.all().containing("late")).records()).hasSize(1);
    assertThat(asked).hasValue(2);
  }

  @Test
  void aBackupHasTheNumbersTheDescriptionAndTheExpiryOfItsSnapshot() {
    log.hourly(1);
    log.records.set(0, withoutNumbers(log.records.get(0)));
    Instant expiry = Instant.parse("2027-01-01T00:00:00Z");
    Snapshot made = snapshot("made", "2026-01-01T00:00:01Z", true, expiry);

    assertThat(new SpaceHistory(log, () -> List.of(made)).stream(HistoryQuery.all()))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.id()).isEqualTo("r0");
              assertThat(record.snapshotId()).isEqualTo("made");
              assertThat(record.description()).isEqualTo("of made");
              assertThat(record.expiresAt()).isEqualTo(expiry);
              assertThat(record.strategy()).isEqualTo(Strategy.AUTOMATIC);
              assertThat(record.count()).isEqualTo(5);
              assertThat(record.size()).isEqualTo(500);
              assertThat(record.errorCount()).isZero();
            });
  }

  @Test
  void anIncompleteSnapshotIsThatOfAFailedBackup() {
    log.add(HistoryKind.BACKUP, HistoryStatus.FAILED);
    Snapshot half = snapshot("half", "2026-01-01T00:00:01Z", false, null);
    Snapshot lonely = snapshot("lonely", "2026-01-01T05:00:00Z", false, null);
    SpaceHistory history = new SpaceHistory(log, () -> List.of(half, lonely));

    assertThat(history.stream(HistoryQuery.all()))
        .extracting(HistoryRecord::kind, HistoryRecord::status, HistoryRecord::snapshotId)
        .containsExactly(
            tuple(HistoryKind.SNAPSHOT, HistoryStatus.FAILED, "lonely"),
            tuple(HistoryKind.BACKUP, HistoryStatus.FAILED, "half"));
    assertThat(history.stream(HistoryQuery.all().status(HistoryStatus.SUCCEEDED))).isEmpty();
  }

  @Test
  void whereBackupsFollowCloselyASnapshotIsThatOfTheNearest() {
    for (int second = 0; second < 8; second++) {
      log.addAt(START.plusSeconds(second), Duration.ofMillis(900));
    }
    // The others made none, or theirs were deleted.
    List<Snapshot> snapshots =
        List.of(
            snapshot("s6", "2026-01-01T00:00:06.100Z"),
            snapshot("s3", "2026-01-01T00:00:03.100Z"),
            snapshot("s2", "2026-01-01T00:00:02.100Z"));
    SpaceHistory history = new SpaceHistory(log, () -> snapshots);

    assertThat(history.stream(HistoryQuery.all()))
        .extracting(HistoryRecord::snapshotId)
        .containsExactly(null, "s6", null, null, "s3", "s2", null, null);
    assertThat(history.stream(HistoryQuery.all().oldestFirst()))
        .extracting(HistoryRecord::snapshotId)
        .containsExactly(null, null, "s2", "s3", null, null, "s6", null);
  }

  @Test
  void aSnapshotIsThatOfTheRecordItNamesWhateverTimesSay() {
    log.addAt(START, Duration.ofSeconds(2));
    log.addAt(START.plusSeconds(1), Duration.ofSeconds(2));
    log.addAt(START.plusSeconds(3), Duration.ofSeconds(2));
    log.addAt(START.plusSeconds(40), Duration.ofSeconds(2));
    List<Snapshot> snapshots =
        List.of(
            naming("r2", "s2", START.plusSeconds(1)),
            naming("r0", "s0", START.plusSeconds(4)),
            naming("r3", "s3", START.minusSeconds(3_600)),
            naming("gone", "lonely", START.plusSeconds(20)));
    SpaceHistory history = new SpaceHistory(log, () -> snapshots);

    assertThat(history.stream(HistoryQuery.all()))
        .extracting(HistoryRecord::id, HistoryRecord::snapshotId)
        .containsExactly(
            tuple("r3", "s3"),
            tuple("lonely", "lonely"),
            tuple("r2", "s2"),
            tuple("r1", null),
            tuple("r0", "s0"));
    assertThat(history.stream(HistoryQuery.all().oldestFirst().kind(HistoryKind.BACKUP)))
        .extracting(HistoryRecord::id, HistoryRecord::snapshotId)
        .startsWith(tuple("r0", "s0"), tuple("r1", null), tuple("r2", "s2"));
  }

  private static Snapshot naming(String record, String id, Instant time) {
    return full(id, time).recordId(record).build();
  }

  private static Snapshot.Builder full(String id, Instant time) {
    return Snapshot.builder(id, time).files(5).directories(2).size(500).sent(77);
  }

  @Test
  void aSnapshotOfABackupThatJustDoesNotLieInTheAskedTimeIsNotShownAlone() {
    log.hourly(3);
    Instant start = START.plus(Duration.ofHours(1));
    Snapshot made = snapshot("made", start.plusSeconds(1).toString());
    SpaceHistory history = new SpaceHistory(log, () -> List.of(made));

    assertThat(history.stream(HistoryQuery.all().from(start.plusMillis(500))))
        .extracting(HistoryRecord::id)
        .containsExactly("r2");
  }

  @Test
  void aBackupHasTheNumbersOfTheRowThatNamesItWhateverElseIsUnderWay() {
    for (int i = 0; i < 3; i++) {
      log.addAt(START.plusSeconds(60L * i), Duration.ofSeconds(90));
    }
    log.records.replaceAll(SpaceHistoryTest::withoutNumbers);
    log.row("r1", HistoryStatus.SUCCEEDED, START.plusSeconds(92), 11);
    log.row("r0", HistoryStatus.SUCCEEDED, START.plusSeconds(94), 10);
    log.row("gone", HistoryStatus.SUCCEEDED, START.plusSeconds(95), 99);
    SpaceHistory history = new SpaceHistory(log, List::of);

    for (HistoryQuery query : List.of(HistoryQuery.all(), HistoryQuery.all().oldestFirst())) {
      assertThat(history.stream(query))
          .extracting(HistoryRecord::id, HistoryRecord::size, HistoryRecord::strategy)
          .containsExactlyInAnyOrder(
              tuple("r0", 10L, Strategy.AUTOMATIC),
              tuple("r1", 11L, Strategy.AUTOMATIC),
              tuple("r2", -1L, null));
      assertThat(history.page(query).records()).isEqualTo(history.stream(query).toList());
      assertThat(history.page(query).total()).isEqualTo(3);
      assertThat(history.page(query.kind(HistoryKind.BACKUP)).records())
          .isEqualTo(history.stream(query).toList());
    }
    assertThat(history.page(HistoryQuery.all().kind(HistoryKind.SYNC)).total()).isEqualTo(3);
    assertThat(history.stream(HistoryQuery.all().kind(HistoryKind.SYNC, HistoryKind.BACKUP)))
        .hasSize(6);
  }

  @Test
  void aRowThatNamesNoBackupIsThatOfTheBackupDuringWhichItWasMade() {
    log.addAt(START, Duration.ofSeconds(90));
    log.addAt(START.plusSeconds(200), Duration.ofSeconds(90));
    log.records.replaceAll(SpaceHistoryTest::withoutNumbers);
    log.row(null, HistoryStatus.SUCCEEDED, START.plusSeconds(1), 10);
    log.row(null, HistoryStatus.SUCCEEDED, START.plusSeconds(150), 11);
    log.row(null, HistoryStatus.FAILED, START.plusSeconds(201), 12);
    SpaceHistory history = new SpaceHistory(log, List::of);

    for (HistoryQuery query : List.of(HistoryQuery.all(), HistoryQuery.all().oldestFirst())) {
      assertThat(history.page(query.kind(HistoryKind.BACKUP)).records())
          .extracting(HistoryRecord::id, HistoryRecord::size)
          .containsExactlyInAnyOrder(tuple("r0", 10L), tuple("r1", -1L));
      assertThat(history.stream(query)).hasSize(5);
    }
  }

  @Test
  void pagesHaveEveryRecordOnceThoughRowsAreLeftOut() {
    for (int i = 0; i < 60; i++) {
      log.addAt(START.plusSeconds(60L * i), Duration.ofSeconds(9));
    }
    log.records.replaceAll(SpaceHistoryTest::withoutNumbers);
    for (int i = 40; i < 60; i++) {
      log.row("r" + i, HistoryStatus.SUCCEEDED, START.plusSeconds(60 * i + 9), i);
    }
    SpaceHistory history = new SpaceHistory(log, List::of);

    for (HistoryQuery query : List.of(HistoryQuery.all(), HistoryQuery.all().oldestFirst())) {
      List<HistoryRecord> paged = new ArrayList<>();
      boolean more = true;
      for (int page = 0; more; page++) {
        HistoryPage read = history.page(query.pageSize(7).page(page));
        paged.addAll(read.records());
        more = read.hasNext();
      }
      assertThat(paged).isEqualTo(history.stream(query).toList()).hasSize(60);
      assertThat(paged.stream().filter(record -> record.size() >= 0)).hasSize(20);
    }
  }

  private static HistoryRecord withoutNumbers(HistoryRecord record) {
    return HistoryRecord.builder(record.id(), record.kind(), record.status(), record.startedAt())
        .endedAt(record.endedAt())
        .description(record.description())
        .build();
  }

  private static Snapshot snapshot(String id, String time) {
    return snapshot(id, time, true, null);
  }

  private static Snapshot snapshot(
      String id, String time, boolean complete, @Nullable Instant expiresAt) {
    return full(id, Instant.parse(time))
        .description("of " + id)
        .expiresAt(expiresAt)
        .complete(complete)
        .strategy(Strategy.AUTOMATIC)
        .build();
  }

  /** Each record takes half an hour; every eighth is a restore, every twelfth failed. */
  private static final class FakeLog implements Log {
    private final List<HistoryRecord> records = new ArrayList<>();
    private int requests;
    private int most = Integer.MAX_VALUE;
    private boolean saysTotal = true;
    private boolean ignoresPages;

    void hourly(int count) {
      for (int i = 0; i < count; i++) {
        add(
            i % 8 == 7 ? HistoryKind.RESTORE : HistoryKind.BACKUP,
            i % 12 == 5 ? HistoryStatus.FAILED : HistoryStatus.SUCCEEDED);
      }
    }

    void add(HistoryKind kind, HistoryStatus status) {
      add(kind, status, START.plus(Duration.ofHours(records.size())), Duration.ofMinutes(30));
    }

    void addAt(Instant start, Duration took) {
      add(HistoryKind.BACKUP, HistoryStatus.SUCCEEDED, start, took);
    }

    void row(@Nullable String backup, HistoryStatus status, Instant start, long size) {
      records.add(
          HistoryRecord.builder("row" + records.size(), HistoryKind.SYNC, status, start)
              .strategy(Strategy.AUTOMATIC)
              .endedAt(start.plusSeconds(1))
              .count(1)
              .errorCount(0)
              .size(size)
              .backupId(backup)
              .build());
      records.sort(Comparator.comparing(HistoryRecord::startedAt));
    }

    private void add(HistoryKind kind, HistoryStatus status, Instant start, Duration took) {
      int number = records.size();
      records.add(
          HistoryRecord.builder("r" + number, kind, status, start)
              .endedAt(start.plus(took))
              .description("Number " + number)
              .count(3)
              .errorCount(0)
              .size(9)
              .build());
    }

    @Override
    public Page page(HistoryQuery query, int number, int size) {
      requests++;
      Comparator<HistoryRecord> order = Comparator.comparing(HistoryRecord::startedAt);
      List<HistoryRecord> all =
          records.stream()
              .filter(
                  record ->
                      query.kinds().isEmpty()
                          || !Log.canFilter(query)
                          || query.kinds().contains(record.kind()))
              .filter(
                  record ->
                      query.statuses().isEmpty() || query.statuses().contains(record.status()))
              .toList();
      int length = Math.min(size, most);
      long skipped = ignoresPages ? 0 : (long) number * length;
      List<HistoryRecord> page = new ArrayList<>();
      for (long i = skipped; i < Math.min(all.size(), skipped + length); i++) {
        page.add(all.get((int) (query.newestFirst() ? all.size() - 1 - i : i)));
      }
      assertThat(page).isSortedAccordingTo(query.newestFirst() ? order.reversed() : order);
      return new Page(page, saysTotal ? all.size() : -1);
    }
  }
}
