package io.spaces.client.internal.mirror.check;

import io.spaces.client.error.NothingFoundException;
import io.spaces.client.internal.http.retry.RetryAllowance;
import io.spaces.client.internal.mirror.restore.RestoreIndex;
import io.spaces.client.internal.mirror.restore.RestoreList;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.restore.platform.NameTraits;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.WorkOrder;
import io.spaces.client.internal.transfer.Workers;
import io.spaces.client.internal.waiting.Cancellation;

/** Reads all that a mirror holds, and looks whether it is what the space says it is. */
public final class MirrorCheck {
  private final String folderKey;
  private final int concurrency;
  private final Monitor monitor;
  private final Cancellation cancellation;

  /** A check to be, of the mirror below a folder; {@link #run} carries it out. */
  public MirrorCheck(
      String folderKey, int concurrency, Monitor monitor, Cancellation cancellation) {
    this.folderKey = folderKey;
    this.concurrency = concurrency;
    this.monitor = monitor;
    this.cancellation = cancellation;
  }

  /** Checks every object; each that is lost, or differs, is told to the monitor. */
  public void run(SpaceApi api, RetryAllowance allowance) throws Exception {
    FileRules all = FileRules.builder().defaults(false).build();
    RestoreList list = api.list(folderKey, () -> new RestoreList(all, NameTraits.EXACT));
    if (list.isEmpty() || list.isVaultOnly()) {
      throw new NothingFoundException(
          "The space holds no mirror below "
              + folderKey
              + (list.isEmpty()
                  ? ". Check the DID and the endpoint."
                  : ", but a vault, whose snapshots have a verification of their own."));
    }
    monitor.totals(list.objects(), list.bytes());
    monitor.pushing();
    list.refused().forEach(monitor::failed);
    RestoreIndex index = list.index();
    WorkOrder order = WorkOrder.of(index.count(), index::plannedSize);
    Workers.run(
        Thread.currentThread().getName(),
        order.workers(concurrency),
        cancellation,
        () -> {
          CheckWorker worker =
              new CheckWorker(folderKey, api, allowance, cancellation, index, monitor);
          for (int number = order.take(); number >= 0; number = order.take()) {
            cancellation.throwIfCancelled();
            worker.carryOut(number);
          }
        });
  }
}
