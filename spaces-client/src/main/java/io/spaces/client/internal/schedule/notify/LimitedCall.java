package io.spaces.client.internal.schedule.notify;

import io.spaces.client.schedule.ReceiverAwayException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call to a receiver with a limit for all of it: looking its name up, connecting, writing and
 * reading. It has a thread of its own, since not all of that can be broken off; what goes on there
 * after the limit is nobody's concern any more.
 */
final class LimitedCall {
  private LimitedCall() {}

  /**
   * Calls, and waits for the end.
   *
   * @param who who is called, for the message
   * @param abort breaks the call off as far as that is possible; called after the limit, and when
   *     interrupted
   * @throws ReceiverAwayException when it takes longer than the limit
   * @throws InterruptedException when interrupted meanwhile
   */
  static void run(String who, Duration limit, Callable<?> call, Runnable abort)
      throws IOException, InterruptedException {
    FutureTask<?> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "spaces-call");
    thread.setDaemon(true);
    thread.start();
    try {
      task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abort.run();
      task.cancel(true);
      throw new ReceiverAwayException(
          who + " did not answer within " + limit.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      abort.run();
      task.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw rethrown(e.getCause() == null ? e : e.getCause());
    }
  }

  private static IOException rethrown(Throwable cause) {
    if (cause instanceof IOException known) {
      return known;
    }
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IOException(cause);
  }
}
