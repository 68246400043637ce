package io.spaces.client.internal.transfer;

import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.SkippedEntry;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where everything that happens in one transfer is said once, and from where it reaches the counts,
 * the listeners and the log. Safe for use by several threads.
 */
public final class Monitor {
  private static final Duration LISTENER_PATIENCE = Duration.ofSeconds(2);

  /** A name of its own: who shows a result's warnings need not log them, too. */
  private static final Logger WARNINGS = LoggerFactory.getLogger("io.spaces.client.warnings");

  private final Tally tally = new Tally();
  private final Events events;
  private final ObjectLog objectLog;

  /** A monitor whose events are delivered on a thread of the given name. */
  public Monitor(String threadName, List<TransferListener> listeners, ObjectLog objectLog) {
    this.events = new Events(threadName, listeners, tally::progress);
    this.objectLog = objectLog;
  }

  /** A monitor that nobody listens to. */
  public static Monitor silent() {
    return new Monitor("spaces-silence", List.of(), new ObjectLog("done", false));
  }

  /** The transfer begins; {@link #ended} follows. */
  public void begun() {
    events.post(TransferListener::started);
    events.start();
  }

  /** The counts so far. */
  public Tally tally() {
    return tally;
  }

  /** The totals are known. */
  public void totals(long objects, long bytes) {
    tally.totals(objects, bytes);
    events.totalsKnown();
  }

  /** From here on objects may move. */
  public void pushing() {
    tally.pushing();
  }

  /**
   * An object's transfer starts; exactly one of {@link #moved}, {@link #failed} and {@link #kept}
   * follows.
   */
  public void started(String key, long size) {
    events.post(listener -> listener.objectStarted(key, size));
  }

  /** A started object is safe. */
  public void moved(String key, long plannedSize, long actualSize) {
    tally.moved(plannedSize, actualSize);
    events.post(listener -> listener.objectSucceeded(key, actualSize));
    objectLog.moved(key, actualSize);
  }

  /** An object would be moved, if this were not a dry run. */
  public void planned(String key, long plannedSize, long actualSize) {
    tally.moved(plannedSize, actualSize);
    events.post(listener -> listener.objectPlanned(key, actualSize));
    objectLog.planned(key, actualSize);
  }

  /** An object is the same on both sides. */
  public void unchanged(String key, long plannedSize) {
    tally.unchanged(plannedSize);
    objectLog.unchanged(key);
  }

  /** One of the objects that make up the totals is settled, and of no interest by itself. */
  public void settled(long plannedSize) {
    tally.settled(plannedSize);
  }

  /** So many bytes of an object are through that is not settled yet. */
  public void advanced(long bytes) {
    tally.advanced(bytes);
  }

  /** One of the objects that make up the totals is deleted. */
  public void removed(String key) {
    tally.settled(0);
    deleted(key);
  }

  /** One of the objects that make up the totals has failed. */
  public void failed(ObjectFailure failure) {
    fail(failure, true);
  }

  /** Something that is not among the totals has failed. */
  public void failedOutsideTotals(ObjectFailure failure) {
    fail(failure, false);
  }

  /** An object that counted as moved is not there; of it the listeners have been told an end. */
  public void lost(ObjectFailure failure, long size) {
    tally.lost(failure, size);
    objectLog.failed(failure);
  }

  private void fail(ObjectFailure failure, boolean counted) {
    tally.failed(failure, counted);
    events.post(listener -> listener.objectFailed(failure));
    objectLog.failed(failure);
  }

  /** An object is deleted. */
  public void deleted(String key) {
    tally.deleted();
    events.post(listener -> listener.objectDeleted(key));
    objectLog.deleted(key);
  }

  /** An object would be deleted, if this were not a dry run. */
  public void deletionPlanned(String key) {
    tally.deleted();
    events.post(listener -> listener.deletionPlanned(key));
    objectLog.deletionPlanned(key);
  }

  /** An entry is left out by policy. */
  public void skipped(String key, String reason) {
    SkippedEntry entry = new SkippedEntry(key, reason);
    tally.skipped(entry);
    tell(entry);
  }

  /** One of the objects that make up the totals is left as it is by policy, or left out. */
  public void kept(String key, long safeBytes, String reason) {
    SkippedEntry entry = new SkippedEntry(key, reason);
    tally.kept(entry, safeBytes);
    tell(entry);
  }

  private void tell(SkippedEntry entry) {
    events.post(listener -> listener.objectSkipped(entry));
    objectLog.skipped(entry.key(), entry.reason());
  }

  /** Something that a person should know, and that does not change how the run ends. */
  public void warn(Warning.Code code, String text) {
    warn(code, text, null);
  }

  /** The same, with what it comes from; that is for the log alone. */
  public void warn(Warning.Code code, String text, @Nullable Throwable cause) {
    tally.warned(new Warning(code, text));
    WARNINGS.warn(ObjectLog.printable(text), cause);
  }

  /**
   * The transfer has ended: tells the listeners all that is left, and waits a little for slow ones.
   */
  public void ended(TransferStatus status) {
    try {
      events.end(status, LISTENER_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
