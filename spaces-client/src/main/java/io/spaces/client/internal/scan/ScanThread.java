package io.spaces.client.internal.scan;

import io.spaces.client.internal.http.Cancellation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A thread that looks through a source while the run talks to the space. */
public final class ScanThread implements AutoCloseable {
  private final Scanner scanner;
  private final Cancellation stop = new Cancellation();
  private final Cancellation.Registration stopWithRun;
  private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();
  private final Thread thread;

  /** What the thread does. */
  @FunctionalInterface
  public interface Scanner {
    /** Looks through the source; ends early when told to stop. */
    void scan(Cancellation stop) throws Exception;
  }

  /** A thread to be, which stops when the run is cancelled. */
  public ScanThread(Cancellation cancellation, Scanner scanner) {
    this.scanner = scanner;
    stopWithRun = cancellation.onCancel(stop::cancel);
    thread = new Thread(this::run, Thread.currentThread().getName() + "-scan");
    thread.setDaemon(true);
  }

  /** Starts it. */
  public void start() {
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

  /** Waits until the source was looked through, and throws what the scanner threw. */
  public void await() throws Exception {
    try {
      outcome.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Stops the thread and waits for its end. */
  @Override
  public void close() {
    stopWithRun.close();
    stop.cancel();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
