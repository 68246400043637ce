package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.any;
import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.testkit.JournalEntry;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.faults.Fault;
import io.spaces.client.testkit.faults.Reply;
import io.spaces.client.transfer.TransferStatus;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that lets a few requests a second through is asked no more often than that. */
class ThrottledSpaceTest extends SpaceTest {
  private final ManualClock clock = ManualClock.now();

  @Override
  Clock clock() {
    return clock;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8})
  void aMirrorOfManySmallObjectsGetsThroughASlowGateway(int concurrency) {
    server.faults().on(any()).limitRate(5, 10);

    BackupResult result =
        Backups.full(client, server).source(objects(125)).concurrency(concurrency).run();

    assertThat(result.orElseThrow().count()).isEqualTo(125);
    assertThat(refused(429).size()).isLessThan(20);
  }

  @Test
  void aGatewayThatSaysHowLongToWaitIsAskedByAllWorkersWhenThatIsOver() {
    Fault limit = Fault.limitRate(5, 10, Reply.gatewayPage(503).retryAfter(Duration.ofSeconds(1)));
    server.faults().on(any()).meet(limit);

    Backups.full(client, server).source(objects(125)).concurrency(8).run().orElseThrow();

    assertThat(refused(503).size()).isLessThan(20);
  }

  @Test
  void beingThrottledIsNoReasonToGiveUp() {
    // More refusals by far than a run that fails may have.
    server.faults().on(any()).randomly(0.5, 7).answer(Reply.gatewayPage(429));

    BackupResult result = Backups.full(client, server).source(objects(300)).retries(10).run();

    assertThat(result.orElseThrow().count()).isEqualTo(300);
  }

  @Test
  void anObjectThatIsAlwaysRefusedFailsAloneAndDoesNotHoldTheOthersUp() {
    server.faults().on(put().matching("**/object-7")).answer(503);

    BackupResult result = Backups.full(client, server).source(objects(2_000)).run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.errorCount()).isEqualTo(1);
    assertThat(refused(503).size()).isLessThan(20);
    // At the pace of a gateway that throttles, it would be minutes.
    assertThat(clock.waits().stream().reduce(Duration.ZERO, Duration::plus))
        .isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void aCancelEndsTheWaitForATurn() throws InterruptedException {
    clock.holdWaits();
    server.faults().on(put()).from(20).answer(Reply.gatewayPage(429));

    BackupTask task = Backups.full(client, server).source(objects(125)).concurrency(8).start();
    clock.awaitWaiting();
    task.cancel();

    assertThat(task.await().status()).isEqualTo(TransferStatus.CANCELLED);
    assertThat(server.records()).hasSize(1);
  }

  private List<JournalEntry> refused(int status) {
    return server.journal().entries(entry -> entry.status() == status);
  }

  private static List<SourceObject> objects(int count) {
    List<SourceObject> objects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] content = ("content " + i).getBytes(StandardCharsets.UTF_8);
      objects.add(SourceObject.of("object-" + i, content));
    }
    return objects;
  }
}
