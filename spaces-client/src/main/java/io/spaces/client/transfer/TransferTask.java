package io.spaces.client.transfer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A backup or a restore that is under way. Safe for use by several threads.
 *
 * @param <R> the type of its result
 */
public interface TransferTask<R> {
  /**
   * Waits for the end and returns the result, also that of a failed or cancelled run. An interrupt
   * of the waiting thread cancels the run; the wait goes on until the run has ended, and the
   * thread's interrupt flag is set again.
   *
   * @return the result
   */
  R await();

  /**
   * Waits for the end, for so long. The run goes on when the time is over.
   *
   * @param timeout how long to wait at the most
   * @return the result, or empty when the run has not ended yet
   * @throws InterruptedException when the waiting thread is interrupted; the run goes on
   */
  Optional<R> await(Duration timeout) throws InterruptedException;

  /**
   * Returns how far the run is now.
   *
   * @return a snapshot
   */
  TransferProgress progress();

  /**
   * Tells whether the run has ended.
   *
   * @return true when the result is there
   */
  boolean isDone();

  /**
   * Asks the run to end early, and returns at once. No request for an object starts after this has
   * returned; requests under way are broken off; the space's record is marked failed. Without
   * effect on a run that has ended.
   */
  void cancel();

  /**
   * Returns a stage that completes with the result, also that of a failed run; it never completes
   * exceptionally.
   *
   * @return the stage; dependent actions run on a thread of the client
   */
  CompletionStage<R> completion();
}
