package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What whoever waits for a task may rely on. */
@Timeout(60)
class TaskContractTest {
  private final CountDownLatch reading = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);
  private SpaceServer server;
  private SpaceClient client;

  /** A way to wait for a task. */
  interface Wait {
    Object of(BackupTask task) throws Exception;
  }

  @BeforeEach
  void start() {
    server = SpaceServer.inMemory().start();
    client = Backups.client(server);
  }

  @AfterEach
  void stop() {
    letGo.countDown();
    client.close();
    server.close();
  }

  static Stream<Wait> waits() {
    return Stream.of(BackupTask::await, task -> task.await(Duration.ofHours(1)));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void anInterruptOfWhoWaitsIsThrownAndTheRunGoesOn(Wait wait) throws Exception {
    BackupTask task = heldUp();
    Waiting waiting = new Waiting(() -> wait.of(task));
    waiting.untilBlocked();
    waiting.thread.interrupt();

    assertThat(waiting.end()).isInstanceOf(InterruptedException.class);
    assertThat(task.isDone()).isFalse();
    letGo.countDown();
    assertThat(task.await().status()).isEqualTo(TransferStatus.SUCCEEDED);
  }

  @Test
  void anInterruptOfACallThatRunsToTheEndCancelsTheRunAndStaysWithTheThread() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Waiting waiting =
        new Waiting(
            () -> {
              BackupResult result = Backups.full(client, server).source(source()).run();
              interrupted.complete(Thread.interrupted());
              return result;
            });
    reading.await();
    waiting.untilBlocked();
    waiting.thread.interrupt();

    assertThat(waiting.end())
        .isInstanceOfSatisfying(
            BackupResult.class,
            result -> assertThat(result.status()).isEqualTo(TransferStatus.CANCELLED));
    assertThat(interrupted.join()).isTrue();
  }

  @Test
  void whatDependsOnTheCompletionDelaysNobodyWhoAwaits() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    try {
      BackupTask task = heldUp();
      Waiting waiting = new Waiting(task::await);
      waiting.untilBlocked();
      CompletableFuture<BackupResult> depending =
          task.completion()
              .thenApply(
                  result -> {
                    awaitUninterrupted(slow);
                    return result;
                  })
              .toCompletableFuture();
      letGo.countDown();

      Object result = waiting.end();
      assertThat(depending).isNotDone();
      slow.countDown();
      assertThat(depending.join()).isSameAs(result);
    } finally {
      slow.countDown();
    }
  }

  @Test
  void whatIsDoneWithTheCompletionHasNoEffectOnTheTask() throws Exception {
    BackupTask task = heldUp();
    assertThat(task.completion().toCompletableFuture().cancel(true)).isTrue();
    task.completion()
        .thenRun(
            () -> {
              throw new AssertionError("a mistake of the caller's");
            });
    assertThat(task.isDone()).isFalse();
    letGo.countDown();

    assertThat(task.await().status()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(task.completion().toCompletableFuture().join()).isEqualTo(task.await());
  }

  private BackupTask heldUp() throws InterruptedException {
    BackupTask task = Backups.full(client, server).source(source()).start();
    reading.await();
    return task;
  }

  private List<SourceObject> source() {
    return List.of(
        SourceObject.of(
            "held-up",
            () -> {
              reading.countDown();
              awaitUninterrupted(letGo);
              return new ByteArrayInputStream(new byte[] {1, 2, 3});
            }));
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Somebody else who waits. */
  private static final class Waiting {
    private final CompletableFuture<Object> end = new CompletableFuture<>();
    final Thread thread;

    Waiting(Callable<?> wait) {
      thread =
          new Thread(
              () -> {
                try {
                  end.complete(wait.call());
                } catch (Throwable e) { // an end, too
                  end.complete(e);
                }
              });
      thread.start();
    }

    void untilBlocked() {
      while (thread.getState() != Thread.State.WAITING
          && thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }

    /** What it got, or what was thrown. */
    Object end() {
      return end.join();
    }
  }
}
