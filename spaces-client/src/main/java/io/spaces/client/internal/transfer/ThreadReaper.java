package io.spaces.client.internal.transfer;

import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ClientThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the end of a transfer's threads. Once it is cancelled, a thread that does not end, such
 * as one that reads from a file system which answers no more, is interrupted; and what not even
 * that wakes is left behind, so that the transfer ends all the same.
 */
public final class ThreadReaper {
  private static final Logger log = LoggerFactory.getLogger(ThreadReaper.class);

  /** Threads at work look for a cancellation far more often. */
  private static final Duration UNTIL_INTERRUPT = Duration.ofMillis(500);

  /** More than a program is given to end, and a stream until it is closed. */
  private static final Duration UNTIL_LEFT = Duration.ofSeconds(5);

  /** What is given at the least to those that are just about to end. */
  private static final Duration TO_END = Duration.ofMillis(50);

  /** What a thread that writes is given at the least: no interrupt may cut its file off. */
  private static final Duration TO_WRITE = Duration.ofSeconds(1);

  private ThreadReaper() {}

  /**
   * Waits, also when interrupted itself. How long is counted from when they were told to end, so
   * that one after the other they take no longer than all at once.
   *
   * @param threads were started
   * @param ended completed, not exceptionally, when the last of them is about to end
   * @param stop tells them to end
   * @return those that are left behind: none, unless told to end
   */
  public static List<Thread> reap(
      List<Thread> threads, CompletableFuture<?> ended, Cancellation stop) {
    awaitEither(ended, stop);
    long since = ended.isDone() ? System.nanoTime() : stop.cancelledAt();
    boolean interrupted = false;
    if (!ended.isDone()) {
      interrupted = join(threads, since + UNTIL_INTERRUPT.toNanos());
      threads.stream().filter(Thread::isAlive).forEach(ThreadReaper::interrupt);
    }
    interrupted |= join(threads, later(since + UNTIL_LEFT.toNanos(), TO_END));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return threads.stream().filter(Thread::isAlive).toList();
  }

  /**
   * Lets a thread of its own write what a run has learned. Once cancelled, one that does not end is
   * left behind, and goes on.
   *
   * @param name the thread's
   */
  public static void write(String name, Cancellation stop, Runnable work) {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Thread thread =
        ClientThreads.start(
            name,
            () -> {
              try {
                work.run();
              } finally {
                ended.complete(true);
              }
            });
    awaitEither(ended, stop);
    long since = ended.isDone() ? System.nanoTime() : stop.cancelledAt();
    if (join(List.of(thread), later(since + UNTIL_LEFT.toNanos(), TO_WRITE))) {
      Thread.currentThread().interrupt();
    }
    if (!ended.isDone()) {
      log.warn(
          "The state directory does not answer: the thread {} that writes to it is left behind",
          name);
    }
  }

  /** Interrupts a thread that is still alive some time after it was told to end. */
  public static void wakeLater(Thread thread) {
    if (thread.isAlive()) {
      Thread unused =
          ClientThreads.start(
              thread.getName() + "-waking",
              () -> {
                if (!join(List.of(thread), System.nanoTime() + UNTIL_INTERRUPT.toNanos())) {
                  thread.interrupt(); // does nothing to one that has ended
                }
              });
    }
  }

  /** A deadline, but so long from now at the least. */
  private static long later(long deadline, Duration least) {
    long earliest = System.nanoTime() + least.toNanos();
    return deadline - earliest > 0 ? deadline : earliest;
  }

  private static void awaitEither(CompletableFuture<?> ended, Cancellation stop) {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    Cancellation.Registration registration = stop.onCancel(() -> told.complete(true));
    try {
      CompletableFuture.anyOf(ended, told).join();
    } finally {
      registration.close();
    }
  }

  /** On a thread of its own: it closes the file that is read, and that may block likewise. */
  private static void interrupt(Thread stuck) {
    Thread unused = ClientThreads.start(stuck.getName() + "-waking", stuck::interrupt);
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
