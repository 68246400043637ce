package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.lists;
import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.testkit.JournalEntry;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.faults.Reply;
import io.spaces.client.transfer.TransferStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A busy space is asked again when it said, not before, and not in ten years. */
class RetryAfterTest extends SpaceTest {
  private static final List<SourceObject> SOURCE = List.of(SourceObject.of("a", new byte[100]));
  private static final Duration CAP = Duration.ofSeconds(60);

  private final ManualClock clock = ManualClock.now();

  @Override
  Clock clock() {
    return clock;
  }

  @ParameterizedTest
  @CsvSource({"429, 2", "503, 2", "429, 59", "503, 60"})
  void noRequestComesBeforeTheSecondsThatWereAskedFor(int status, long seconds) {
    server.faults().on(put()).nth(1).answer(Reply.status(status).retryAfter(seconds + ""));

    Backups.full(client, server).source(SOURCE).run().orElseThrow();

    assertThat(timeBetweenUploads()).isBetween(Duration.ofSeconds(seconds), CAP);
  }

  @Test
  void noRequestComesBeforeTheDateThatWasAskedFor() {
    // The date is compared with that of the answer, which is in whole seconds of the real time.
    Reply busy = Reply.status(503).retryAfter(Instant.now().plusSeconds(40));
    server.faults().on(put()).nth(1).answer(busy);

    Backups.full(client, server).source(SOURCE).run().orElseThrow();

    assertThat(timeBetweenUploads()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(41));
  }

  @ParameterizedTest
  @CsvSource({
    "429, 315360000",
    "503, 99999999999999999999",
    "503, 'Fri, 01 Jan 2100 00:00:00 GMT'"
  })
  void noWaitIsLongerThanTheCap(int status, String absurd) {
    server.faults().on(put()).nth(1).answer(Reply.status(status).retryAfter(absurd));

    Backups.full(client, server).source(SOURCE).run().orElseThrow();

    assertThat(timeBetweenUploads()).isEqualTo(CAP);
  }

  @ParameterizedTest
  @CsvSource({
    "429, -1",
    "503, soon",
    "503, 1.5",
    "429, ''",
    "503, 'Thu, 01 Jan 1970 00:00:00 GMT'",
    "503, 0"
  })
  void whatMakesNoSenseIsLeftToTheClientsOwnBackoff(int status, String nonsense) {
    server.faults().on(put()).nth(1).answer(Reply.status(status).retryAfter(nonsense));

    Backups.full(client, server).source(SOURCE).run().orElseThrow();

    assertThat(timeBetweenUploads()).isBetween(Duration.ZERO, Duration.ofMillis(200));
  }

  @Test
  void allWorkersWaitWhenOneIsToldTo() {
    List<SourceObject> many = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      many.add(SourceObject.of("object-" + i, new byte[10]));
    }
    server.faults().on(lists()).nth(1).answer(Reply.status(429).retryAfter("30"));

    Backups.full(client, server).source(many).concurrency(8).run().orElseThrow();

    JournalEntry refused = server.journal().entries("GET", Route.LISTS).get(0);
    assertThat(server.journal().entries(entry -> entry.sequence() > refused.sequence()))
        .allSatisfy(
            later ->
                assertThat(Duration.between(refused.started(), later.started()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(30)));
  }

  @Test
  void aCancelEndsTheWaitAtOnce() throws InterruptedException {
    clock.holdWaits();
    server.faults().on(put()).answer(Reply.status(503).retryAfter("60"));
    Duration shortest = Duration.ofDays(1);
    // The law is about the client; the machine may be slow now and then, but not five times.
    for (int attempt = 0; attempt < 5; attempt++) {
      BackupTask task = Backups.full(client, server).source(SOURCE).start();
      clock.awaitWaiting();

      long start = System.nanoTime();
      task.cancel();
      BackupResult result = task.await();
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(result.status()).isEqualTo(TransferStatus.CANCELLED);
      shortest = took.compareTo(shortest) < 0 ? took : shortest;
    }
    assertThat(shortest).isLessThan(Duration.ofMillis(100));
    assertThat(server.records()).hasSize(5).allMatch(StoredRecord::failed);
    assertThat(server.journal().entries("PUT", Route.OBJECT)).hasSize(5);
  }

  private Duration timeBetweenUploads() {
    List<JournalEntry> uploads = server.journal().entries("PUT", Route.OBJECT);
    assertThat(uploads).hasSize(2);
    return Duration.between(uploads.get(0).ended(), uploads.get(1).started());
  }
}
