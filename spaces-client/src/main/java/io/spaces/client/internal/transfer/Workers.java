package io.spaces.client.internal.transfer;

import io.spaces.client.internal.http.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The worker threads of one transfer: named, daemons, gone when {@link #run} returns. */
public final class Workers {
  private Workers() {}

  /** What a worker does until there is nothing left to do. */
  @FunctionalInterface
  public interface Work {
    /** Works to the end; throws what ends the whole transfer. */
    void work() throws Exception;
  }

  /**
   * Runs the work on so many threads at once and returns when all have come to their end. The first
   * exception stops the transfer: {@code stop} is cancelled, so that the others end soon, and the
   * exception is thrown.
   */
  public static void run(String name, int threads, Cancellation stop, Work work) throws Exception {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> running = new ArrayList<>(threads);
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.work();
                } catch (Throwable e) { // an Error too must reach the result, not the void
                  if (failure.compareAndSet(null, e)) {
                    stop.cancel();
                  }
                }
              },
              name + "-" + (i + 1));
      thread.setDaemon(true);
      try {
        thread.start();
        running.add(thread);
      } catch (Throwable e) { // no more threads: those that run must not outlive this
        failure.compareAndSet(null, e);
        stop.cancel();
        break;
      }
    }
    for (Thread thread : running) {
      joinFully(thread);
    }
    Throwable first = failure.get();
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof Exception exception) {
      throw exception;
    }
  }

  /** Waits even when interrupted: the caller's results are not complete before the workers are. */
  private static void joinFully(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
