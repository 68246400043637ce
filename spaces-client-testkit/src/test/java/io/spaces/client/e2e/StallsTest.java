package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Fault.bytes;
import static io.spaces.client.testkit.faults.Fault.stallAfterReading;
import static io.spaces.client.testkit.faults.Fault.stallAfterSending;
import static io.spaces.client.testkit.faults.Fault.stallBeforeReading;
import static io.spaces.client.testkit.faults.Requests.createBackup;
import static io.spaces.client.testkit.faults.Requests.endpoint;
import static io.spaces.client.testkit.faults.Requests.get;
import static io.spaces.client.testkit.faults.Requests.lists;
import static io.spaces.client.testkit.faults.Requests.put;
import static io.spaces.client.testkit.faults.Requests.status;
import static io.spaces.client.testkit.faults.Requests.updateBackup;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BlockletBackup;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.faults.Fault;
import io.spaces.client.testkit.faults.Requests;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A space that stops talking in the middle is noticed. */
class StallsTest {
  private static final Duration IDLE = Duration.ofMillis(300);

  /** Far more than the idle time, and far less than for ever, on a busy machine too. */
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Larger than what the sockets on both sides take in without a reader. */
  private static final List<SourceObject> SOURCE =
      List.of(SourceObject.of("large", new byte[16 << 20]), SourceObject.of("small", new byte[9]));

  @TempDir Path temporary;
  private final Set<String> threadsBefore = Leftovers.threads();
  private SpaceServer server;
  private SpaceClient client;

  @BeforeEach
  void start() {
    server = SpaceServer.inMemory().start();
    client =
        SpaceClient.builder()
            .endpoint(server.endpoint())
            .wallet(server.wallet())
            .idleTimeout(IDLE)
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    assertThat(Leftovers.threads()).isEqualTo(threadsBefore);
  }

  static Stream<Arguments> stallsThatEndABackup() {
    return Stream.of(
        Arguments.of(status(), stallAfterReading()),
        Arguments.of(createBackup(), stallBeforeReading()),
        Arguments.of(createBackup(), stallAfterReading()),
        Arguments.of(lists(), stallAfterReading()),
        Arguments.of(lists(), stallAfterSending(bytes(1))),
        Arguments.of(updateBackup(), stallAfterReading()));
  }

