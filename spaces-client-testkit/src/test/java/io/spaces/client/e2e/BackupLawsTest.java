package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of progress, events and results, whatever fails and whenever it is cancelled. */
class BackupLawsTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void progressEventsAndResultKeepTheirLaws(boolean cancelled) {
    ForAll.seeds(
        25,
        random -> {
          try (SpaceServer server = SpaceServer.inMemory().start();
              SpaceClient client = Backups.client(server)) {
            oneRun(server, client, new Random(random.nextLong()), cancelled);
          }
        });
  }

  private static void oneRun(
      SpaceServer server, SpaceClient client, Random random, boolean cancelled)
      throws InterruptedException {
    Map<String, byte[]> good = new TreeMap<>();
    Set<String> bad = new HashSet<>();
    List<SourceObject> objects = objects(random, good, bad);
    RecordedEvents events = new RecordedEvents();
    AtomicReference<BackupTask> running = new AtomicReference<>();
    AtomicInteger untilCancel = new AtomicInteger(random.nextInt(objects.size() + 1));

    BackupTask task =
        Backups.full(client, server)
            .source(objects)
            .concurrency(1 + random.nextInt(8))
            .listener(events)
            .onObjectUploaded(
                key -> {
                  BackupTask current = running.get();
                  if (cancelled && current != null && untilCancel.getAndDecrement() <= 0) {
                    current.cancel();
                  }
                })
            .start();
    running.set(task);
    BackupResult result = task.await();

    assertResult(result, server, good, bad, objects.size());
    assertEvents(events, result);
    assertProgress(events.progress(), result);
    if (!events.progress().isEmpty()) {
      TransferProgress last = events.progress().get(events.progress().size() - 1);
      assertThat(task.progress().objectsDone()).isEqualTo(last.objectsDone());
      assertThat(task.progress().bytesDone()).isEqualTo(last.bytesDone());
    }
    assertThat(server.records())
        .singleElement()
        .satisfies(
            record ->
                assertThat(record.succeeded())
                    .isEqualTo(result.status() == TransferStatus.SUCCEEDED));
  }

  private static List<SourceObject> objects(
      Random random, Map<String, byte[]> good, Set<String> bad) {
    List<SourceObject> objects = new ArrayList<>();
    boolean anyBad = random.nextBoolean();
    int count = 1 + random.nextInt(60);
    for (int i = 0; i < count; i++) {
      String key = "folder-" + i % 5 + "/object " + i;
      byte[] content = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(5000)];
      random.nextBytes(content);
      if (anyBad && random.nextInt(6) == 0) {
        bad.add(key);
        objects.add(
            SourceObject.of(
                key,
                () -> {
                  throw new IOException("cannot be read");
                }));
      } else if (random.nextBoolean()) {
        good.put(key, content);
        objects.add(SourceObject.of(key, content));
      } else {
        good.put(key, content);
        objects.add(SourceObject.of(key, () -> new ByteArrayInputStream(content)));
      }
    }
    return objects;
  }

  private static void assertResult(
      BackupResult result, SpaceServer server, Map<String, byte[]> good, Set<String> bad, int all) {
    Map<String, byte[]> stored = new TreeMap<>();
    for (StoredObject object : server.objects().below(Backups.folder(server))) {
      stored.put(object.key().substring(Backups.folder(server).length()), object.bytes());
    }
    if (result.status() == TransferStatus.CANCELLED) {
      assertThat(good.keySet()).containsAll(stored.keySet());
    } else {
      assertThat(result.status())
          .isEqualTo(bad.isEmpty() ? TransferStatus.SUCCEEDED : TransferStatus.PARTIAL);
      assertThat(result.errorCount()).isEqualTo(bad.size());
      assertThat(result.failures()).extracting("key").hasSameElementsAs(bad);
      assertThat(stored.keySet()).isEqualTo(good.keySet());
      assertThat(result.count()).isEqualTo(good.size());
      assertThat(result.size()).isEqualTo(good.values().stream().mapToLong(c -> c.length).sum());
      assertThat(result.scanned()).isEqualTo(all);
    }
    stored.forEach((key, content) -> assertThat(content).isEqualTo(good.get(key)));
  }

  private static void assertEvents(RecordedEvents events, BackupResult result) {
    assertThat(events.all().get(0).name()).isEqualTo("started");
    assertThat(events.named("started")).hasSize(1);
    assertThat(events.all().get(events.all().size() - 1).name()).isEqualTo("ended");
    assertThat(events.ends()).containsExactly(result.status());
    Set<String> open = new HashSet<>();
    for (RecordedEvents.Event event : events.all()) {
      switch (event.name()) {
        case "objectStarted" -> assertThat(open.add(event.key())).isTrue();
        case "objectSucceeded" -> assertThat(open.remove(event.key())).isTrue();
        case "objectFailed" -> open.remove(event.key());
        default -> {}
      }
    }
    assertThat(open).as("started but never ended").isEmpty();
    if (result.count() >= 0) {
      assertThat(events.keys("objectSucceeded")).hasSize((int) result.count());
    }
  }

  private static void assertProgress(List<TransferProgress> progress, BackupResult result) {
    if (progress.isEmpty()) {
      assertThat(result.status()).as("without a word").isEqualTo(TransferStatus.CANCELLED);
      return;
    }
    TransferProgress first = progress.get(0);
    TransferProgress last = progress.get(progress.size() - 1);
    if (result.status() != TransferStatus.CANCELLED) {
      assertThat(first.objectsDone()).isZero();
      assertThat(first.bytesDone()).isZero();
      assertThat(last.objectsDone()).isEqualTo(last.objectsTotal());
      assertThat(last.objectsFailed()).isEqualTo(result.errorCount());
    }
    TransferProgress before = first;
    for (TransferProgress now : progress) {
      assertThat(now.objectsDone()).isBetween(before.objectsDone(), now.objectsTotal());
      assertThat(now.bytesDone()).isBetween(before.bytesDone(), now.bytesTotal());
      assertThat(now.fraction()).isBetween(before.fraction(), 1.0);
      before = now;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void progressCountsTheBytesOfFilesAndArraysButNotOfStreams(boolean vault, @TempDir Path folder)
      throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[1000]);
    RecordedEvents events = new RecordedEvents();
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      BackupResult result =
          Backups.full(client, server)
              .source(
                  List.of(
                      SourceObject.of("file", file),
                      SourceObject.of("array", new byte[500]),
                      SourceObject.of("stream", () -> new ByteArrayInputStream(new byte[250]))))
              .stateDirectory(folder.resolve("state"))
              .snapshot(vault)
              .listener(events)
              .run()
              .orElseThrow();

      assertThat(result.size()).isEqualTo(1750);
    }
    assertThat(events.progress()).allMatch(now -> now.bytesTotal() == 1500);
    assertThat(events.progress()).last().matches(now -> now.bytesDone() == 1500);
  }

  @Test
  void progressComesTenTimesASecondAtTheMost() {
    List<SourceObject> objects = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      objects.add(SourceObject.of("object " + i, new byte[i]));
    }
    RecordedEvents events = new RecordedEvents();
    long start = System.nanoTime();
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      Backups.full(client, server).source(objects).listener(events).run().orElseThrow();
    }
    long tenths = (System.nanoTime() - start) / 100_000_000;

    // Beside the first and the last one.
    assertThat(events.progress()).hasSizeBetween(2, (int) tenths + 2);
    assertThat(events.keys("objectSucceeded")).hasSize(500);
  }

  @Test
  void aListenerThatThrowsOrNeverReturnsHarmsNothing() {
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      BackupResult result =
          Backups.full(client, server)
              .source(
                  List.of(SourceObject.of("a", new byte[10]), SourceObject.of("b", new byte[0])))
              .onProgress(
                  progress -> {
                    throw new IllegalStateException("a listener's own mistake");
                  })
              .onObjectUploaded(key -> neverReturn())
              .run();

      assertThat(result.status()).isEqualTo(TransferStatus.SUCCEEDED);
      assertThat(result.count()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileThatVanishesAndMayBeSkippedIsSettledLikeAnyOther(boolean snapshot) {
    FileTree tree = FileTree.in(temporary).file("vanishing", "v").file("staying", "s");
    SourceObject vanish =
        SourceObject.of(
            "first",
            () -> {
              Files.deleteIfExists(tree.path("vanishing"));
              return new ByteArrayInputStream(new byte[1]);
            });
    RecordedEvents events = new RecordedEvents();
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      BackupResult result =
          Backups.full(client, server)
              .source(Source.of(Source.objects(List.of(vanish)), Source.folder(tree.root())))
              .concurrency(1)
              .snapshot(snapshot)
              .listener(events)
              .run()
              .orElseThrow();

      assertThat(result.skippedCount()).isEqualTo(1);
      assertThat(result.scanned()).isEqualTo(3);
      TransferProgress last = events.progress().get(events.progress().size() - 1);
      assertThat(last.objectsDone()).isEqualTo(last.objectsTotal()).isEqualTo(3);
    }
  }

  private static void neverReturn() {
    try {
      new java.util.concurrent.CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anErrorOfOneListenerKeepsNothingFromTheOthers() {
    RecordedEvents events = new RecordedEvents();
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(server)) {
      Backups.full(client, server)
          .source(List.of(SourceObject.of("a", new byte[10])))
          .onObjectUploaded(
              key -> {
                throw new AssertionError("a listener's own mistake");
              })
          .listener(events)
          .run()
          .orElseThrow();

      assertThat(events.keys("objectSucceeded")).containsExactly("a");
      assertThat(events.ends()).containsExactly(TransferStatus.SUCCEEDED);
    }
  }
}
