package io.spaces.client.internal.mirror;

import io.spaces.client.backup.BackupListener;
import io.spaces.client.error.CancelledException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.http.Cancellation;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.Workers;
import io.spaces.client.transfer.ObjectFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Backs a source up into a mirror: scans the source while the space lists what it has, then lets
 * workers carry one object after the other through reading, hashing, comparing and pushing.
 */
public final class MirrorBackup implements AutoCloseable {
  private final MirrorPlan plan;
  private final Monitor<BackupListener> monitor;
  private final Cancellation cancellation;
  private final Scan scan;

  /** A backup to be; {@link #startScan} and then {@link #run} carry it out. */
  public MirrorBackup(
      MirrorPlan plan, Monitor<BackupListener> monitor, Cancellation cancellation) {
    this.plan = plan;
    this.monitor = monitor;
    this.cancellation = cancellation;
    scan = Scan.of(plan, monitor, cancellation);
  }

  /** Starts to look through the source, on a thread of its own. */
  public void startScan() {
    scan.start();
  }

  /**
   * Pushes what the space lacks.
   *
   * @param freeCapacity bytes the space has left, where it says so
   */
  public void run(SpaceApi api, OptionalLong freeCapacity) throws Exception {
    RemoteIndex index = api.list(plan.folderKey(), RemoteIndexReader::new);
    scan.compareWith(index);
    WorkList work = scan.await();
    monitor.totals(scan.objects(), scan.bytes());
    requireRoom(work, index, freeCapacity);
    monitor.pushing();
    AtomicInteger next = new AtomicInteger();
    WorkOrder order = WorkOrder.of(work);
    Workers.run(
        Thread.currentThread().getName(),
        Math.max(1, Math.min(plan.concurrency(), work.count())),
        cancellation,
        () -> {
          try (MirrorWorker worker = new MirrorWorker(plan, api, index, work, monitor)) {
            for (int i = next.getAndIncrement(); i < work.count(); i = next.getAndIncrement()) {
              cancellation.throwIfCancelled();
              worker.carryOut(order.at(i));
            }
          }
        });
    if (plan.strictSync() && monitor.tally().failedCount() == 0) {
      deleteWhatIsGone(api, index);
    }
    scan.complete();
  }
}
