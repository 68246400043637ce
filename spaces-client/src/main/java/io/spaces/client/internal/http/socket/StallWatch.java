package io.spaces.client.internal.http.socket;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes sockets whose writes do not come to an end, which Java has no time limit for. One daemon
 * thread looks at all sockets of an engine several times within the limit; it starts with the first
 * socket and ends with {@link #close}.
 */
public final class StallWatch implements AutoCloseable {
  private static final int LOOKS_PER_LIMIT = 8;
  private static final long MOST_CLOSING_MILLIS = 1_000;

  private final long limitNanos;
  private final Set<Entry> entries = ConcurrentHashMap.newKeySet();
  private @Nullable Thread thread;
  private boolean closed;

  /** Lets a write take so long; zero for ever. */
  public StallWatch(Duration limit) {
    limitNanos = limit.toNanos();
  }

  /** Watches a socket from now on. */
  synchronized Entry add(Socket socket) {
    Entry entry = new Entry(socket);
    if (limitNanos > 0 && !closed) {
      entries.add(entry);
      if (thread == null) {
        thread = new Thread(this::watch, "spaces-stall-watch");
        thread.setDaemon(true);
        thread.start();
      }
    }
    return entry;
  }

  private void watch() {
    long pause = Math.max(1, limitNanos / LOOKS_PER_LIMIT);
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep(pause);
        entries.removeIf(entry -> entry.isOver(limitNanos));
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the thread. It is at work for moments only, so this does not take long. */
  @Override
  public void close() {
    Thread ending;
    synchronized (this) {
      closed = true;
      ending = thread;
    }
    if (ending != null) {
      ending.interrupt();
      try {
        ending.join(MOST_CLOSING_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** One socket; compared by identity. */
  static final class Entry {
    private final Socket socket;
    private volatile long since;
    private volatile boolean stalled;

    Entry(Socket socket) {
      this.socket = socket;
    }

    /** A write begins. */
    void begin() {
      since = System.nanoTime() | 1; // never 0, which stands for no write
    }

    /** It has ended. */
    void end() {
      since = 0;
    }

    /** Whether the watch has closed the socket. */
    boolean isStalled() {
      return stalled;
    }

    /** Closes a socket that stalls; tells whether there is nothing to watch any more. */
    @SuppressWarnings("EmptyCatch")
    private boolean isOver(long limitNanos) {
      if (socket.isClosed()) {
        return true;
      }
      long begun = since;
      if (begun == 0 || System.nanoTime() - begun < limitNanos) {
        return false;
      }
      stalled = true;
      try {
        socket.close();
      } catch (IOException e) {
        // It is as good as closed.
      }
      return true;
    }
  }
}
