package io.spaces.client.internal.waiting;

import io.spaces.client.error.CancelledException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says "stop" to everything that one run has under way. Once cancelled it stays so. Safe for use by
 * several threads.
 */
public final class Cancellation {
  private final Set<Runnable> actions = ConcurrentHashMap.newKeySet();
  private volatile long cancelledAt;
  private volatile boolean cancelled;

  /** Cancels: runs every registered action, in the calling thread, once. */
  public void cancel() {
    if (!cancelled) {
      cancelledAt = System.nanoTime();
      cancelled = true;
    }
    for (Runnable action : List.copyOf(actions)) {
      if (actions.remove(action)) {
        action.run();
      }
    }
  }

  /**
   * Tells whether {@link #cancel} was called.
   *
   * @return true from then on
   */
  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * Tells when {@link #cancel} was called first.
   *
   * @return a time of {@link System#nanoTime}, which means nothing before
   */
  public long cancelledAt() {
    return cancelledAt;
  }

  /**
   * Throws once cancelled.
   *
   * @throws CancelledException when cancelled
   */
  public void throwIfCancelled() {
    if (cancelled) {
      throw new CancelledException("The run was cancelled.", null);
    }
  }

  /**
   * Registers what to do on {@link #cancel}; done at once when that has already happened.
   *
   * @param action must be quick and not throw
   * @return takes the registration back
   */
  public Registration onCancel(Runnable action) {
    actions.add(action);
    if (cancelled && actions.remove(action)) {
      action.run();
    }
    return () -> actions.remove(action);
  }

  /** Takes an {@link #onCancel} back. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
