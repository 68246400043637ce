package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws of progress, events and results, for backups into vaults and restores from them. */
class VaultLawsTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void progressEventsAndResultsKeepTheirLaws(boolean cancelled) {
    ForAll.seeds(
        12,
        random -> {
          Path work = Files.createTempDirectory(temporary, "case");
          try (SpaceServer server = SpaceServer.inMemory().start();
              SpaceClient client = Backups.client(server)) {
            Source source = source(work, random);
            for (int run = 0; run < 2; run++) {
              backUp(client, server, source, work, random, cancelled);
            }
            server.faults().clear();
            Backups.full(client, server)
                .source(good(work))
                .stateDirectory(work.resolve("state"))
                .snapshot(true)
                .set("laws")
                .run()
                .orElseThrow();
            restore(client, server, work);
            restore(client, server, work);
          }
        });
  }

  private static Source good(Path work) {
    return Source.folder(work.resolve("data"));
  }

  private static Source source(Path work, SeededRandom random) throws IOException {
    FileTree tree = FileTree.in(work.resolve("data")).random(random.nextLong(), 30);
    tree.file("one", 70_000, random.nextLong()).link("link", "one");
    Files.createLink(tree.path("two"), tree.path("one"));
    List<SourceObject> objects = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] content = new byte[random.nextInt(3_000)];
      random.nextBytes(content);
      String key = "objects/" + i;
      objects.add(
          switch (random.nextInt(4)) {
            case 0 -> SourceObject.of(key, content);
            case 1 -> SourceObject.of(key, tree.path("one"));
            case 2 -> SourceObject.of(key, () -> new ByteArrayInputStream(content));
            default ->
                SourceObject.of(
                    key,
                    () -> {
                      if (random.seed() % 2 == 0) {
                        throw new IOException("cannot be read");
                      }
                      return new ByteArrayInputStream(content);
                    });
          });
    }
    return Source.of(good(work), Source.objects(objects));
  }

  private static void backUp(
      SpaceClient client,
      SpaceServer server,
      Source source,
      Path work,
      SeededRandom random,
      boolean cancelled)
      throws InterruptedException {
    if (random.nextInt(3) == 0) {
      server
          .faults()
          .on(put().matching("**/packs/**"))
          .randomly(0.5, random.nextLong())
          .answer(403);
    }
    RecordedEvents events = new RecordedEvents();
    CompletableFuture<BackupTask> running = new CompletableFuture<>();
    AtomicInteger untilCancel = new AtomicInteger(random.nextInt(40));
    running.complete(
        Backups.incremental(client, server)
            .source(source)
            .stateDirectory(work.resolve("state"))
            .snapshot(true)
            .set("laws")
            .concurrency(1 + random.nextInt(6))
            .listener(events)
            .onObjectUploaded(
                key -> {
                  if (cancelled && untilCancel.getAndDecrement() <= 0) {
                    running.join().cancel();
                  }
                })
            .start());
    BackupResult result = running.join().await();

    assertEvents(events, result.status(), result.count());
    assertProgress(events.progress(), result.status(), result.scanned(), result.errorCount());
    if (result.status() == TransferStatus.SUCCEEDED || result.status() == TransferStatus.PARTIAL) {
      // The second name of a file is not among the totals, but fails as well when the first did.
      long outside = result.failures().stream().filter(f -> f.key().equals("two")).count();
      assertThat(result.count() + result.unchanged() + result.errorCount())
          .isEqualTo(result.scanned() + outside);
      assertThat(result.failures()).hasSize((int) result.errorCount());
      assertThat(result.snapshotId()).isNotNull();
    }
    var records = server.records();
    assertThat(records.get(records.size() - 1).succeeded())
        .isEqualTo(result.status() == TransferStatus.SUCCEEDED);
  }

  private static void restore(SpaceClient client, SpaceServer server, Path work) {
    RecordedEvents events = new RecordedEvents();
    RestoreResult result =
        Backups.restore(client, server)
            .stateDirectory(work.resolve("state"))
            .target(work.resolve("target"))
            .listener(events)
            .run()
            .orElseThrow();

    assertEvents(events, result.status(), result.count());
    assertProgress(events.progress(), result.status(), result.scanned(), 0);
    assertThat(result.count() + result.unchanged()).isEqualTo(result.scanned());
  }

  private static void assertEvents(RecordedEvents events, TransferStatus status, long count) {
    List<RecordedEvents.Event> all = events.all();
    assertThat(all.get(0).name()).isEqualTo("started");
    assertThat(events.named("started")).hasSize(1);
    assertThat(all.get(all.size() - 1).name()).isEqualTo("ended");
    assertThat(events.ends()).containsExactly(status);
    Set<String> open = new HashSet<>();
    for (RecordedEvents.Event event : all) {
      switch (event.name()) {
        case "objectStarted" -> assertThat(open.add(event.key())).isTrue();
        case "objectSucceeded" -> assertThat(open.remove(event.key())).as(event.key()).isTrue();
        case "objectFailed" -> open.remove(event.key());
        default -> {}
      }
    }
    assertThat(open).as("started but never ended").isEmpty();
    assertThat(events.keys("objectSucceeded")).hasSize((int) Math.max(0, count));
  }

  private static void assertProgress(
      List<TransferProgress> progress, TransferStatus status, long scanned, long errors) {
    if (status == TransferStatus.SUCCEEDED || status == TransferStatus.PARTIAL) {
      assertThat(progress).hasSizeGreaterThanOrEqualTo(2);
      assertThat(progress.get(0).objectsDone()).isZero();
      assertThat(progress.get(0).bytesDone()).isZero();
      TransferProgress last = progress.get(progress.size() - 1);
      assertThat(last.objectsDone()).isEqualTo(last.objectsTotal()).isEqualTo(scanned);
      assertThat(last.objectsFailed()).isEqualTo(errors);
      if (status == TransferStatus.SUCCEEDED) {
        assertThat(last.bytesDone()).isEqualTo(last.bytesTotal());
      }
    }
    for (int i = 1; i < progress.size(); i++) {
      TransferProgress before = progress.get(i - 1);
      TransferProgress now = progress.get(i);
      assertThat(now.objectsDone()).isBetween(before.objectsDone(), now.objectsTotal());
      assertThat(now.bytesDone()).isBetween(before.bytesDone(), now.bytesTotal());
    }
  }
}
