package io.spaces.client.internal.transfer;

import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ClientThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker threads of one transfer: named, daemons, gone when {@link #run} returns. */
public final class Workers {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);
  private static final long PATIENCE_SECONDS = 30;

  private final Cancellation stop;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<CompletableFuture<Void>> ends = new ArrayList<>();

  private Workers(Cancellation stop) {
    this.stop = stop;
  }

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
    Workers workers = new Workers(stop);
    workers.start(name, threads, work);
    for (Thread thread : workers.threads) {
      joinFully(thread);
    }
    workers.throwFailure();
  }

  /**
   * Does the same with the calling thread as one of those that work. Its interrupt ends the work,
   * as does any failure: the other threads are interrupted then.
   */
  public static void runHere(String name, int threads, Cancellation stop, Work work)
      throws Exception {
    Workers workers = new Workers(stop);
    workers.start(name, threads - 1, work);
    Cancellation.Registration wakeUp =
        stop.onCancel(() -> workers.threads.forEach(Thread::interrupt));
    try {
      work.work();
    } catch (Throwable e) { // an Error too: the others have to end first
      workers.fail(e);
    }
    workers.threads.forEach(Workers::joinFully);
    wakeUp.close();
    workers.throwFailure();
  }

  /**
   * Does the same for work that may block for ever, as reading the files of others may: once
   * stopped, a worker that nothing wakes is left behind.
   *
   * @param left told each worker that is left behind
   * @throws CancelledException when one was left behind, and none has failed
   */
  public static void runOrLeave(
      String name, int threads, Cancellation stop, Consumer<Thread> left, Work work)
      throws Exception {
    Workers workers = new Workers(stop);
    workers.start(name, threads, work);
    CompletableFuture<Void> ended =
        CompletableFuture.allOf(workers.ends.toArray(CompletableFuture[]::new));
    List<Thread> stuck = ThreadReaper.reap(workers.threads, ended, stop);
    stuck.forEach(left);
    workers.throwFailure();
    if (!stuck.isEmpty()) {
      stop.throwIfCancelled();
    }
  }

  private void start(String name, int count, Work work) {
    for (int i = 0; i < count; i++) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      try {
        Thread thread =
            ClientThreads.start(
                name + "-" + (i + 1),
                () -> {
                  try {
                    work.work();
                  } catch (Throwable e) { // an Error too must reach the result, not the void
                    fail(e);
                  } finally {
                    end.complete(null);
                  }
                });
        threads.add(thread);
        ends.add(end);
      } catch (Throwable e) { // no more threads: those that run must not outlive this
        failure.compareAndSet(null, e);
        stop.cancel();
        break;
      }
    }
  }

  private void fail(Throwable e) {
    if (failure.compareAndSet(null, e)) {
      stop.cancel();
    }
  }

  private void throwFailure() throws Exception {
    Throwable first = failure.get();
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof Exception exception) {
      throw exception;
    }
  }

  /** Interrupts what is under way on other threads, and returns when it has ended. */
  public static void stop(ExecutorService threads) {
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("A thread of the vault does not end; it is left behind");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
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
