package io.spaces.client.transfer;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.SpaceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a client has under way: a backup, a restore, something done to a vault. It goes on whoever
 * waits for it or no longer does; {@link #cancel} alone ends it early, or its client's end. Safe
 * for use by several threads.
 *
 * <p>A backup, a restore and a verification of a mirror always have a result, also when they fail
 * or are cancelled: it says so. What is done to a vault ({@link io.spaces.client.SnapshotTasks})
 * has a result when it has succeeded; otherwise {@link #await() await} throws what the call of the
 * same name in {@link io.spaces.client.Snapshots} throws, and after a cancellation {@link
 * CancelledException}.
 *
 * @param <R> the type of its result
 * @since 0.1.0
 */
public interface TransferTask<R> {
  /**
   * Waits for the end.
   *
   * @return the result
   * @throws InterruptedException when the waiting thread is interrupted; the task goes on
   * @throws SpaceException when there is no result: see above, or since memory ran out at the end
   */
  R await() throws InterruptedException;

  /**
   * Waits for the end, for so long. The task goes on when the time is over.
   *
   * @param timeout how long to wait at the most; 0 or less not to wait
   * @return the result, or empty when the task has not ended yet
   * @throws InterruptedException when the waiting thread is interrupted; the task goes on
   * @throws SpaceException as {@link #await()} does
   */
  Optional<R> await(Duration timeout) throws InterruptedException;

  /**
   * Returns how far the task is now.
   *
   * @return a snapshot
   */
  TransferProgress progress();

  /**
   * Tells whether the task has ended.
   *
   * @return true when {@link #await() await} would return, or throw, at once
   */
  boolean isDone();

  /**
   * Asks the task to end early, and returns at once. No request for an object starts after this has
   * returned; requests under way are broken off; the space's record is marked failed, and locks are
   * taken away. Without effect on a task that has ended, or has nothing left to do.
   */
  void cancel();

  /**
   * Returns a stage that completes at the end: with the result, also that of a failed or cancelled
   * run, or, where {@link #await() await} throws, exceptionally with the same exception. Whatever
   * is done with the stage has no effect on the task.
   *
   * <p>What depends on it runs on the task's thread when that ends, or, when it has ended already,
   * in the call that adds it. {@link #await() await} and {@link #isDone} do not wait for it, but
   * closing the client does: what takes long belongs into one of the {@code …Async} methods.
   *
   * @return the stage, a new one for each call
   */
  CompletionStage<R> completion();
}
