package io.spaces.client.internal.transfer;

import io.spaces.client.internal.waiting.ClientThreads;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.TransferStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the events of one transfer to its listeners: one at a time, on a thread of its own, so that
 * a slow or throwing listener harms nothing. Keeps the laws of {@link TransferListener}.
 */
final class Events {
  private static final Logger log = LoggerFactory.getLogger(Events.class);
  private static final long PROGRESS_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

  private final List<TransferListener> listeners;
  private final Supplier<TransferProgress> progress;
  private final BlockingQueue<Consumer<TransferListener>> queue = new LinkedBlockingQueue<>();
  private final String name;
  private @Nullable Thread thread;

  // Of the delivering thread alone.
  private boolean progressing;
  private @Nullable TransferStatus end;
  private long lastProgress;

  Events(String name, List<TransferListener> listeners, Supplier<TransferProgress> progress) {
    this.listeners = List.copyOf(listeners);
    this.progress = progress;
    this.name = name;
  }

  /** From now on events are delivered. */
  void start() {
    if (!listeners.isEmpty()) {
      thread = ClientThreads.start(name, this::deliverAll);
    }
  }

  void post(Consumer<TransferListener> event) {
    if (!listeners.isEmpty()) {
      queue.add(event);
    }
  }

  /** From now on progress is delivered, first with nothing done. */
  void totalsKnown() {
    post(listener -> progressing = true);
  }

  /** Posts the end and waits, for so long, until the listeners have been told all. */
  void end(TransferStatus status, Duration patience) throws InterruptedException {
    post(listener -> end = status);
    Thread delivering = thread;
    if (delivering != null && Thread.currentThread() != delivering) {
      delivering.join(Math.max(1, patience.toMillis()));
    }
  }

  private void deliverAll() {
    while (end == null) {
      try {
        Consumer<TransferListener> event = queue.poll(PROGRESS_INTERVAL, TimeUnit.NANOSECONDS);
        if (event != null) {
          deliver(event);
        }
      } catch (InterruptedException e) {
        log.debug("A listener interrupted the thread that delivers its events; that is ignored.");
      }
      deliverProgressWhenDue();
    }
    deliverProgress(progress.get());
    TransferStatus status = end;
    deliver(listener -> listener.ended(status));
  }

  private void deliverProgressWhenDue() {
    if (!progressing) {
      return;
    }
    if (lastProgress == 0) {
      TransferProgress now = progress.get();
      deliverProgress(
          new TransferProgress(0, now.objectsTotal(), 0, now.bytesTotal(), 0, now.elapsed()));
    } else if (System.nanoTime() - lastProgress >= PROGRESS_INTERVAL) {
      deliverProgress(progress.get());
    }
  }

  private void deliverProgress(TransferProgress now) {
    lastProgress = System.nanoTime() | 1; // never 0, which says "none yet"
    deliver(listener -> listener.progressed(now));
  }

  private void deliver(Consumer<TransferListener> event) {
    for (TransferListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Throwable e) { // an Error too is the listener's own affair
        log.warn("A listener failed; the transfer goes on.", e);
      }
    }
  }
}
