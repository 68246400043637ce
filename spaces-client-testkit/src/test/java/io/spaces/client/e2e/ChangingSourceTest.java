package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupListener;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files change while they are backed up: what is stored was there, whole, at one moment. */
class ChangingSourceTest {
  private static final int FILES_OF_EACH_KIND = 4;

  @TempDir Path temporary;

  @Test
  void whatIsStoredIsOneMomentsWholeContentOrTheFileIsNamed() {
    ForAll.seeds(4, this::backUpWhileFilesChange);
  }

  private void backUpWhileFilesChange(SeededRandom random) throws Exception {
    Path root = Files.createDirectories(temporary.resolve("data-" + random.seed()));
    Path outside = Files.write(temporary.resolve("outside"), random.bytes(300));
    Map<String, ChangingFile> files = files(root, outside, random);
    Path copies = Files.createDirectories(temporary.resolve("copies"));
    CountDownLatch pushing = new CountDownLatch(1);
    BackupResult result;
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      server.faults().on(put()).randomly(0.5, random.seed()).delay(Duration.ofMillis(15));
      BackupTask task =
          Backups.full(client, server)
              .source(root)
              .concurrency(2)
              .temporaryDirectory(copies)
              .stateDirectory(temporary.resolve("state"))
              .listener(
                  new BackupListener() {
                    @Override
                    public void objectStarted(String key, long size) {
                      pushing.countDown();
                    }
                  })
              .start();
      pushing.await();
      List<ChangingFile> order = new ArrayList<>(files.values());
      while (!task.isDone()) {
        random.pick(order).change();
      }
      result = task.await();

      assertThat(result.status()).isIn(TransferStatus.SUCCEEDED, TransferStatus.PARTIAL);
      Map<String, String> failures =
          result.failures().stream()
              .collect(Collectors.toMap(ObjectFailure::key, ObjectFailure::message));
      for (Map.Entry<String, ChangingFile> file : files.entrySet()) {
        var stored = server.objects().find(Backups.folder(server) + file.getKey());
        if (stored.isPresent()) {
          assertThat(failures).doesNotContainKey(file.getKey());
          assertThat(file.getValue().held(stored.orElseThrow().bytes()))
              .as(
                  "%s, %d bytes, was that at one moment",
                  file.getKey(), stored.orElseThrow().size())
              .isTrue();
        } else {
          assertThat(failures).containsKey(file.getKey());
        }
      }
      assertThat(result.count()).isEqualTo(server.objects().count());
    }
  }

  private static Map<String, ChangingFile> files(Path root, Path outside, SeededRandom random)
      throws IOException {
    Map<String, ChangingFile> files = new TreeMap<>();
    for (ChangingFile.Kind kind : ChangingFile.Kind.values()) {
      for (int i = 0; i < FILES_OF_EACH_KIND; i++) {
        boolean large = i == 0 && kind.mayBeLarge();
        int size = large ? 1_500_000 + random.nextInt(1_000_000) : 1 + random.nextInt(3000);
        String name = kind + "-" + i;
        files.put(
            name,
            new ChangingFile(
                root.resolve(name), kind, size, new SeededRandom(random.nextLong()), outside));
      }
    }
    return files;
  }
}
