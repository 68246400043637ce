package io.spaces.client.internal.schedule.notify;

import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.internal.waiting.Backoff;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.Waiter;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.Notification;
import io.spaces.client.schedule.Notifier;
import io.spaces.client.schedule.NotifierState;
import io.spaces.client.schedule.ReceiverAwayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a notifier work on a thread of its own, one notification after the other, so that a slow one
 * delays no run and no other notifier; tries again while its receiver is away. Safe for use by
 * several threads.
 */
public final class QueuedNotifier implements Notifier, AutoCloseable {
  /** How many notifications may wait. */
  static final int MOST = 1_000;

  /** For how long a receiver may be away: a weekend. */
  static final Duration OLDEST = Duration.ofDays(3);

  /** How long what waits may take at the end. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private static final int LONGEST_NAME = 100;

  private static final Duration TO_GIVE_UP = Duration.ofSeconds(1);

  /** How often it is looked for what another process has left in the folder. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 0.3);
  private static final Logger log = LoggerFactory.getLogger(QueuedNotifier.class);

  private final Notifier notifier;
  private final String name;
  private final Backlog backlog;
  private final Duration lastWords;
  private final Clock clock;
  private final Waiter waiter;
  private final ThreadFactory threads;

  /** Cancelled when the end begins: what waits for its next attempt has it at once. */
  private final Cancellation closing = new Cancellation();

  private final Cancellation givingUp = new Cancellation();
  private @Nullable Thread thread;
  private @Nullable String current;
  private boolean closed;
  private long delivered;
  private long dropped;
  private long droppedSince;
  private @Nullable Instant lastDelivered;
  private @Nullable String lastFailure;

  /**
   * A queue before a notifier, which gets ten seconds for what is left at the end.
   *
   * @param name what the notifier is called here
   * @param folder where what waits outlasts the process, or null for nowhere
   */
  public QueuedNotifier(Notifier notifier, String name, @Nullable Path folder) {
    this(notifier, name, folder, LAST_WORDS, Clock.systemUTC(), Waiter.system());
  }

  QueuedNotifier(
      Notifier notifier,
      String name,
      @Nullable Path folder,
      Duration lastWords,
      Clock clock,
      Waiter waiter) {
    this(notifier, name, folder, lastWords, clock, waiter, Thread::new);
  }

  QueuedNotifier(
      Notifier notifier,
      String name,
      @Nullable Path folder,
      Duration lastWords,
      Clock clock,
      Waiter waiter,
      ThreadFactory threads) {
    this.notifier = notifier;
    this.name = name;
    this.lastWords = lastWords;
    this.clock = clock;
    this.waiter = waiter;
    this.threads = threads;
    backlog = new Backlog(folder, clock);
  }

  /** Where the notifications of a scheduler wait. */
  public static Path folder(Path stateDirectory, String scheduler) {
    return stateDirectory.resolve("notifications").resolve(fileName(scheduler));
  }

