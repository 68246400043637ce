package io.spaces.client.internal.run;

import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.memory.Heap;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.ObjectLog;
import io.spaces.client.internal.vault.object.SpaceObjectStore;
import io.spaces.client.transfer.TransferStatus;

/** One thing that takes long in a vault. The space has no record of it. */
final class VaultRun<R> extends RunningTask<R> {
  private static final String KEPT = "What has to be known of the vault";

  private final Monitor monitor;
  private final VaultTaskSpec<R> spec;

  VaultRun(String name, Client client, VaultTaskSpec<R> spec) {
    this(
        name,
        client,
        spec,
        new Monitor(name + "-events", spec.listeners(), new ObjectLog(spec.movedWord(), false)));
  }

  private VaultRun(String name, Client client, VaultTaskSpec<R> spec, Monitor monitor) {
    super(name, client, monitor);
    this.spec = spec;
    this.monitor = monitor;
  }

  @Override
  R carryOut() {
    TransferStatus status = TransferStatus.FAILED;
    try (Session session = client().open(name(), spec.target(), cancellation)) {
      SpaceObjectStore store =
          new SpaceObjectStore(
              session.api(), session.openingApi(), session.closingApi(), spec.folderKey());
      R done = Heap.orFail(KEPT, () -> spec.work().on(store, monitor, cancellation));
      status = TransferStatus.SUCCEEDED;
      return done;
    } catch (RuntimeException e) {
      if (isCancelRequested()) {
        status = TransferStatus.CANCELLED;
        throw new CancelledException("It was cancelled before its end.", e);
      }
      throw e;
    } finally {
      monitor.tally().stop();
      monitor.ended(status);
    }
  }
}
