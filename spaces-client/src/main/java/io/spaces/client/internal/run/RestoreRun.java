package io.spaces.client.internal.run;

import io.spaces.client.internal.mirror.MirrorRestore;
import io.spaces.client.internal.protocol.RecordStatus;
import io.spaces.client.internal.protocol.RestoreRecordBody;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.SpaceStatus;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.ObjectLog;
import io.spaces.client.internal.vault.RestoredSets;
import io.spaces.client.internal.vault.SpaceObjectStore;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.restore.SnapshotRestore;
import io.spaces.client.restore.RestoreListener;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.restore.RestoreTask;

/** One restore. */
final class RestoreRun extends Run<RestoreListener, RestoreResult> implements RestoreTask {
  private final RestoreSpec spec;
  private final MirrorRestore mirror;
  private final SnapshotRestore snapshot;

  RestoreRun(String name, Client client, RestoreSpec spec) {
    super(
        name,
        client,
        spec.target(),
        spec.retries(),
        spec.concurrency(),
        spec.dryRun(),
        new Monitor<>(name + "-events", spec.listeners(), new ObjectLog("restored", spec.debug())));
    this.spec = spec;
    mirror = new MirrorRestore(spec.mirrorPlan(), monitor, cancellation);
    snapshot = new SnapshotRestore(spec.snapshotPlan(client.now()), monitor, cancellation);
  }

  @Override
  void prepare() {}

  /** A full space can be read from. */
  @Override
  void checkSpace(SpaceStatus space) {
    requireAvailable(space);
  }

  @Override
  String openRecord(SpaceApi api) {
    return api.createRestore(
            new RestoreRecordBody(spec.userDid(), spec.referrer(), spec.serverDid()))
        .id();
  }

  @Override
  void closeRecord(SpaceApi api, String id, RecordStatus status, String message) {
    api.updateRestore(id, status, message);
  }

  @Override
  void work(Session session, SpaceStatus space) throws Exception {
    SpaceObjectStore store =
        new SpaceObjectStore(
            session.api(), session.openingApi(), session.closingApi(), spec.folderKey());
    if (!spec.vault() && mirror.run(session.api(), session.allowance())) {
      if (monitor.tally().objectsTotal() == 0) {
        // Nothing at all is no success where a vault was.
        Vault.requireNoneSeen(store, spec.state());
      }
      if (!spec.dryRun()) {
        new RestoredSets(spec.state()).forget(spec.folder());
      }
    } else {
      snapshot.run(store, session.allowance());
    }
  }

  @Override
  void release() {
    try (snapshot;
        mirror) {
      // Each is closed whatever happens to the other.
    }
  }

  @Override
  RestoreResult result(Ending ending) {
    RestoreResult.Builder result =
        RestoreResult.builder(ending.status()).snapshotId(snapshot.snapshotId());
    ending.describe(result);
    monitor.tally().describe(result);
    return result.build();
  }
}
