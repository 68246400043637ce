package io.spaces.client.internal.listing;

import io.spaces.client.internal.transfer.ThreadReaper;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ClientThreads;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * A thread that looks through a source while the run talks to the space. What a source lies on may
 * answer no more: once the run is cancelled, the thread is left behind where nothing wakes it.
 */
public final class ScanThread implements AutoCloseable {
  private final Scanner scanner;
  private final Consumer<Thread> left;
  private final Cancellation stop = new Cancellation();
  private final Cancellation.Registration stopWithRun;
  private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();
  private final Thread thread;
  private boolean isLeft;

  /** What the thread does. */
  @FunctionalInterface
  public interface Scanner {
    /** Looks through the source; ends early when told to stop. */
    void scan(Cancellation stop) throws Exception;
  }

  /**
   * A thread to be, which stops when the run is cancelled.
   *
   * @param left told the thread when it is left behind
   */
  public ScanThread(Cancellation cancellation, Consumer<Thread> left, Scanner scanner) {
    this.scanner = scanner;
    this.left = left;
    thread = ClientThreads.unstarted("spaces-scan", this::run);
    Cancellation.Registration unused = stop.onCancel(() -> ThreadReaper.wakeLater(thread));
    stopWithRun = cancellation.onCancel(stop::cancel);
  }

  /** Starts it, named after the thread that does so. */
  public void start() {
    thread.setName(Thread.currentThread().getName() + "-scan");
    thread.start();
  }

  private void run() {
    try {
      scanner.scan(stop);
      outcome.complete(true);
    } catch (Throwable e) { // whatever it is, the run waits to be told
      outcome.completeExceptionally(e);
    }
  }

  /**
   * Waits until the source was looked through, and throws what the scanner threw.
   *
   * @throws io.spaces.client.error.CancelledException when it was left behind
   */
  public void await() throws Exception {
    reap();
    if (isLeft) {
      stop.throwIfCancelled();
    }
    try {
      outcome.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void reap() {
    if (isLeft || thread.getState() == Thread.State.NEW) {
      return;
    }
    CompletableFuture<Boolean> ended = outcome.exceptionally(e -> false);
    isLeft = !ThreadReaper.reap(List.of(thread), ended, stop).isEmpty();
    if (isLeft) {
      left.accept(thread);
    }
  }

  /** Stops the thread and waits for its end. */
  @Override
  public void close() {
    stopWithRun.close();
    stop.cancel();
    reap();
  }
}
