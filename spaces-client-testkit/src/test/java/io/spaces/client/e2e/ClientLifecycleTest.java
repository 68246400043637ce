package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.TransferException;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cancelling, closing, sharing a client. */
class ClientLifecycleTest {
  @TempDir Path temporary;

  @Test
  void aHundredBackupsAtOnceOnOneClientLeaveNothingBehind() throws InterruptedException {
    Set<String> threadsBefore = clientThreads();
    try (SpaceServer server = SpaceServer.inMemory().start()) {
      long descriptorsBefore;
      try (SpaceClient client = Backups.client(server)) {
        // Each has names of its own: of one name the space would keep what came last, and the
        // others
        // would tell that what they had sent is not there.
        List<Path> sources = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          Path source = temporary.resolve("data" + i);
          FileTree.in(source.resolve("of" + i)).random(i, 8);
          sources.add(source);
        }
        descriptorsBefore = openDescriptors();
        List<BackupTask> tasks = new ArrayList<>();
        for (Path source : sources) {
          tasks.add(
              Backups.full(client, server)
                  .source(source)
                  .stateDirectory(temporary.resolve("state"))
                  .start());
        }
        for (BackupTask task : tasks) {
          assertThat(task.await().status()).isEqualTo(TransferStatus.SUCCEEDED);
        }
      }
      assertThat(server.records()).hasSize(100).allMatch(StoredRecord::succeeded);
      assertThat(clientThreads()).isEqualTo(threadsBefore);
      // The server notices the end of a connection only when it next looks at it; ours are gone.
      assertThat(openDescriptors()).isLessThanOrEqualTo(descriptorsBefore + 300);
    }
  }

  @Test
  void aCancelledBackupSaysSoAndMarksItsRecordFailed() throws Exception {
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch cancelled = new CountDownLatch(1);
      BackupTask task =
          Backups.full(client, server).source(List.of(heldUp(reading, cancelled))).start();
      reading.await();

      assertThat(task.await(Duration.ZERO)).isEmpty();
      assertThat(task.isDone()).isFalse();
      task.cancel();
      cancelled.countDown();
      BackupResult result = task.await();

      assertThat(result.status()).isEqualTo(TransferStatus.CANCELLED);
      assertThat(server.records()).singleElement().matches(StoredRecord::failed);
      assertThat(server.objects().count()).isZero();
      assertThatThrownBy(result::orElseThrow)
          .isInstanceOf(TransferException.class)
          .hasMessageContaining("CANCELLED");
      assertThat(task.completion().toCompletableFuture().join()).isEqualTo(result);
    }
  }

  @Test
  void closingTheClientCancelsWhatIsUnderWay() throws Exception {
    try (SpaceServer server = SpaceServer.inMemory().start()) {
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch closing = new CountDownLatch(1);
      SpaceClient client = Backups.client(server);
      BackupTask task =
          Backups.full(client, server).source(List.of(heldUp(reading, closing))).start();
      reading.await();
      closing.countDown();
      client.close();
      client.close();

      assertThat(task.isDone()).isTrue();
      assertThat(server.records())
          .singleElement()
          .satisfies(r -> assertThat(r.failed() || r.succeeded()).isTrue());
      assertThatThrownBy(
              () ->
                  Backups.full(client, server)
                      .source(List.of(SourceObject.of("a", new byte[1])))
                      .run())
          .isInstanceOf(SpaceException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void anInterruptedWaitCancelsTheRun() throws Exception {
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch letGo = new CountDownLatch(1);
      List<BackupResult> results = new ArrayList<>();
      Thread waiting =
          new Thread(
              () ->
                  results.add(
                      Backups.full(client, server).source(List.of(heldUp(reading, letGo))).run()));
      waiting.start();
      reading.await();
      waiting.interrupt();
      // The flag is cleared when the wait is broken off; it goes on when the run is cancelled.
      while (waiting.isInterrupted() || waiting.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      letGo.countDown();
      waiting.join();

      assertThat(results)
          .singleElement()
          .satisfies(result -> assertThat(result.status()).isEqualTo(TransferStatus.CANCELLED));
    }
  }

  /** An object whose stream does not open before it is let go. */
  private static SourceObject heldUp(CountDownLatch reading, CountDownLatch letGo) {
    return SourceObject.of(
        "held-up",
        () -> {
          reading.countDown();
          try {
            letGo.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new ByteArrayInputStream(new byte[] {1, 2, 3});
        });
  }

  private static Set<String> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("spaces-") || name.contains("OkHttp"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static long openDescriptors() {
    return ((com.sun.management.UnixOperatingSystemMXBean)
            ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  @Test
  void aClosedClientStartsNothingNotEvenAListener() {
    Set<String> threadsBefore = clientThreads();
    try (SpaceServer server = SpaceServer.inMemory().start()) {
      SpaceClient client = Backups.client(server);
      client.close();
      RecordedEvents events = new RecordedEvents();

      assertThatThrownBy(
              () ->
                  Backups.full(client, server)
                      .source(List.of(SourceObject.of("a", new byte[1])))
                      .listener(events)
                      .start())
          .isInstanceOf(SpaceException.class);

      assertThat(clientThreads()).isEqualTo(threadsBefore);
      assertThat(events.all()).isEmpty();
    }
  }

  @Test
  void anInterruptedCloseWaitsForTheRecordsAllTheSame() throws Exception {
    try (SpaceServer server = SpaceServer.inMemory().start()) {
      SpaceClient client = Backups.client(server);
      CountDownLatch reading = new CountDownLatch(1);
      SourceObject untilClosed =
          SourceObject.of(
              "until-closed",
              () -> {
                reading.countDown();
                awaitClosed(client);
                return new ByteArrayInputStream(new byte[1]);
              });
      Backups.full(client, server).source(List.of(untilClosed)).start();
      reading.await();
      Thread.currentThread().interrupt();
      client.close();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(server.records()).singleElement().matches(StoredRecord::failed);
    }
  }

  private static void awaitClosed(SpaceClient client) {
    try {
      while (client.status().available()) {
        Thread.onSpinWait();
      }
    } catch (SpaceException closed) {
      // It is.
    }
  }

  @Test
  void aWaitMayBeForEver() throws Exception {
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      BackupTask task =
          Backups.full(client, server).source(List.of(SourceObject.of("a", new byte[1]))).start();

      assertThat(task.await(ChronoUnit.FOREVER.getDuration()))
          .hasValueSatisfying(
              result -> assertThat(result.status()).isEqualTo(TransferStatus.SUCCEEDED));
    }
  }

  @Test
  void aCancelledBackupReadsAnEndlessStreamNoFurther() throws Exception {
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      CountDownLatch reading = new CountDownLatch(1);
      InputStream endless =
          new InputStream() {
            private long done;

            @Override
            public int read() {
              return 0;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
              // Much at first, so that it is not small; then little, so that no disk fills up.
              int count = done < 2 << 20 ? length : Math.min(1, length);
              reading.countDown();
              done += count;
              return count;
            }
          };
      BackupTask task =
          Backups.full(client, server)
              .source(List.of(SourceObject.of("endless", () -> endless)))
              .start();
      reading.await();
      task.cancel();

      assertThat(task.await(Duration.ofMinutes(1)))
          .hasValueSatisfying(
              result -> assertThat(result.status()).isEqualTo(TransferStatus.CANCELLED));
    }
  }
}
