package io.spaces.client.testkit.internal.storage;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes a space may hold, and does. */
public final class Capacity {
  private final AtomicLong used = new AtomicLong();
  private volatile long total;

  /** A capacity of so many bytes. */
  public Capacity(long total) {
    this.total = total;
  }

  /** Changes the number of bytes that fit. */
  public void total(long bytes) {
    total = bytes;
  }

  /** Returns the bytes that still fit, 0 when there are more than fit. */
  public long free() {
    return Math.max(0, total - used.get());
  }

  /** Adds bytes whether they fit or not; the number may be negative. */
  void add(long bytes) {
    used.addAndGet(bytes);
  }

  /** Adds bytes if they fit; giving bytes back always works. */
  boolean reserve(long bytes) {
    while (true) {
      long now = used.get();
      if (bytes > 0 && now + bytes > total) {
        return false;
      }
      if (used.compareAndSet(now, now + bytes)) {
        return true;
      }
    }
  }
}
