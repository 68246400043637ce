package io.spaces.client.internal.mirror;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.http.Cancellation;
import io.spaces.client.internal.http.RetryAllowance;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.target.NameTraits;
import io.spaces.client.internal.target.SafeTarget;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.WorkOrder;
import io.spaces.client.internal.transfer.Workers;
import io.spaces.client.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Gets a mirror back: lists what the space has, then lets workers carry one object after the other
 * through comparing, fetching, checking and putting in place.
 */
public final class MirrorRestore implements AutoCloseable {
  private final RestorePlan plan;
  private final Monitor<RestoreListener> monitor;
  private final Cancellation cancellation;
  private @Nullable SafeTarget target;

  /** A restore to be; {@link #run} carries it out. */
  public MirrorRestore(
      RestorePlan plan, Monitor<RestoreListener> monitor, Cancellation cancellation) {
    this.plan = plan;
    this.monitor = monitor;
    this.cancellation = cancellation;
  }

  /** Restores what the target lacks. */
  public void run(SpaceApi api, RetryAllowance allowance) throws Exception {
    SafeTarget into = open();
    target = into;
    NameTraits traits = into == null ? NameTraits.EXACT : into.traits();
    RestoreList list = api.list(plan.folderKey(), () -> new RestoreList(plan.rules(), traits));
    monitor.totals(list.objects(), list.bytes());
    monitor.pushing();
    list.refused().forEach(monitor::failed);
    fetch(api, allowance, list.index(), into);
    if (into == null) {
      return;
    }
    if (plan.deleteExtra() && monitor.tally().failedCount() == 0) {
      new ExtraFiles(plan, into, list, monitor, cancellation).delete();
    }
    if (!plan.dryRun()) {
      into.sync();
    }
  }

  /** Null in a dry run into a folder that does not exist yet. */
  private @Nullable SafeTarget open() {
    try {
      if (!plan.dryRun()) {
        return SafeTarget.open(plan.target());
      }
      return Files.exists(plan.target()) ? SafeTarget.openReadOnly(plan.target()) : null;
    } catch (IOException e) {
      throw new SpaceException(
          "The target " + plan.target() + " cannot be written to: " + e.getMessage(), e);
    }
  }

  private void fetch(
      SpaceApi api, RetryAllowance allowance, RestoreIndex index, @Nullable SafeTarget into)
      throws Exception {
    int[] order = WorkOrder.of(index.count(), index::plannedSize);
    AtomicInteger next = new AtomicInteger();
    Workers.run(
        Thread.currentThread().getName(),
        Math.min(plan.concurrency(), order.length),
        cancellation,
        () -> {
          RestoreWorker worker =
              new RestoreWorker(plan, api, allowance, cancellation, index, into, monitor);
          for (int i = next.getAndIncrement(); i < order.length; i = next.getAndIncrement()) {
            cancellation.throwIfCancelled();
            worker.carryOut(order[i]);
          }
        });
  }

  @Override
  public void close() {
    SafeTarget open = target;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new SpaceException(
            "Temporary files may be left in " + plan.target() + ": " + e.getMessage(), e);
      }
    }
  }
}
