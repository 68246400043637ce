package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files change while they are backed up: what is stored was there, whole, at one moment. */
class ChangingSourceTest {
  private static final int FILES_OF_EACH_KIND = 4;

  @TempDir Path temporary;

  @Test
  void whatIsStoredIsOneMomentsWholeContentOrTheFileIsNamed() {
    ForAll.seeds(4, random -> backUpWhileFilesChange(random, false));
  }

  @Test
  void whatASnapshotHoldsIsOneMomentsWholeContentOrTheFileIsNamed() {
    ForAll.seeds(4, random -> backUpWhileFilesChange(random, true));
  }

  private void backUpWhileFilesChange(SeededRandom random, boolean vault) throws Exception {
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
              .snapshot(vault)
              .concurrency(2)
              .temporaryDirectory(copies)
              .stateDirectory(temporary.resolve("state"))
              .listener(
                  new TransferListener() {
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
      Set<String> named = named(result);
      Map<String, byte[]> contents =
          vault ? restored(client, server) : server.objects().contents(Backups.folder(server));
      for (Map.Entry<String, ChangingFile> file : files.entrySet()) {
        byte[] stored = contents.get(file.getKey());
        if (stored == null) {
          assertThat(named).contains(file.getKey());
        } else {
          assertThat(named).doesNotContain(file.getKey());
          assertThat(file.getValue().held(stored))
              .as("%s, %d bytes, was that at one moment", file.getKey(), stored.length)
              .isTrue();
        }
      }
      assertThat(vault ? 0 : result.count() - contents.size()).isZero();
    }
  }

  private Map<String, byte[]> restored(SpaceClient client, SpaceServer server) throws IOException {
    Path target = Files.createTempDirectory(temporary, "target");
    Backups.restore(client, server)
        .snapshot(true)
        .stateDirectory(temporary.resolve("state"))
        .target(target)
        .run()
        .orElseThrow();
    Map<String, byte[]> contents = new TreeMap<>();
    try (var files = Files.list(target)) {
      for (Path file : files.toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        contents.put(file.getFileName() + "", Files.readAllBytes(file));
      }
    }
    return contents;
  }

  @Test
  void aChangeOfAllFilesAtAnyUploadIsStoredWholeOrTheFileIsNamed() {
    for (int upload = 1; upload <= ChangingFile.Kind.values().length * 4; upload++) {
      int point = upload;
      ForAll.from(100L * upload, 1, random -> changeAt(point, random));
    }
  }

  private void changeAt(int point, SeededRandom random) throws Exception {
    Path folder = temporary.resolve("run-" + random.seed());
    Path root = Files.createDirectories(folder.resolve("data"));
    Path outside = Files.write(folder.resolve("outside"), random.bytes(300));
    Map<String, ChangingFile> files = files(root, outside, random);
    AtomicInteger arrived = new AtomicInteger();
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      server
          .faults()
          .on(put().matching(key -> changeAll(files, arrived.incrementAndGet() == point)))
          .answer(500);
      BackupResult result =
          Backups.full(client, server)
              .source(root)
              .concurrency(1 + point % 3)
              .temporaryDirectory(folder)
              .stateDirectory(folder.resolve("state"))
              .run();
      Map<String, byte[]> contents = server.objects().contents(Backups.folder(server));

      assertThat(result.status()).isIn(TransferStatus.SUCCEEDED, TransferStatus.PARTIAL);
      Set<String> named = named(result);
      for (Map.Entry<String, ChangingFile> file : files.entrySet()) {
        byte[] stored = contents.get(file.getKey());
        assertThat(stored == null)
            .as("%s is missing", file.getKey())
            .isEqualTo(named.contains(file.getKey()));
        assertThat(stored == null || file.getValue().held(stored))
            .as("%s was that at one moment; changed at upload %d", file.getKey(), point)
            .isTrue();
      }
    }
  }

  /** What failed, or vanished before it was read. */
  private static Set<String> named(BackupResult result) {
    Set<String> named = new TreeSet<>();
    result.failures().forEach(failure -> named.add(failure.key()));
    result.skipped().forEach(skipped -> named.add(skipped.key()));
    return named;
  }

  /** Returns false. */
  private static boolean changeAll(Map<String, ChangingFile> files, boolean now) {
    if (now) {
      for (ChangingFile file : files.values()) {
        try {
          file.change();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return false;
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
