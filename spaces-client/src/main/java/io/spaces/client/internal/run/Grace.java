package io.spaces.client.internal.run;

import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ClientThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long what is said at the end of a run may take, however slowly the space answers: the row of
 * what was moved, then the record, each for so long. After a cancellation, also one of what comes
 * after the run, all of it together: who cancels does not wait for a server.
 */
final class Grace implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 1_000;

  private final Duration limit;
  private final Cancellation opening = new Cancellation();
  private final Cancellation noting = new Cancellation();
  private final Cancellation closing = new Cancellation();
  private final ScheduledThreadPoolExecutor timer;
  private final Cancellation.Registration onCancel;
  private @Nullable ScheduledFuture<?> closingEnds;

  /**
   * Nothing has been said yet.
   *
   * @param name of the thread that keeps the time, which starts when there is some to keep
   * @param limit how long each may take
   * @param run cancelled with the run
   */
  Grace(String name, Duration limit, Cancellation run) {
    this.limit = limit;
    timer = new ScheduledThreadPoolExecutor(1, ClientThreads.named(name + "-grace"));
    timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // all is said
    onCancel =
        run.onCancel(
            () -> {
              for (Cancellation each : List.of(opening, noting, closing)) {
                ScheduledFuture<?> unused = end(each);
              }
            });
  }

  private ScheduledFuture<?> end(Cancellation what) {
    return timer.schedule(what::cancel, limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Breaks off what has to be closed again. */
  Cancellation opening() {
    return opening;
  }

  /** Breaks off what would not be missed. */
  Cancellation noting() {
    return noting;
  }

  /** Breaks off the record's closing. */
  Cancellation closing() {
    return closing;
  }

  /** From now on the row has its time. */
  void beginNoting() {
    ScheduledFuture<?> unused = end(noting);
  }

  /** From now on the record has its time. */
  void beginClosing() {
    closingEnds = end(closing);
  }

  /** The record is closed, and what comes after it is not in a hurry until the run is cancelled. */
  void endClosing() {
    ScheduledFuture<?> ends = closingEnds;
    if (ends != null) {
      ends.cancel(false);
    }
  }

  /** Whether the record's time is over. */
  boolean isOver() {
    return closing.isCancelled();
  }

  /** How long each may take. */
  Duration limit() {
    return limit;
  }

  @Override
  public void close() {
    onCancel.close();
    timer.shutdownNow();
    boolean interrupted = false;
    try {
      // It is at work for moments only.
      boolean unused = timer.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
