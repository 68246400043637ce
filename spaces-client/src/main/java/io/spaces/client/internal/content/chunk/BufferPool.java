package io.spaces.client.internal.content.chunk;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Large buffers, so many at the most: however many threads read at once, memory is bounded. Safe
 * for use by several threads.
 */
public final class BufferPool {
  private static final long LOOK_AROUND_MILLIS = 100;

  private final int most;
  private final Runnable check;
  private final Deque<byte[]> free = new ArrayDeque<>();
  private int lent;

  /**
   * An empty pool.
   *
   * @param most how many buffers may be lent at once
   * @param check called while waiting for one; throws to give up
   */
  public BufferPool(int most, Runnable check) {
    this.most = most;
    this.check = check;
  }

  /**
   * Returns a pool that never makes anyone wait.
   *
   * @return a fresh one
   */
  public static BufferPool unlimited() {
    return new BufferPool(Integer.MAX_VALUE, () -> {});
  }

  /** Lends a buffer; waits until there is one. */
  synchronized byte[] borrow(int size) {
    boolean interrupted = false;
    while (lent == most) {
      check.run();
      try {
        wait(LOOK_AROUND_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    lent++;
    byte[] buffer = free.poll();
    return buffer == null || buffer.length < size ? new byte[size] : buffer;
  }

  /** Takes a buffer back. */
  synchronized void giveBack(byte[] buffer) {
    lent--;
    free.push(buffer);
    notifyAll();
  }
}
