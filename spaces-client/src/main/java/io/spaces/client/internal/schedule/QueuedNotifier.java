package io.spaces.client.internal.schedule;

import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.Notifier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a notifier work on a thread of its own, one job after the other, so that a slow one delays
 * no run and no other notifier. Safe for use by several threads.
 */
public final class QueuedNotifier implements Notifier, AutoCloseable {
  /** How many jobs may wait to be told of. */
  static final int MOST = 1_000;

  /** How long what waits may take at the end. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private static final Duration TO_GIVE_UP = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(QueuedNotifier.class);

  private final Notifier notifier;
  private final Duration lastWords;
  private final Deque<Ended> waiting = new ArrayDeque<>();
  private @Nullable Thread thread;
  private boolean closed;

  private record Ended(BackupPlan plan, BackupJob job) {}

  /** A queue before a notifier, which gets ten seconds for what is left at the end. */
  public QueuedNotifier(Notifier notifier) {
    this(notifier, LAST_WORDS);
  }

  QueuedNotifier(Notifier notifier, Duration lastWords) {
    this.notifier = notifier;
    this.lastWords = lastWords;
  }

  @Override
  public synchronized void jobEnded(BackupPlan plan, BackupJob job) {
    waiting.addLast(new Ended(plan, job));
    if (closed) {
      drop(List.of(waiting.removeLast()), "the scheduler is closed");
      return;
    }
    if (waiting.size() > MOST) {
      drop(List.of(waiting.removeFirst()), MOST + " others wait behind it");
    }
    if (thread == null) {
      thread = new Thread(this::work, "spaces-notify");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
  }

  private void work() {
    for (Ended next = next(); next != null; next = next()) {
      try {
        notifier.jobEnded(next.plan, next.job);
      } catch (Throwable e) { // an Error too is the notifier's own affair
        log.warn("The notification of the job {} of {} failed", next.job.id(), next.plan.name(), e);
      }
    }
  }

  /** The next one, or null when there will be no more. */
  private synchronized @Nullable Ended next() {
    try {
      while (waiting.isEmpty() && !closed) {
        wait();
      }
      return waiting.pollFirst();
    } catch (InterruptedException e) {
      return null; // nothing else interrupts it than the end
    }
  }

  private static void drop(List<Ended> dropped, String why) {
    for (Ended one : dropped) {
      log.error(
          "Nobody was told that the job {} of {} ended as {}: {}",
          one.job.id(),
          one.plan.name(),
          one.job.status(),
          why);
    }
  }

  /**
   * Lets what waits be told, for a while, and then gives up, and says so. Returns at once when
   * called by the notifier itself.
   */
  @Override
  public void close() {
    Thread working;
    synchronized (this) {
      closed = true;
      working = thread;
      notifyAll();
    }
    if (working == null || working == Thread.currentThread()) {
      return;
    }
    boolean interrupted = false;
    try {
      working.join(lastWords.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    giveUp();
    working.interrupt();
    try {
      working.join(TO_GIVE_UP.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void giveUp() {
    drop(new ArrayList<>(waiting), "there was no time for it before the end");
    waiting.clear();
  }
}
