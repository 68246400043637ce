package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Fault.kibibytes;
import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.testkit.JournalEntry;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is not in the space is never said to be there. */
class FalseSuccessTest extends SpaceTest {
  @Test
  void oneRefusedUploadOfAThousandMakesTheResultPartialAndTheRecordFailed() {
    server.faults().on(put().matching("**/object-517")).answer(403);

    BackupResult result = Backups.full(client, server).source(objects(1000)).run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.errorCount()).isEqualTo(1);
    assertThat(result.count()).isEqualTo(999);
    assertThat(result.statusCode()).isEqualTo(403);
    assertThat(result.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.key()).isEqualTo("object-517"));
    assertThat(server.objects().count()).isEqualTo(999);
    assertThat(server.journal().entries(FalseSuccessTest::isOfTheRefusedObject)).hasSize(1);
    assertThat(server.records()).singleElement().matches(StoredRecord::failed);
  }

  private static boolean isOfTheRefusedObject(JournalEntry entry) {
    return entry.key().endsWith("/object-517");
  }

  @Test
  void aSpaceThatFillsUpHalfwayNamesEveryObjectThatItDidNotTake() {
    server.faults().on(put()).runOutOfSpaceAfter(kibibytes(20));

    BackupResult result = Backups.full(client, server).source(objects(100)).run();

    assertThat(result.status()).isIn(TransferStatus.PARTIAL, TransferStatus.FAILED);
    assertThat(result.errorCount()).isEqualTo(result.failures().size()).isPositive();
    assertThat(result.count()).isEqualTo(server.objects().count());
    if (result.status() == TransferStatus.PARTIAL) {
      assertThat(result.count() + result.errorCount()).isEqualTo(100);
    }
    assertThat(server.records()).singleElement().matches(StoredRecord::failed);
  }

  @Test
  void aSpaceThatForbidsEverythingIsAskedOnceForEachObjectAtTheMost() {
    server.faults().on(put()).answer(403);

    BackupResult result = Backups.full(client, server).source(objects(100)).retries(10).run();

    assertThat(result.status()).isNotEqualTo(TransferStatus.SUCCEEDED);
    assertThat(server.objects().count()).isZero();
    assertThat(server.journal().entries(entry -> entry.status() == 403))
        .extracting(JournalEntry::key)
        .doesNotHaveDuplicates();
  }

  private static List<SourceObject> objects(int count) {
    List<SourceObject> objects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      objects.add(SourceObject.of("object-" + i, new byte[500 + i]));
    }
    return objects;
  }

  @Test
  void aRunThatIsCancelledWhenNothingIsLeftToDoHasNotSucceeded() throws InterruptedException {
    byte[] content = new byte[10];
    Backups.full(client, server).source(List.of(SourceObject.of("a", content))).run().orElseThrow();
    CompletableFuture<BackupTask> task = new CompletableFuture<>();
    SourceObject last =
        SourceObject.of(
            "a",
            () ->
                new ByteArrayInputStream(content) {
                  @Override
                  public void close() {
                    task.join().cancel();
                  }
                });

    task.complete(Backups.full(client, server).source(List.of(last)).start());

    assertThat(task.join().await().status()).isEqualTo(TransferStatus.CANCELLED);
    assertThat(server.records()).hasSize(2).last().matches(StoredRecord::failed);
  }
}
