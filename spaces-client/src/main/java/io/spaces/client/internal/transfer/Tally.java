package io.spaces.client.internal.transfer;

import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.SkippedEntry;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.TransferResult;
import io.spaces.client.transfer.Warning;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one transfer. Safe for use by several threads.
 *
 * <p>Progress counts an object with the length it had when the totals were taken, so that what is
 * done adds up to the total even when files change on the way; a result counts what really moved.
 */
public final class Tally {
  private final long startNanos = System.nanoTime();
  private final LongAdder objectsDone = new LongAdder();
  private final LongAdder bytesDone = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder failedBesides = new LongAdder();
  private final LongAdder moved = new LongAdder();
  private final LongAdder movedBytes = new LongAdder();
  private final LongAdder deleted = new LongAdder();
  private final LongAdder unchanged = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final Queue<ObjectFailure> failures = new ConcurrentLinkedQueue<>();
  private final Queue<SkippedEntry> firstSkipped = new ConcurrentLinkedQueue<>();
  private final Queue<Warning> warnings = new ConcurrentLinkedQueue<>();
  private volatile long objectsTotal;
  private volatile long bytesTotal;
  private volatile boolean pushing;
  private volatile @Nullable Duration elapsed;

  void totals(long objects, long bytes) {
    objectsTotal = objects;
    bytesTotal = bytes;
  }

  void unchanged(long plannedSize) {
    unchanged.increment();
    bytesDone.add(plannedSize);
    objectsDone.increment();
  }

  void settled(long plannedSize) {
    bytesDone.add(plannedSize);
    objectsDone.increment();
  }

  void advanced(long bytes) {
    bytesDone.add(bytes);
  }

  void moved(long plannedSize, long actualSize) {
    moved.increment();
    movedBytes.add(actualSize);
    bytesDone.add(plannedSize);
    objectsDone.increment();
  }

  void failed(ObjectFailure failure, boolean counted) {
    failures.add(failure);
    failed.increment();
    if (counted) {
      objectsDone.increment();
    } else {
      failedBesides.increment();
    }
  }

  void lost(ObjectFailure failure, long size) {
    failures.add(failure);
    failed.increment();
    moved.decrement();
    movedBytes.add(-size);
  }

  void deleted() {
    deleted.increment();
  }

  void skipped(SkippedEntry entry) {
    if (skipped.sum() < TransferResult.MOST_SKIPPED) {
      firstSkipped.add(entry);
    }
    skipped.increment();
  }

  void kept(SkippedEntry entry, long safeBytes) {
    skipped(entry);
    bytesDone.add(safeBytes);
    objectsDone.increment();
  }

  void warned(Warning warning) {
    warnings.add(warning);
  }

  void pushing() {
    pushing = true;
  }

  /** Whether the transfer came so far as to move objects; before that its counts mean nothing. */
  public boolean isPushing() {
    return pushing;
  }

  /** Objects that failed. */
  public long failedCount() {
    return failed.sum();
  }

  /** Objects that are on the other side by now: moved, or there already. */
  public long safeCount() {
    return moved.sum() + unchanged.sum();
  }

  /** Objects that were moved, and objects that were deleted. */
  public long doneCount() {
    return moved.sum() + deleted.sum();
  }

  /** Content bytes that were moved. */
  public long movedBytes() {
    return movedBytes.sum();
  }

  /** All that may fail: the objects of the totals, and what has failed that is none of them. */
  public long consideredCount() {
    return objectsTotal + failedBesides.sum();
  }

  /** Objects the transfer looks at. */
  public long objectsTotal() {
    return objectsTotal;
  }

  /** The failures so far, in the order they came. */
  public List<ObjectFailure> failures() {
    return List.copyOf(failures);
  }

  /** Tells a result all that it tells of these counts. */
  public void describe(TransferResult.Builder<?> result) {
    result
        .scanned(objectsTotal)
        .unchanged(unchanged.sum())
        .skipped(List.copyOf(firstSkipped))
        .skippedCount(skipped.sum())
        .warnings(List.copyOf(warnings))
        .failures(failures());
    if (pushing) {
      result
          .errorCount(failedCount())
          .count(doneCount())
          .deleted(deleted.sum())
          .size(movedBytes())
          .duration(elapsed());
    }
  }

  /** The transfer has ended: what comes after it takes none of its time. */
  public void stop() {
    elapsed = elapsed();
  }

  /** The time since the transfer started, until it ended. */
  public Duration elapsed() {
    Duration whole = elapsed;
    return whole != null ? whole : Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** How far the transfer is. */
  public TransferProgress progress() {
    return new TransferProgress(
        Math.min(objectsDone.sum(), objectsTotal),
        objectsTotal,
        Math.min(bytesDone.sum(), bytesTotal),
        bytesTotal,
        failed.sum(),
        elapsed());
  }
}
