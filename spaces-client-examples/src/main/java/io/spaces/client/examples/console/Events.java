package io.spaces.client.examples.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells all who listen what happens, as server-sent events. Safe for use by several threads. */
final class Events implements AutoCloseable {
  private static final int MOST_LISTENERS = 16;
  private static final int MOST_BEHIND = 512;
  private static final long HEARTBEAT_SECONDS = 15;

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  void tell(String event, JsonNode data) {
    String message = "event: " + event + "\ndata: " + data + "\n\n";
    listeners.forEach(listener -> listener.offer(message));
  }

  /** A new listener; events are kept for it from now on, until it is closed. */
  Reply.Feed listen() {
    Listener listener = new Listener();
    synchronized (this) {
      if (listeners.size() >= MOST_LISTENERS) {
        throw new RefusedRequestException(
            503, "too_many_listeners", "There are " + MOST_LISTENERS + " listeners already");
      }
      listeners.add(listener);
    }
    return listener;
  }

  @Override
  public void close() {
    closed = true;
    listeners.forEach(listener -> listener.offer(""));
  }

  /** One who listens. Whoever falls too far behind is cut off, and can come again. */
  private final class Listener implements Reply.Feed {
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_BEHIND);
    private volatile boolean lost;

    void offer(String message) {
      if (!waiting.offer(message)) {
        lost = true;
      }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException, InterruptedException {
      write(out, "event: hello\ndata: {}\n\n");
      while (!closed && !lost) {
        @Nullable String message = waiting.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        write(out, message == null ? ":\n\n" : message);
      }
    }

    @Override
    public void close() {
      listeners.remove(this);
    }

    private void write(OutputStream out, String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
