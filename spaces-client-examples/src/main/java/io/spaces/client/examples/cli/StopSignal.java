package io.spaces.client.examples.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Lets Ctrl-C (SIGINT) and SIGTERM end a command in good order. On such a signal the JVM runs
 * shutdown hooks and ends, whatever the main thread is doing; the hook here stops the command,
 * waits until it has told its result, and ends the JVM with the command's exit code.
 */
final class StopSignal {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Runnable stop;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile int exitCode = ExitCode.CANCELLED;

  private StopSignal(Runnable stop) {
    this.stop = stop;
  }

  /**
   * Runs a command.
   *
   * @param stop makes the command end soon; called on another thread
   * @param command returns its exit code
   * @return the same
   */
  static int whileRunning(Runnable stop, IntSupplier command) {
    StopSignal signal = new StopSignal(stop);
    Thread hook = new Thread(signal::arrived, "spaces-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      signal.exitCode = command.getAsInt();
      return signal.exitCode;
    } finally {
      signal.finished.countDown();
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the signal has arrived: the hook itself ends the JVM
    }
  }

  private void arrived() {
    stop.run();
    try {
      boolean ignored = finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.flush();
    System.err.flush();
    // Without this the JVM would end with the signal's own exit code.
    Runtime.getRuntime().halt(exitCode);
  }
}
