package io.spaces.client.testkit;

import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** What a manual clock is to the client, apart from a clock. */
final class WaitingClock extends ManualClock implements Waiter.Provider {
  WaitingClock(ManualTime time, ZoneId zone) {
    super(time, zone);
  }

  @Override
  public Waiter waiter() {
    return new ManualWaiter(time);
  }

  private record ManualWaiter(ManualTime time) implements Waiter {
    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public void await(Duration duration, Cancellation cancellation) {
      cancellation.throwIfCancelled();
      Cancellation.Registration registration = cancellation.onCancel(time::wake);
      try {
        time.await(duration, cancellation::isCancelled);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException("The thread was interrupted while it waited.", e);
      } finally {
        registration.close();
      }
      cancellation.throwIfCancelled();
    }
  }
}
