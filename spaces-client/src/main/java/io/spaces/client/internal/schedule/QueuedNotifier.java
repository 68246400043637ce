package io.spaces.client.internal.schedule;

import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.Notifier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
      Thread starting = new Thread(this::work, "spaces-notify");
      starting.setDaemon(true);
      starting.start();
      thread = starting; // where the system refuses one, the next job tries again
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
    boolean stray = Thread.interrupted(); // of the notifier; the next one starts without it
    while (waiting.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        stray = true; // the end says closed as well
      }
    }
    if (stray && !closed) {
      log.debug("The thread of a notifier was interrupted and goes on");
    }
    return waiting.pollFirst();
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

  /** Whether it is this notifier that calls. */
  public synchronized boolean isCalling() {
    return thread == Thread.currentThread();
  }

  /**
   * Lets what waits be told, for a while, and then gives up, and says so. Returns at once when
   * called by the notifier itself.
   */
  @Override
  public void close() {
    close(List.of(this), lastWords);
  }

  /** Closes all of them at once: they have the ten seconds together. */
  public static void closeAll(List<QueuedNotifier> notifiers) {
    close(notifiers, LAST_WORDS);
  }

  private static void close(List<QueuedNotifier> notifiers, Duration lastWords) {
    List<QueuedNotifier> others =
        notifiers.stream().filter(notifier -> !notifier.isCalling()).toList();
    notifiers.forEach(QueuedNotifier::end);
    boolean interrupted = !join(others, lastWords);
    others.forEach(QueuedNotifier::giveUp);
    interrupted |= !join(others, TO_GIVE_UP);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void end() {
    closed = true;
    notifyAll();
  }

  /** Waits for the ends of all their threads, for so long in all; false when interrupted. */
  private static boolean join(List<QueuedNotifier> notifiers, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      for (QueuedNotifier notifier : notifiers) {
        Thread working = notifier.working();
        long left = deadline - System.nanoTime();
        if (working != null && left > 0) {
          TimeUnit.NANOSECONDS.timedJoin(working, left);
        }
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private synchronized @Nullable Thread working() {
    return thread;
  }

  private synchronized void giveUp() {
    drop(new ArrayList<>(waiting), "there was no time for it before the end");
    waiting.clear();
    if (thread != null) {
      thread.interrupt();
    }
  }
}
