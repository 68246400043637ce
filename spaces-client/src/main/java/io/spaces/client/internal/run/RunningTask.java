package io.spaces.client.internal.run;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ClientThreads;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.TransferTask;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a client has under way, on a thread of its own: to await, to watch, to cancel.
 *
 * @param <R> the kind of result
 */
abstract class RunningTask<R> implements TransferTask<R> {
  final Cancellation cancellation = new Cancellation();

  private final String name;
  private final Client client;
  private final Monitor monitor;
  private final CompletableFuture<R> result = new CompletableFuture<>();

  /** Apart from the result: what others do at the end delays nobody who waits for it. */
  private final CompletableFuture<R> completion = new CompletableFuture<>();

  private final Thread thread;
  private volatile boolean cancelRequested;

  RunningTask(String name, Client client, Monitor monitor) {
    this.name = name;
    this.client = client;
    this.monitor = monitor;
    thread = ClientThreads.unstarted(name, this::runToEnd);
  }

  /**
   * Does all of it, on this task's thread, and tells the monitor how it ended.
   *
   * @return the result
   * @throws Exception when there is none
   */
  abstract R carryOut() throws Exception;

  /** Begins. When that fails the listeners are told the end, and nothing is under way. */
  void start() {
    monitor.begun();
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) {
        monitor.ended(TransferStatus.FAILED);
      }
    }
  }

  final String name() {
    return name;
  }

  final Client client() {
    return client;
  }

  /** Whether somebody has asked this to end early. */
  final boolean isCancelRequested() {
    return cancelRequested;
  }

  private void runToEnd() {
    Runnable tell;
    try {
      R value = carryOut();
      result.complete(value);
      tell = () -> completion.complete(value);
    } catch (Throwable e) { // whatever happens, whoever waits must be told
      result.completeExceptionally(e);
      tell = () -> completion.completeExceptionally(e);
    }
    tell.run();
    client.ended(this);
  }

  /**
   * Waits until nothing of this is left, unless it asks itself. An interrupt does not end the wait:
   * the record is still to be closed.
   *
   * @param deadline until when, by {@link System#nanoTime}
   */
  void awaitEnd(long deadline) {
    boolean interrupted = false;
    boolean waiting = Thread.currentThread() != thread;
    while (waiting) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
        waiting = false;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public final R await() throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw asUnchecked(e.getCause());
    }
  }

  @Override
  public final Optional<R> await(Duration timeout) throws InterruptedException {
    try {
      return Optional.of(result.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw asUnchecked(e.getCause());
    }
  }

  private RuntimeException asUnchecked(@Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new SpaceException("The result of " + name + " could not be made.", failure);
  }

  @Override
  public final TransferProgress progress() {
    return monitor.tally().progress();
  }

  @Override
  public final boolean isDone() {
    return result.isDone();
  }

  @Override
  public final void cancel() {
    if (!result.isDone()) {
      cancelRequested = true;
      cancellation.cancel();
    }
  }

  @Override
  public final CompletionStage<R> completion() {
    return completion.minimalCompletionStage();
  }
}
