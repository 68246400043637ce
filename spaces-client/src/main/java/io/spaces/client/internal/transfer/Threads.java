package io.spaces.client.internal.transfer;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** How this package's threads end. */
public final class Threads {
  private static final long PATIENCE_SECONDS = 30;

  private Threads() {}

  /** Interrupts what is under way, and returns when it has ended. */
  public static void stop(ExecutorService threads) {
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        org.slf4j.LoggerFactory.getLogger(Threads.class)
            .warn("A thread of the vault does not end; it is left behind");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
