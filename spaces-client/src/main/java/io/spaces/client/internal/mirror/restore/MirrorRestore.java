package io.spaces.client.internal.mirror.restore;

import io.spaces.client.internal.http.retry.RetryAllowance;
import io.spaces.client.internal.mirror.MirrorBackup;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.restore.OpenTarget;
import io.spaces.client.internal.restore.SafeTarget;
import io.spaces.client.internal.restore.entry.EntryGuard;
import io.spaces.client.internal.restore.entry.ExtraEntries;
import io.spaces.client.internal.restore.entry.WantedPaths;
import io.spaces.client.internal.restore.platform.NameTraits;
import io.spaces.client.internal.spec.RestoreSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.WorkOrder;
import io.spaces.client.internal.transfer.Workers;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.restore.OverwritePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Gets a mirror back: lists what the space has, then lets workers carry one object after the other
 * through comparing, fetching, checking and putting in place.
 */
public final class MirrorRestore implements AutoCloseable {
  private final RestoreSpec spec;
  private final Monitor monitor;
  private final Cancellation cancellation;
  private @Nullable SafeTarget target;
  private volatile boolean found;
  private boolean nothingListed;

  /** A restore to be; {@link #run} carries it out. */
  public MirrorRestore(RestoreSpec spec, Monitor monitor, Cancellation cancellation) {
    this.spec = spec;
    this.monitor = monitor;
    this.cancellation = cancellation;
  }

  /** Whether the space turned out to have a mirror, or nothing at all. */
  public boolean hasFound() {
    return found;
  }

  /** Whether the space has listed nothing at all. */
  public boolean hasListedNothing() {
    return nothingListed;
  }

  /**
   * Restores what the target lacks.
   *
   * @return false when there is no mirror but a vault, and so nothing was done
   */
  public boolean run(SpaceApi api, RetryAllowance allowance) throws Exception {
    SafeTarget into = OpenTarget.open(spec.folder(), spec.dryRun());
    target = into;
    NameTraits traits = into == null ? NameTraits.EXACT : into.traits();
    RestoreList list =
        api.list(
            spec.folderKey(),
            () ->
                new RestoreList(spec.rules(), traits, spec.root(), new WantedPaths(spec.paths())));
    if (list.isVaultOnly()) {
      return false;
    }
    found = true;
    if (list.isEmpty()) {
      nothingListed = true;
      return true;
    }
    spec.rules().requireMatch(list.objects() > 0, true);
    monitor.totals(list.objects(), list.bytes());
    monitor.pushing();
    list.refused().forEach(monitor::failed);
    list.wanted().tell(monitor);
    ExtraEntries extra =
        into != null && spec.deleteExtra()
            ? new ExtraEntries(into, spec.rules(), true, spec.dryRun(), monitor, cancellation)
            : null;
    if (extra != null && spec.overwrite() == OverwritePolicy.ALWAYS) {
      extra.replaceTypes();
    }
    fetch(api, allowance, list.index(), into);
    if (into == null) {
      return true;
    }
    if (extra != null && monitor.tally().failedCount() == 0) {
      extra.delete(path -> MirrorBackup.isReserved(path.key()) || list.has(path));
    }
    if (!spec.dryRun()) {
      into.sync();
    }
    return true;
  }

  private void fetch(
      SpaceApi api, RetryAllowance allowance, RestoreIndex index, @Nullable SafeTarget into)
      throws Exception {
    WorkOrder order = WorkOrder.of(index.count(), index::plannedSize);
    EntryGuard guard = new EntryGuard(monitor, cancellation, allowance);
    Workers.run(
        Thread.currentThread().getName(),
        order.workers(spec.concurrency()),
        cancellation,
        () -> {
          RestoreWorker worker =
              new RestoreWorker(spec, api, cancellation, index, into, monitor, guard);
          for (int number = order.take(); number >= 0; number = order.take()) {
            cancellation.throwIfCancelled();
            worker.carryOut(number);
          }
        });
  }

  @Override
  public void close() {
    OpenTarget.close(spec.folder(), target);
  }
}
