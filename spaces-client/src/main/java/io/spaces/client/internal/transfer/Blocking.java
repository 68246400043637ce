package io.spaces.client.internal.transfer;

import io.spaces.client.transfer.TransferTask;

/** How a call waits that starts a task, and has no other word for its end. */
public final class Blocking {
  private Blocking() {}

  /**
   * Waits for the end. Nobody else could cancel the task: an interrupt of the waiting thread does,
   * and the wait goes on until it has ended. The thread is interrupted again then.
   *
   * @param task under way
   * @param <R> the type of its result
   * @return its result
   */
  public static <R> R await(TransferTask<R> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.await();
        } catch (InterruptedException e) {
          interrupted = true;
          task.cancel();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
