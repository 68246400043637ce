package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.history.DailySummary;
import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryPage;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.history.HistoryStatus;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredRecord;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A history of 100,000 records, asked of a real space. */
class HistoryTest {
  private static final int RECORDS = 100_000;
  private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
  private static SpaceServer server;
  private static SpaceClient client;

  @BeforeAll
  static void start() {
    server = SpaceServer.inMemory().start();
    client = Backups.client(server);
    for (int i = 0; i < RECORDS; i++) {
      Instant created = START.plus(Duration.ofMinutes(30L * i));
      server
          .objects()
          .put(
              new StoredRecord(
                  "record-" + i,
                  i % 10 == 9 ? "app-restore" : "app-backup",
                  i % 4 == 1 ? "failed" : "succeeded",
                  i % 1_000 == 1 ? "the disk of Zoë was full" : "",
                  created,
                  created.plusSeconds(90),
                  Map.of(
                      "appName",
                      "Shop",
                      "totalCount",
                      12,
                      "size",
                      3_400L,
                      "errorCount",
                      i % 4 == 1 ? 1 : 0)));
    }
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void theFirstPageTakesOneRequestHoweverLongTheHistoryIs() {
    int before = asked();

    HistoryPage page = client.history().page(HistoryQuery.all());

    assertThat(asked() - before).isEqualTo(1);

    assertThat(page.total()).isEqualTo(RECORDS);
    assertThat(page.hasNext()).isTrue();
    assertThat(page.records()).hasSize(50);
    HistoryRecord last = page.records().get(0);
    assertThat(last.id()).isEqualTo("record-99999");
    assertThat(last.kind()).isEqualTo(HistoryKind.RESTORE);
    assertThat(last.duration()).isEqualTo(Duration.ofSeconds(90));
    assertThat(last.count()).isEqualTo(12);
    assertThat(last.size()).isEqualTo(3_400);
    assertThat(last.description()).isEqualTo("Shop");
  }

  private static int asked() {
    return server.journal().entries(entry -> entry.route() == Route.AUDIT_LOGS).size();
  }

  @Test
  void theSpaceFiltersBySeveralKindsAndStatuses() {
    HistoryQuery ended =
        HistoryQuery.all().status(HistoryStatus.SUCCEEDED, HistoryStatus.FAILED).pageSize(1);

    assertThat(client.history().page(ended).total()).isEqualTo(RECORDS);
    assertThat(client.history().page(ended.status(HistoryStatus.OPEN)).total()).isZero();
    assertThat(
            client.history().page(ended.kind(HistoryKind.RESTORE, HistoryKind.CONNECTED)).total())
        .isEqualTo(RECORDS / 10);
  }

  @Test
  void theSpaceFiltersByKindAndStatus() {
    HistoryPage page =
        client
            .history()
            .page(
                HistoryQuery.all()
                    .kind(HistoryKind.BACKUP)
                    .status(HistoryStatus.FAILED)
                    .oldestFirst()
                    .pageSize(3)
                    .page(1));

    assertThat(page.total()).isEqualTo(20_000);
    assertThat(page.records())
        .extracting(HistoryRecord::id)
        .containsExactly("record-17", "record-21", "record-25");
  }

  @Test
  void aStreamGoesThroughAllOfItInOrder() {
    Iterator<HistoryRecord> records = client.history().stream(HistoryQuery.all()).iterator();
    for (int i = RECORDS - 1; i >= 0; i--) {
      assertThat(records.next().id()).isEqualTo("record-" + i);
    }
    assertThat(records.hasNext()).isFalse();
  }

  @Test
  void aStreamHoldsAPageAtATime() throws Exception {
    assertThat(readWith("stream")).isEqualTo("1200000\n");
    // All of them do not fit into the same memory.
    assertThat(readWith("list")).contains("OutOfMemoryError");
  }

  private static String readWith(String way) throws Exception {
    Process reader =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx20m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                HistoryReader.class.getName(),
                server.endpoint(),
                server.wallet().exportSecretKey(),
                way)
            .redirectErrorStream(true)
            .start();
    try (InputStream said = reader.getInputStream()) {
      return new String(said.readAllBytes(), UTF_8);
    }
  }

  @Test
  void textsAndTimesAreFound() {
    HistoryQuery words = HistoryQuery.all().containing("ZOË");
    assertThat(client.history().stream(words)).hasSize(100);
    HistoryQuery late = words.from(START.plus(Duration.ofHours(47_500)));
    assertThat(client.history().page(late.pageSize(2).page(2)).records()).hasSize(1);
    assertThat(client.history().stream(late.until(START.plus(Duration.ofHours(49_000)))))
        .hasSize(3);
  }

  @Test
  void aSummaryCountsTheBackupsOfEachDay() {
    LocalDate last =
        LocalDate.ofInstant(START.plus(Duration.ofMinutes(30L * RECORDS)), ZoneOffset.UTC);

    assertThat(client.history().summary(last.minusDays(90), last, ZoneOffset.UTC))
        .hasSize(91)
        .allSatisfy(day -> assertThat(day.succeeded() + day.failed()).isBetween(10, 44));
    assertThat(
            client
                .history()
                .summary(
                    LocalDate.parse("2019-12-31"), LocalDate.parse("2019-12-31"), ZoneOffset.UTC))
        .containsExactly(new DailySummary(LocalDate.parse("2019-12-31"), 0, 0));
  }
}
