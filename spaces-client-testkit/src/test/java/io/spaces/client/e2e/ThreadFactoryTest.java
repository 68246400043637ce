package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.any;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.SpaceException;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferProgress;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application may make the threads of its client. */
class ThreadFactoryTest {
  /** All clients of a JVM share these. */
  private static final Set<String> SHARED =
      Set.of("spaces-stall-watch", "spaces-open-watch", "spaces-aes-warm-up", "spaces-shutdown");

  /** As a logging framework keeps it for a thread: not inherited by others. */
  private static final ThreadLocal<@Nullable String> CONTEXT = new ThreadLocal<>();

  @TempDir Path temporary;
  private final Set<Thread> before = Thread.getAllStackTraces().keySet();
  private final Set<Thread> met = ConcurrentHashMap.newKeySet();
  private SpaceServer server;

  @BeforeEach
  void start() {
    server = SpaceServer.inMemory().start();
    FileTree.in(temporary.resolve("data")).random(17, 12);
  }

  @AfterEach
  void stop() {
    CONTEXT.remove();
    server.close();
  }

  @Test
  void allThreadsOfRunsAndTasksAreMadeByIt() throws Exception {
    Set<Thread> made = ConcurrentHashMap.newKeySet();
    meetThreadsAtEachRequest();
    try (SpaceClient client =
        client(
            work -> {
              Thread thread = new Thread(work);
              made.add(thread);
              return thread;
            })) {
      backUp(client, true, new TransferListener() {});
      backUp(client, true, new TransferListener() {});
      backUp(client, false, new TransferListener() {});
      Backups.restore(client, server)
          .snapshot(true)
          .target(temporary.resolve("restored"))
          .onProgress(progress -> meetThreads())
          .run()
          .orElseThrow();
      try (Snapshots snapshots = client.snapshots(server.appDid().address())) {
        assertThat(snapshots.tasks().verify(true).await().isSound()).isTrue();
        snapshots.tasks().prune(Duration.ZERO).await();
      }
    }

    assertThat(met).isNotEmpty().isSubsetOf(made);
    assertThat(made)
        .allSatisfy(
            thread -> {
              assertThat(thread.isDaemon()).isTrue();
              assertThat(thread.getName()).startsWith("spaces-");
              assertThat(thread.isAlive()).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatItCopiesFromTheCallerReachesTheCallersCode(boolean snapshot) {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    Runnable look = () -> seen.add(String.valueOf(CONTEXT.get()));
    try (SpaceClient client =
        client(
            work -> {
              String context = CONTEXT.get();
              return new Thread(
                  () -> {
                    CONTEXT.set(context);
                    work.run();
                  });
            })) {
      CONTEXT.set("request 4711");
      backUp(client, snapshot, lookingAtEachEvent(look), look);
    }

    assertThat(seen).containsExactly("request 4711");
  }

  @Test
  void oneThatMakesNoThreadIsToldOfAndNothingIsUnderWay() {
    try (SpaceClient client = client(work -> null)) {
      assertThatThrownBy(() -> backUp(client, false, new TransferListener() {}))
          .isInstanceOf(SpaceException.class)
          .hasMessageContaining("thread factory");
    }
    assertThat(server.records()).isEmpty();
  }

  private SpaceClient client(ThreadFactory threads) {
    return SpaceClient.builder()
        .endpoint(server.endpoint())
        .wallet(server.wallet())
        .threads(threads)
        .build();
  }

  private void backUp(SpaceClient client, boolean snapshot, TransferListener listener) {
    backUp(client, snapshot, listener, this::meetThreads);
  }

  private void backUp(
      SpaceClient client, boolean snapshot, TransferListener listener, Runnable look) {
    Source stream =
        Source.objects(
            List.of(
                SourceObject.of(
                    "stream",
                    () -> {
                      look.run();
                      return new ByteArrayInputStream(new byte[100_000]);
                    })));
    BlockletBackup backup =
        Backups.full(client, server)
            .source(Source.of(Source.folder(temporary.resolve("data")), stream))
            .filter(
                path -> {
                  look.run();
                  return true;
                })
            .timeLimit(Duration.ofHours(1))
            .stateDirectory(temporary.resolve("state"))
            .snapshot(snapshot)
            .listener(listener);
    if (snapshot) {
      backup.prune(Pruning.AFTER_RUN);
    }
    backup.run().orElseThrow();
  }

  private static TransferListener lookingAtEachEvent(Runnable look) {
    return new TransferListener() {
      @Override
      public void started() {
        look.run();
      }

      @Override
      public void objectSucceeded(String key, long size) {
        look.run();
      }

      @Override
      public void progressed(TransferProgress progress) {
        look.run();
      }
    };
  }

  private void meetThreadsAtEachRequest() {
    server
        .faults()
        .on(
            any()
                .matching(
                    key -> {
                      meetThreads();
                      return false;
                    }))
        .answer(500);
  }

  private void meetThreads() {
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .filter(thread -> thread.getName().startsWith("spaces-"))
        .filter(thread -> !SHARED.contains(thread.getName()))
        .forEach(met::add);
  }
}
