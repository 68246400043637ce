package io.spaces.client.testkit.internal.storage;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes a space is for, and holds. */
public final class Capacity {
  private final AtomicLong used = new AtomicLong();
  private volatile long total;
  private volatile long elsewhere;

  /** A capacity of so many bytes, or 0 for one without an end. */
  public Capacity(long total) {
    this.total = total;
  }

  /** Changes the number of bytes. */
  public void total(long bytes) {
    elsewhere = 0;
    total = bytes;
  }

  /** Leaves no room, if need be by a byte that is nobody's. */
  public void fill() {
    elsewhere = used.get() > 0 ? 0 : 1;
    total = used();
  }

  /** Returns the number of bytes the space is for, or 0 when it has no end. */
  public long total() {
    return total;
  }

  /** Returns the bytes that the space holds. */
  public long used() {
    return used.get() + elsewhere;
  }

  /** Tells whether the space takes no new key. */
  public boolean isFull() {
    long most = total;
    return most > 0 && used() >= most;
  }

  /** Adds bytes whether they fit or not; the number may be negative. */
  void add(long bytes) {
    used.addAndGet(bytes);
  }
}
