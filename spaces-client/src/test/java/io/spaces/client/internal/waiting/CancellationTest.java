package io.spaces.client.internal.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.CancelledException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CancellationTest {
  private final Cancellation cancellation = new Cancellation();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void runsEachActionOnce() {
    cancellation.onCancel(runs::incrementAndGet);

    cancellation.cancel();
    cancellation.cancel();

    assertThat(runs).hasValue(1);
  }

  @Test
  void runsAnActionAtOnceThatComesTooLate() {
    cancellation.cancel();

    cancellation.onCancel(runs::incrementAndGet);

    assertThat(runs).hasValue(1);
  }

  @Test
  void forgetsAnActionThatWasTakenBack() {
    cancellation.onCancel(runs::incrementAndGet).close();

    cancellation.cancel();

    assertThat(runs).hasValue(0);
  }

  @Test
  void endsAWaitAtOnce() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    CompletableFuture<Void> wait =
        CompletableFuture.runAsync(
            () -> {
              waiting.countDown();
              Waiter.system().await(Duration.ofHours(1), cancellation);
            });
    waiting.await();

    cancellation.cancel();

    assertThatThrownBy(() -> wait.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(CancelledException.class);
  }

  @Test
  void doesNotWaitOnceCancelled() {
    cancellation.cancel();

    assertThatThrownBy(() -> Waiter.system().await(Duration.ofHours(1), cancellation))
        .isInstanceOf(CancelledException.class);
  }
}
