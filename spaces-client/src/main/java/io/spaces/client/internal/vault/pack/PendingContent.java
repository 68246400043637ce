package io.spaces.client.internal.vault.pack;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the blobs of one content: told by each pack that holds some of them, and done when the
 * last of them is safe or one has failed.
 */
public final class PendingContent {
  private int outstanding = 1;
  private @Nullable Throwable failure;
  private @Nullable Consumer<@Nullable Throwable> whenDone;
  private @Nullable PackBuilder pack;

  /** Returns the pack that took the last of the content's blobs. */
  synchronized @Nullable PackBuilder pack() {
    return pack;
  }

  synchronized void pack(PackBuilder next) {
    pack = next;
  }

  /** One more pack to wait for. */
  synchronized void await() {
    outstanding++;
  }

  /** A pack is stored, or has failed. */
  void settle(@Nullable Throwable packFailure) {
    Consumer<@Nullable Throwable> action;
    Throwable result;
    synchronized (this) {
      if (failure == null) {
        failure = packFailure;
      }
      if (--outstanding > 0) {
        return;
      }
      action = whenDone;
      result = failure;
    }
    if (action != null) {
      action.accept(result);
    }
  }

  /**
   * The content is complete.
   *
   * @param action told once all is settled, with what failed or null
   */
  public void complete(Consumer<@Nullable Throwable> action) {
    synchronized (this) {
      whenDone = action;
    }
    settle(null);
  }
}
