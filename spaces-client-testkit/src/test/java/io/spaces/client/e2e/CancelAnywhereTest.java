package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.any;
import static io.spaces.client.testkit.faults.Requests.createBackup;
import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.JournalEntry;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.transfer.TransferStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup may be cancelled at any moment. */
class CancelAnywhereTest {
  private static final int FILES = 30;

  /** The service endpoint, the space's state, the record's opening, the list, and the objects. */
  private static final int REQUESTS = 4 + FILES;

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHundredBackupsCancelledAtRandomLeaveNothingBehind(boolean vault) throws Exception {
    Set<String> threads = Leftovers.threads();
    FileTree tree = FileTree.in(temporary.resolve("data")).random(11, FILES - 1);
    tree.file("large", 3_000_000, 12);
    long descriptors = Leftovers.openDescriptors();

    ForAll.from(
        20_261_122L,
        vault ? 30 : 100,
        random -> cancelled(tree, vault, 1 + random.nextInt(vault ? 8 : REQUESTS), random));

    assertThat(Leftovers.threads()).isEqualTo(threads);
    assertThat(Leftovers.openDescriptors()).isLessThan(descriptors + 50);
  }

  private void cancelled(FileTree tree, boolean vault, int point, Random random) throws Exception {
    Path copies = Files.createDirectories(temporary.resolve("copies"));
    AtomicLong arrived = new AtomicLong();
    AtomicLong arrivedBefore = new AtomicLong();
    CompletableFuture<BackupTask> running = new CompletableFuture<>();
    int concurrency = 1 + random.nextInt(6);
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      server
          .faults()
          .on(
              any()
                  .matching(
                      key -> {
                        if (arrived.incrementAndGet() == point) {
                          running.join().cancel();
                          arrivedBefore.set(arrived.get());
                        }
                        return false;
                      }))
          .answer(500);
      BackupTask task =
          Backups.full(client, server)
              .source(tree.root())
              .concurrency(concurrency)
              .snapshot(vault)
              .temporaryDirectory(copies)
              .stateDirectory(temporary.resolve("state"))
              .start();
      running.complete(task);
      BackupResult result = task.await();

      assertThat(result.status())
          .as("after %d requests, %s", point, result.statusMessage())
          .isEqualTo(TransferStatus.CANCELLED);
      // What was on its way may still arrive; the record has to be closed, and a vault's lock and
      // the mark of its creation have to be taken away; nothing else.
      assertThat(arrived.get() - arrivedBefore.get())
          .isLessThanOrEqualTo(concurrency + (vault ? 3L : 1L));
      assertThat(VaultBackups.heldLocks(server)).isEmpty();
      assertThat(server.objects().keys()).noneMatch(key -> key.contains("/.vault/locks/create-"));
      assertThat(server.records()).allMatch(StoredRecord::failed);
      assertThat(server.journal().entries("POST", Route.BACKUP)).hasSizeLessThanOrEqualTo(1);
      try (var left = Files.list(copies)) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void onlyTheRecordIsSentAfterACancel() throws Exception {
    FileTree tree = FileTree.in(temporary.resolve("data")).random(11, FILES);
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      CountDownLatch allBusy = new CountDownLatch(4);
      server
          .faults()
          .on(
              put()
                  .matching(
                      key -> {
                        allBusy.countDown();
                        return true;
                      }))
          .stallBeforeReading();
      BackupTask task = Backups.full(client, server).source(tree.root()).concurrency(4).start();
      allBusy.await();
      task.cancel();
      assertThat(task.await().status()).isEqualTo(TransferStatus.CANCELLED);
      server.faults().clear();

      assertThat(server.journal().entries("PUT", Route.OBJECT)).hasSizeLessThanOrEqualTo(4);
      List<JournalEntry> closings = server.journal().entries("PUT", Route.BACKUP);
      assertThat(closings).hasSize(1);
      assertThat(server.records()).singleElement().matches(StoredRecord::failed);
    }
  }

  @Test
  void aRecordThatIsJustBeingOpenedIsClosedAsWell() throws Exception {
    FileTree tree = FileTree.in(temporary.resolve("data")).random(11, FILES);
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      CountDownLatch opening = new CountDownLatch(1);
      server
          .faults()
          .on(
              createBackup()
                  .matching(
                      key -> {
                        opening.countDown();
                        return true;
                      }))
          .delay(Duration.ofMillis(300));
      BackupTask task = Backups.full(client, server).source(tree.root()).start();
      opening.await();
      task.cancel();

      assertThat(task.await().status()).isEqualTo(TransferStatus.CANCELLED);
      assertThat(server.records()).singleElement().matches(StoredRecord::failed);
      assertThat(server.objects().count()).isZero();
    }
  }
}
