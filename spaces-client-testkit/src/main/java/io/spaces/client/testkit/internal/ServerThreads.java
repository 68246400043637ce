package io.spaces.client.testkit.internal;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads, as many as there are requests at once, within reason. */
final class ServerThreads {
  private static final int MOST = 1_000;

  private ServerThreads() {}

  static ThreadPoolExecutor pool(int port) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        MOST,
        5,
        TimeUnit.SECONDS,
        // Hands work to the thread that was busy last: its stack is warm.
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "space-" + port + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        },
        ServerThreads::waitForThread);
  }

  private static void waitForThread(Runnable task, ThreadPoolExecutor pool) {
    try {
      while (!pool.isShutdown()) {
        if (pool.getQueue().offer(task, 50, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new RejectedExecutionException("The server is closed");
  }

  /** Runs something that starts threads; a thread inherits from its parent that it is a daemon. */
  static void startAsDaemon(Runnable start) {
    Thread thread = new Thread(start, "space-start");
    thread.setDaemon(true);
    thread.start();
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