  /** A queue for each, by its own name, or its place where it has none. */
  public static List<QueuedNotifier> all(List<Notifier> notifiers, @Nullable Path folder) {
    List<QueuedNotifier> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Notifier notifier : notifiers) {
      String own = notifier.name().isBlank() ? "notifier" : fileName(notifier.name());
      String name = notifier.name().isBlank() ? own + "-" + (all.size() + 1) : own;
      for (int i = 2; !names.add(name); i++) {
        name = own + "-" + i;
      }
      all.add(new QueuedNotifier(notifier, name, folder == null ? null : folder.resolve(name)));
    }
    return List.copyOf(all);
  }

  /** Another for each name, also where a file system takes some for the same. */
  private static String fileName(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]|^\\.", "_");
    String start = plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) : plain;
    return start.equals(name) ? name : start + "-" + hash(name);
  }

  private static String hash(String name) {
    try {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /**
   * Starts all, and says where notifications wait for a notifier that is not, or no longer, there.
   */
  public static void startAll(List<QueuedNotifier> notifiers) {
    notifiers.forEach(QueuedNotifier::start);
    Path own = notifiers.isEmpty() ? null : notifiers.get(0).backlog.folder();
    Path folder = own == null ? null : own.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> queues = Files.list(folder)) {
      queues
          .filter(queue -> notifiers.stream().noneMatch(one -> queue.equals(one.backlog.folder())))
          .forEach(QueuedNotifier::warnOf);
    } catch (IOException | UncheckedIOException e) {
      log.warn("{} cannot be looked into: {}", folder, e.toString());
    }
  }

  private static void warnOf(Path queue) {
    int waiting = Files.isDirectory(queue) ? new Backlog(queue, Clock.systemUTC()).all().size() : 0;
    if (waiting > 0) {
      log.warn(
          "{} notifications wait in {}, and this scheduler has no notifier of that name: they are"
              + " not told, unless another process does it. After the host of a webhook or of a"
              + " mail server was changed, stop the scheduler and move these files to the folder"
              + " of the new one",
          waiting,
          queue);
    }
  }

  /** Tells what an earlier process has left. */
  public synchronized void start() {
    if (backlog.folder() != null && !closed) {
      ensureThread();
    }
  }

  @Override
  public void jobEnded(BackupPlan plan, BackupJob job) {
    deliver(new Notification(job.id(), Notification.Event.ENDED, clock.instant(), plan, job, 0));
  }

  /** Takes it; the notifier gets it later. */
  @Override
  public synchronized void deliver(Notification notification) {
    if (closed && backlog.folder() == null) {
      drop(notification, "the scheduler is closed");
      return;
    }
    backlog.add(notification);
    List<String> waiting = waiting();
    for (String oldest : waiting.subList(0, Math.max(0, waiting.size() - MOST))) {
      drop(oldest, MOST + " others wait behind it");
    }
    if (!closed) {
      ensureThread();
    }
    notifyAll();
  }

  /** All but the one that is on its way. */
  private List<String> waiting() {
    return backlog.all().stream().filter(key -> !key.equals(current)).toList();
  }

  private void ensureThread() {
    if (thread == null) {
      Thread starting = threads.newThread(this::work);
      starting.setName("spaces-notify-" + name);
      starting.setDaemon(true);
      starting.start();
      thread = starting; // where the system refuses one, the next notification tries again
    }
  }

  private void work() {
    try {
      int failures = 0;
      for (String key = next(); key != null; key = next()) {
        failures = step(key, failures);
      }
    } finally {
      ended();
    }
  }

  private int step(String key, int failures) {
    try {
      Notification notification = backlog.read(key);
      return notification == null ? failures : attempt(key, notification, failures);
    } catch (Throwable e) { // an Error, of a full memory, say, ends neither this nor what waits
      log.warn("{} goes on with what waits", name, e);
      pause(failures + 1);
      return failures + 1;
    }
  }

  /** Also by an Error: what comes next starts another thread, which begins with what waits. */
  private synchronized void ended() {
    try {
      if (closed && current != null && backlog.isInMemory(current)) {
        drop(current, "there was no time for it before the end");
      }
      backlog.close();
    } finally {
      current = null;
      thread = null;
    }
  }

  /** Returns how often the receiver was away since it was there last. */
  private int attempt(String key, Notification notification, int failures) {
    try {
      notifier.deliver(counting(notification));
      delivered(key);
      return 0;
    } catch (ReceiverAwayException | VirtualMachineError e) { // no memory, no thread: now
      failed(e);
      if (!notification.at().isAfter(clock.instant().minus(OLDEST))) {
        drop(key, "for " + OLDEST.toDays() + " days it could not be delivered");
      } else if (failures == 0) {
        log.warn(
            "{} is away ({}): it is tried again, and hears of the job {} of {} in the end",
            name,
            ForeignWords.of(e),
            notification.job().id(),
            notification.plan().name());
      }
      pause(failures + 1);
      return failures + 1;
    } catch (Throwable e) { // an Error too is the notifier's own affair
      failed(e);
      if (givingUp.isCancelled() && !backlog.isInMemory(key)) {
        log.debug("{} was interrupted at the end; it is told again", name, e);
        return 0;
      }
      log.warn(
          "The notification of the job {} of {} failed",
          notification.job().id(),
          notification.plan().name(),
          e);
      forget(key);
      return 0;
    }
  }

  private synchronized Notification counting(Notification told) {
    return new Notification(
        told.id(), told.event(), told.at(), told.plan(), told.job(), droppedSince);
  }

  private synchronized void delivered(String key) {
    backlog.remove(key);
    delivered++;
    droppedSince = 0;
    lastDelivered = clock.instant();
  }

  private synchronized void failed(Throwable e) {
    lastFailure = ForeignWords.of(e);
  }

  /** Waits for the next attempt, and not for long once the end has begun. */
  private void pause(int failures) {
    boolean ending = closing.isCancelled();
    try {
      waiter.await(BACKOFF.after(failures), ending ? givingUp : closing);
    } catch (CancelledException e) {
      // The end has begun, or come; or it was an interruption, which next() looks after.
      log.trace("{} is not waited for any longer", name);
    }
  }

  /** The next one, or null when there will be no more. */
  private synchronized @Nullable String next() {
    boolean stray = Thread.interrupted(); // of the notifier; the next one starts without it
    while (!givingUp.isCancelled()) {
      current = null;
      List<String> ours = backlog.ours();
      if (!ours.isEmpty()) {
        current = ours.get(0);
        return current;
      }
      if (closed) {
        return null;
      }
      try {
        wait(backlog.folder() == null ? 0 : LOOK.toMillis());
      } catch (InterruptedException e) {
        stray = true; // the end says closed as well
      }
    }
    if (stray && !closed) {
      log.debug("The thread of a notifier was interrupted and goes on");
    }
    return null;
  }

  private synchronized void drop(String key, String why) {
    Notification notification = backlog.read(key);
    backlog.remove(key);
    if (notification != null) {
      drop(notification, why);
    }
  }

  private synchronized void drop(Notification one, String why) {
    dropped++;
    droppedSince++;
    log.error(
        "{} was not told that the job {} of {} ended as {}: {}",
        name,
        one.job().id(),
        one.plan().name(),
        one.job().status(),
        why);
  }

  private synchronized void forget(String key) {
    backlog.remove(key);
    dropped++;
    droppedSince++;
  }

  /** How far it has come. */
  public synchronized NotifierState state() {
    return new NotifierState(
        name,
        backlog.all().size(),
        backlog.folder(),
        delivered,
        dropped,
        lastDelivered,
        lastFailure);
  }

  @Override
  public String name() {
    return name;
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

  private void end() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    closing.cancel();
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
    givingUp.cancel();
    int kept = 0;
    for (String key : backlog.all()) {
      if (!backlog.isInMemory(key)) {
        kept++;
      } else if (!key.equals(current)) {
        drop(key, "there was no time for it before the end");
      }
    }
    if (kept > 0) {
      log.warn(
          "{} was not told of everything: {} notifications are kept in {} until it is used again",
          name,
          kept,
          backlog.folder());
    }
    if (thread != null) {
      thread.interrupt();
    }
  }
}
