package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredRecord;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process leaves in the space when it is told to end. */
class ShutdownTest {
  @TempDir Path temporary;

  @Test
  void aTerminatedProcessMarksItsRecordFailed() throws Exception {
    FileTree tree = FileTree.in(temporary.resolve("data")).random(4, 30);
    try (SpaceServer server = SpaceServer.inMemory().start()) {
      CountDownLatch uploading = new CountDownLatch(1);
      server
          .faults()
          .on(
              put()
                  .matching(
                      key -> {
                        uploading.countDown();
                        return true;
                      }))
          .from(3)
          .stallAfterReading();
      Process process =
          BackupProgram.start(
              server, tree.root(), temporary.resolve("state"), temporary.resolve("output"));
      uploading.await();

      process.destroy();

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(server.records()).singleElement().matches(StoredRecord::failed);
    }
  }
}
