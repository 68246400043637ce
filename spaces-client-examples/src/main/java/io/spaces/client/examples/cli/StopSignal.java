package io.spaces.client.examples.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C (SIGINT) and SIGTERM end a command in good order. On such a signal the JVM runs
 * shutdown hooks and ends, whatever the main thread is doing; the hook here stops the command,
 * waits until it has told its result, and ends the JVM with the command's exit code.
 */
final class StopSignal {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** For how long a command may tidy up before what it does is broken off. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Runnable stop;
  private final Runnable breakOff;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile int exitCode = ExitCode.CANCELLED;

  /** Whether the command came to its end, and has told its result. */
  private volatile boolean told;

  private StopSignal(Runnable stop, Runnable breakOff) {
    this.stop = stop;
    this.breakOff = breakOff;
  }

  /**
   * What a command does.
   *
   * @param <X> what it may throw
   */
  @FunctionalInterface
  interface Command<X extends Exception> {
    /** Returns the exit code. */
    int run() throws X;
  }

  /**
   * Runs a command.
   *
   * @param stop makes the command end soon; called on another thread
   * @param command returns its exit code
   * @return the same
   */
  static <X extends Exception> int whileRunning(Runnable stop, Command<X> command) throws X {
    return whileRunning(stop, () -> {}, command);
  }

  /**
   * Runs a command that may hang.
   *
   * @param stop makes the command end soon, and in good order; called on another thread
   * @param breakOff makes it end when it has not some seconds later; called on another thread
   * @param command returns its exit code
   * @return the same
   */
  static <X extends Exception> int whileRunning(
      Runnable stop, Runnable breakOff, Command<X> command) throws X {
    StopSignal signal = new StopSignal(stop, breakOff);
    Thread hook = new Thread(signal::arrived, "spaces-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      signal.exitCode = command.run();
      signal.told = true;
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
    start(stop);
    if (!hasFinished(GRACE)) {
      start(breakOff);
      boolean ignored = hasFinished(PATIENCE);
    }
    if (!told) {
      System.err.println("Cancelled by a signal.");
    }
    System.out.flush();
    System.err.flush();
    // Without this the JVM would end with the signal's own exit code.
    Runtime.getRuntime().halt(exitCode);
  }

  /** On a thread of its own: it may have to wait for what it is to stop. */
  private static void start(Runnable deed) {
    Thread thread = new Thread(deed, "spaces-stopping");
    thread.setDaemon(true);
    thread.start();
  }

  private boolean hasFinished(Duration patience) {
    try {
      return finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