  @ParameterizedTest
  @MethodSource("stallsThatEndABackup")
  void aStalledStepEndsTheBackupWithinTheIdleTime(Requests requests, Fault stall) {
    server.objects().put(Backups.folder(server) + "earlier", "there before");
    server.faults().on(requests).meet(stall);

    BackupResult result =
        inTime(() -> Backups.full(client, server).source(SOURCE).retries(0).run());

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).containsAnyOf("stalled", "timeout", "timed out");
  }

  @Test
  void halfAnAnswerToTheRecordsOpeningIsEnoughToFindTheRecord() {
    server.faults().on(createBackup()).stallAfterSending(bytes(5));

    BackupResult result =
        inTime(() -> Backups.full(client, server).source(SOURCE).retries(0).run());

    assertThat(result.orElseThrow().count()).isEqualTo(2);
    assertThat(server.records()).singleElement().matches(StoredRecord::succeeded);
  }

  static Stream<Fault> stalls() {
    return Stream.of(stallBeforeReading(), stallAfterReading(), stallAfterSending(bytes(0)));
  }

  @ParameterizedTest
  @MethodSource("stalls")
  void aStalledUploadFailsAloneWithinTheIdleTime(Fault stall) {
    server.faults().on(put().matching("**/large")).meet(stall);

    BackupResult result =
        inTime(() -> Backups.full(client, server).source(SOURCE).retries(0).run());

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.key()).isEqualTo("large");
              assertThat(failure.message()).contains("stalled");
            });
    assertThat(result.count()).isEqualTo(1);
  }

  @Test
  void anUploadThatStallsOnceIsSentAgain() {
    server.faults().on(put()).nth(1).stallBeforeReading();

    BackupResult result = inTime(() -> Backups.full(client, server).source(SOURCE).run());

    assertThat(result.orElseThrow().count()).isEqualTo(2);
  }

  @Test
  void aDownloadThatStopsHalfwayFailsAloneWithinTheIdleTime() {
    Backups.full(client, server).source(SOURCE).run().orElseThrow();
    server.faults().on(get().matching("**/large")).stallAfterSending(bytes(100_000));

    RestoreResult result =
        inTime(
            () ->
                Backups.restore(client, server)
                    .target(temporary.resolve("target"))
                    .retries(0)
                    .run());

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.key()).isEqualTo("large"));
    assertThat(temporary.resolve("target/large")).doesNotExist();
  }

  @Test
  @Timeout(50)
  void theClosingOfARecordHasALimitOfItsOwn() {
    server.faults().on(updateBackup()).stallAfterReading();
    try (SpaceClient hasty = hasty()) {
      BackupResult result = Backups.full(hasty, server).source(SOURCE).run();

      assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(result.statusMessage())
          .isEqualTo(
              "Every object is safe, but the space's record could not be closed: the space has not"
                  + " answered within 300 ms.");
    }
  }

  @Test
  @Timeout(50)
  void aRecordThatStaysOpenIsAWarningOfARunThatHasNotSucceeded() {
    server.faults().on(put().matching("**/small")).answer(403);
    server.faults().on(updateBackup()).stallAfterReading();
    try (SpaceClient hasty = hasty()) {
      BackupResult result = Backups.full(hasty, server).source(SOURCE).run();

      assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
      assertThat(result.warnings())
          .singleElement()
          .satisfies(
              warning -> {
                assertThat(warning.code()).isEqualTo(Warning.Code.RECORD_LEFT_OPEN);
                assertThat(warning.text()).contains("has not answered within 300 ms");
              });
    }
  }

  static Stream<Requests> requestsThatAreLetFinish() {
    return Stream.of(createBackup(), updateBackup());
  }

  @ParameterizedTest
  @MethodSource("requestsThatAreLetFinish")
  @Timeout(50)
  void whoCancelsDoesNotWaitForAServer(Requests requests) throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    server
        .faults()
        .on(
            requests.matching(
                key -> {
                  asked.countDown();
                  return true;
                }))
        .stallAfterReading();
    try (SpaceClient hasty = hasty()) {
      BackupTask task = Backups.full(hasty, server).source(SOURCE).start();
      asked.await();

      task.cancel();

      assertThat(task.await().status()).isIn(TransferStatus.CANCELLED, TransferStatus.FAILED);
    }
  }

  /** The run's own part is over by then: what is pruned is its vault. */
  @Test
  @Timeout(50)
  void whoCancelsDoesNotWaitForAServerWhileAPruningGoesOn() throws InterruptedException {
    AtomicBoolean recorded = tellWhenTheRecordIsClosed();
    CountDownLatch asked = new CountDownLatch(1);
    server
        .faults()
        .on(
            put()
                .matching(
                    key -> {
                      boolean pruning = recorded.get() && key.contains("/locks/");
                      if (pruning) {
                        asked.countDown();
                      }
                      return pruning;
                    }))
        .stallAfterReading();
    try (SpaceClient hasty = hasty()) {
      BackupTask task = pruning(hasty).start();
      asked.await();

      task.cancel();

      BackupResult result = task.await();
      assertThat(result.status()).isEqualTo(TransferStatus.SUCCEEDED);
      assertThat(result.warnings())
          .extracting(Warning::code)
          .containsExactly(Warning.Code.PRUNING_FAILED);
      assertThat(server.records()).singleElement().matches(StoredRecord::succeeded);
    }
  }

  @Test
  @Timeout(50)
  void aRunThatItsPruningRefutesIsNotLeftASuccessByAServerThatConnectsNobodyAnew() {
    pruning(client).run().orElseThrow();
    server.objects().keys().stream()
        .filter(key -> key.contains("/packs/"))
        .forEach(server.objects()::delete);
    AtomicBoolean recorded = tellWhenTheRecordIsClosed();
    server.faults().on(endpoint().matching(key -> recorded.get())).stallAfterReading();
    try (SpaceClient hasty = hasty()) {
      BackupResult result =
          pruning(hasty).source(List.of(SourceObject.of("new", new byte[5]))).run();

      assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(recorded).isTrue();
      assertThat(server.records()).last().matches(StoredRecord::failed);
    }
  }

  private AtomicBoolean tellWhenTheRecordIsClosed() {
    AtomicBoolean recorded = new AtomicBoolean();
    server
        .faults()
        .on(
            updateBackup()
                .matching(
                    key -> {
                      recorded.set(true);
                      return false;
                    }))
        .stallAfterReading();
    return recorded;
  }

  private BlockletBackup pruning(SpaceClient by) {
    return Backups.full(by, server)
        .source(SOURCE)
        .stateDirectory(temporary.resolve("state"))
        .snapshot(true)
        .prune(Pruning.AFTER_RUN)
        .grace(Duration.ZERO);
  }

  /** Patient with a server that says nothing for a minute, but not at the end of a run. */
  private SpaceClient hasty() {
    return SpaceClient.builder()
        .endpoint(server.endpoint())
        .wallet(server.wallet())
        .closingTimeout(IDLE)
        .build();
  }

  private static <T> T inTime(Supplier<T> run) {
    long start = System.nanoTime();
    T result = run.get();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(IDLE, SOON);
    return result;
  }
}
