package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.restore.RestoreTask;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of a restore's progress, events and result, whatever fails, wherever it ends. */
class RestoreLawsTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void progressEventsAndResultKeepTheirLaws(boolean cancelled) {
    ForAll.seeds(
        20,
        random -> {
          Path target = Files.createTempDirectory(temporary, "target");
          try (SpaceServer server = SpaceServer.inMemory().start();
              SpaceClient client = Backups.client(server)) {
            new Case(server, target, new Random(random.nextLong())).restore(client, cancelled);
          }
        });
  }

  /** A space and a target, each with some of the objects. */
  private static final class Case {
    private final SpaceServer server;
    private final Path target;
    private final Random random;
    private final Map<String, byte[]> missing = new TreeMap<>();
    private final Set<String> there = new TreeSet<>();
    private final Set<String> bad = new TreeSet<>();

    Case(SpaceServer server, Path target, Random random) throws IOException {
      this.server = server;
      this.target = target;
      this.random = random;
      boolean anyBad = random.nextBoolean();
      int count = 1 + random.nextInt(50);
      for (int i = 0; i < count; i++) {
        String key = "folder-" + i % 4 + "/object " + i;
        byte[] content = (key + "\n").repeat(random.nextInt(200)).getBytes(UTF_8);
        if (anyBad && random.nextInt(5) == 0) {
          bad.add(key);
          store(key, content, ContentHash.cidOf(new byte[] {42}));
        } else {
          store(key, content, ContentHash.cidOf(content));
          place(key, content);
        }
      }
    }

    private void store(String key, byte[] content, String hash) {
      server.objects().put(Backups.folder(server) + key, content, hash);
    }

    private void place(String key, byte[] content) throws IOException {
      if (random.nextInt(3) == 0) {
        there.add(key);
        Files.createDirectories(target.resolve(key).getParent());
        Files.write(target.resolve(key), content);
      } else {
        missing.put(key, content);
      }
    }

    void restore(SpaceClient client, boolean cancelled) throws IOException, InterruptedException {
      RecordedEvents events = new RecordedEvents();
      CompletableFuture<RestoreTask> running = new CompletableFuture<>();
      AtomicInteger untilCancel = new AtomicInteger(random.nextInt(missing.size() + 1));
      running.complete(
          Backups.restore(client, server)
              .target(target)
              .concurrency(1 + random.nextInt(6))
              .listener(events)
              .onObjectRestored(
                  key -> {
                    if (cancelled && untilCancel.getAndDecrement() <= 0) {
                      running.join().cancel();
                    }
                  })
              .start());
      RestoreResult result = running.join().await();

      assertResult(result);
      assertEvents(events, result);
      assertProgress(events.progress(), result);
      assertThat(running.join().progress().objectsTotal()).isEqualTo(result.scanned());
      StoredRecord record = server.records().get(0);
      assertThat(record.actionType()).isEqualTo("app-restore");
      assertThat(record.succeeded()).isEqualTo(result.status() == TransferStatus.SUCCEEDED);
    }

    private void assertResult(RestoreResult result) throws IOException {
      int whole = 0;
      for (Map.Entry<String, byte[]> object : missing.entrySet()) {
        Path file = target.resolve(object.getKey());
        if (Files.exists(file)) {
          assertThat(file).hasBinaryContent(object.getValue());
          whole++;
        }
      }
      bad.forEach(key -> assertThat(target.resolve(key)).doesNotExist());
      if (result.status() == TransferStatus.CANCELLED) {
        return;
      }
      assertThat(result.status())
          .isEqualTo(bad.isEmpty() ? TransferStatus.SUCCEEDED : TransferStatus.PARTIAL);
      assertThat(whole).isEqualTo(missing.size());
      assertThat(result.count()).isEqualTo(missing.size());
      assertThat(result.size())
          .isEqualTo(missing.values().stream().mapToLong(content -> content.length).sum());
      assertThat(result.unchanged()).isEqualTo(there.size());
      assertThat(result.scanned()).isEqualTo(missing.size() + there.size() + bad.size());
      assertThat(result.errorCount()).isEqualTo(bad.size());
      assertThat(result.failures()).extracting(ObjectFailure::key).hasSameElementsAs(bad);
    }

    private static void assertEvents(RecordedEvents events, RestoreResult result) {
      List<RecordedEvents.Event> all = events.all();
      assertThat(all.get(0).name()).isEqualTo("started");
      assertThat(events.named("started")).hasSize(1);
      assertThat(all.get(all.size() - 1).name()).isEqualTo("ended");
      assertThat(events.ends()).containsExactly(result.status());
      Set<String> open = new HashSet<>();
      for (RecordedEvents.Event event : all) {
        switch (event.name()) {
          case "objectStarted" -> assertThat(open.add(event.key())).isTrue();
          case "objectSucceeded" -> assertThat(open.remove(event.key())).isTrue();
          case "objectFailed" -> open.remove(event.key());
          default -> {}
        }
      }
      assertThat(open).as("started but never ended").isEmpty();
      assertThat(events.keys("objectSucceeded")).hasSize((int) Math.max(0, result.count()));
    }

    private static void assertProgress(List<TransferProgress> progress, RestoreResult result) {
      if (result.status() != TransferStatus.CANCELLED) {
        assertThat(progress).hasSizeGreaterThanOrEqualTo(2);
        assertThat(progress.get(0).objectsDone()).isZero();
        assertThat(progress.get(0).bytesDone()).isZero();
        TransferProgress last = progress.get(progress.size() - 1);
        assertThat(last.objectsDone()).isEqualTo(last.objectsTotal()).isEqualTo(result.scanned());
        assertThat(last.objectsFailed()).isEqualTo(result.errorCount());
      }
      for (int i = 1; i < progress.size(); i++) {
        TransferProgress before = progress.get(i - 1);
        TransferProgress now = progress.get(i);
        assertThat(now.objectsDone()).isBetween(before.objectsDone(), now.objectsTotal());
        assertThat(now.bytesDone()).isBetween(before.bytesDone(), now.bytesTotal());
      }
    }
  }
}
