package io.spaces.client.internal.transfer;

import io.spaces.client.internal.http.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the end of a transfer's threads. Once it is cancelled, a thread that does not end, such
 * as one that reads from a file system which answers no more, is interrupted; and what not even
 * that wakes is left behind, so that the transfer ends all the same.
 */
public final class ThreadReaper {
  /** Threads at work look for a cancellation far more often. */
  private static final Duration UNTIL_INTERRUPT = Duration.ofMillis(500);

  /** More than a program is given to end, and a stream until it is closed. */
  private static final Duration UNTIL_LEFT = Duration.ofSeconds(5);

  private ThreadReaper() {}

  /**
   * Waits, also when interrupted itself.
   *
   * @param threads were started
   * @param ended completed, not exceptionally, when the last of them is about to end
   * @param stop tells them to end
   * @return those that are left behind: none, unless told to end
   */
  public static List<Thread> reap(
      List<Thread> threads, CompletableFuture<?> ended, Cancellation stop) {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    Cancellation.Registration registration = stop.onCancel(() -> told.complete(true));
    try {
      CompletableFuture.anyOf(ended, told).join();
    } finally {
      registration.close();
    }
    long now = System.nanoTime();
    boolean interrupted = false;
    if (!ended.isDone()) {
      interrupted = join(threads, now + UNTIL_INTERRUPT.toNanos());
      threads.stream().filter(Thread::isAlive).forEach(ThreadReaper::interrupt);
    }
    interrupted |= join(threads, now + UNTIL_LEFT.toNanos());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return threads.stream().filter(Thread::isAlive).toList();
  }

  /** On a thread of its own: it closes the file that is read, and that may block likewise. */
  private static void interrupt(Thread stuck) {
    Thread thread = new Thread(stuck::interrupt, stuck.getName() + "-waking");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns whether this thread was interrupted meanwhile. */
  private static boolean join(List<Thread> threads, long deadline) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive() && System.nanoTime() < deadline) {
        try {
          TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    return interrupted;
  }
}
