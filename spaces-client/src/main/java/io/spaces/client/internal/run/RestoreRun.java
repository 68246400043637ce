package io.spaces.client.internal.run;

import io.spaces.client.error.NothingFoundException;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.mirror.restore.MirrorRestore;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.StatusHeaders;
import io.spaces.client.internal.protocol.record.RecordStatus;
import io.spaces.client.internal.protocol.record.RestoreRecordBody;
import io.spaces.client.internal.protocol.record.SyncRecordBody;
import io.spaces.client.internal.spec.RestoreSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.ObjectLog;
import io.spaces.client.internal.transfer.Tally;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.object.SpaceObjectStore;
import io.spaces.client.internal.vault.restore.SnapshotRestore;
import io.spaces.client.internal.vault.snapshot.RestoredSets;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.restore.RestoreTask;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One restore. */
final class RestoreRun extends Run<RestoreResult> implements RestoreTask {
  private final RestoreSpec spec;
  private final MirrorRestore mirror;
  private final SnapshotRestore snapshot;
  private @Nullable String recordId;

  RestoreRun(String name, Client client, RestoreSpec spec) {
    super(
        name,
        client,
        spec.target(),
        spec.retries(),
        spec.concurrency(),
        spec.dryRun(),
        spec.timeLimit(),
        new Monitor(name + "-events", spec.listeners(), new ObjectLog("restored", spec.debug())));
    this.spec = spec;
    mirror = new MirrorRestore(spec, monitor, cancellation);
    snapshot = new SnapshotRestore(spec, client.now(), monitor, cancellation);
  }

  @Override
  void prepare() {}

  /** A full space can be read from. */
  @Override
  void checkSpace(StatusHeaders space) {
    requireAvailable(space);
  }

  @Override
  String openRecord(SpaceApi api) {
    String id =
        api.createRestore(new RestoreRecordBody(spec.userDid(), spec.referrer(), spec.serverDid()))
            .id();
    recordId = id;
    return id;
  }

  @Override
  void closeRecord(SpaceApi api, String id, RecordStatus status, String message) {
    api.updateRestore(id, status, message);
  }

  @Override
  boolean isSecret() {
    return spec.encryption() != null || !(mirror.hasFound() || snapshot.hasOpened());
  }

  /** What comes out of an encrypted vault is no concern of the space. */
  @Override
  void note(SpaceApi api, RunOutcome outcome) {
    String record = recordId;
    if (record == null || isSecret()) {
      return;
    }
    Tally tally = monitor.tally();
    SyncRecordBody row =
        new SyncRecordBody(
            spec.folderKey(),
            "restore",
            SyncRecordBody.Run.RESTORE,
            record,
            Strategy.MANUAL.name().toLowerCase(Locale.ROOT),
            tally.doneCount() + tally.failedCount(),
            tally.failedCount(),
            tally.movedBytes(),
            tally.elapsed());
    writeRow(api, outcome, row, "this restore has fetched");
  }

  @Override
  void work(Session session, StatusHeaders space) throws Exception {
    SpaceObjectStore store =
        new SpaceObjectStore(
            session.api(), session.openingApi(), session.closingApi(), spec.folderKey());
    if (!spec.vault() && mirror.run(session.api(), session.allowance())) {
      if (mirror.hasListedNothing()) {
        Vault.requireNoneSeen(store, spec.stateDirectory(), null);
        throw new NothingFoundException(
            "No backup was found below "
                + spec.folderKey()
                + ": check the wallet, appPid and the endpoint.");
      }
      if (!spec.dryRun()) {
        new RestoredSets(spec.stateDirectory()).forget(spec.folder());
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
  RestoreResult result(RunOutcome outcome) {
    RestoreResult.Builder result =
        RestoreResult.builder(outcome.status()).snapshotId(snapshot.snapshotId());
    outcome.describe(result);
    monitor.tally().describe(result);
    return result.build();
  }
}
