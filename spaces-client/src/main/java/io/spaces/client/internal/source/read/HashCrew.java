package io.spaces.client.internal.source.read;

import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.waiting.ClientThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that help workers to hash their large files: one for each processor but the worker's own.
 * Shared by all workers of a run; daemons, started when first needed, gone with {@link #close}.
 */
public final class HashCrew implements AutoCloseable {
  private final String name;
  private final Runnable checkpoint;
  private final int helpers = Runtime.getRuntime().availableProcessors() - 1;
  private final ReentrantLock turn = new ReentrantLock(true);
  private @Nullable ExecutorService executor;

  /**
   * A crew for one run.
   *
   * @param name what its threads' names begin with
   * @param checkpoint throws when the run is to end
   */
  public HashCrew(String name, Runnable checkpoint) {
    this.name = name;
    this.checkpoint = checkpoint;
  }

  /** Whether there is anybody in it: with one processor there is not. */
  boolean isOfUse() {
    return helpers > 0;
  }

  /**
   * Waits for this thread's turn with the whole crew. One file after the other is sooner done than
   * all at the same time: the first, the largest, is on its way while the next is hashed.
   */
  void awaitTurn() {
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("The thread was interrupted while it waited for its turn.", e);
    }
  }

  /** Lets the next one have its turn. */
  void endTurn() {
    turn.unlock();
  }

  /** Throws what ends the run, if it is to end. */
  void check() {
    checkpoint.run();
  }

  /** What one thread does, with buffers of its own. */
  interface Share {
    /** Does one of the job's parts. */
    void part(int number) throws SourceException;
  }

  /**
   * Does the parts of a job, numbered from 0, on this thread and on those that have nothing else to
   * do. When this returns or throws, no thread is at the job any more; unless this one was
   * interrupted, since the run ends and another is stuck.
   *
   * @param shares makes what one thread works with
   * @throws SourceException the first one that a part threw; parts may be left undone then
   */
  void run(int parts, Supplier<? extends Share> shares) throws SourceException {
    Job job = new Job(parts, shares);
    for (int i = 0; i < Math.min(helpers, parts - 1); i++) {
      executor().execute(job);
    }
    job.run();
    job.awaitOthers(checkpoint);
  }

  private synchronized ExecutorService executor() {
    if (executor == null) {
      AtomicInteger number = new AtomicInteger();
      executor =
          Executors.newFixedThreadPool(
              helpers, ClientThreads.named(() -> name + "-hash-" + number.incrementAndGet()));
    }
    return executor;
  }

  /** Ends the threads, which no job keeps busy any more but where one is stuck. */
  @Override
  public synchronized void close() {
    if (executor != null) {
      executor.shutdownNow();
      try {
        executor.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Run by several threads at once; one that comes late finds nothing to do. */
  private static final class Job implements Runnable {
    private final int parts;
    private final Supplier<? extends Share> shares;
    private final AtomicInteger next = new AtomicInteger();
    private int atWork;
    private @Nullable Throwable failure;

    Job(int parts, Supplier<? extends Share> shares) {
      this.parts = parts;
      this.shares = shares;
    }

    @Override
    public void run() {
      synchronized (this) {
        atWork++;
      }
      Throwable thrown = null;
      try {
        int number = next.getAndIncrement();
        Share share = number < parts ? shares.get() : null;
        while (share != null && number < parts) {
          share.part(number);
          number = next.getAndIncrement();
        }
      } catch (Throwable e) { // it is the caller's to handle, whatever it is
        thrown = e;
        next.set(parts);
      }
      synchronized (this) {
        failure = failure == null ? thrown : failure;
        atWork--;
        notifyAll();
      }
    }

    synchronized void awaitOthers(Runnable checkpoint) throws SourceException {
      boolean interrupted = false;
      while (atWork > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
          checkpoint.run();
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure instanceof SourceException e) {
        throw e;
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    }
  }
}
