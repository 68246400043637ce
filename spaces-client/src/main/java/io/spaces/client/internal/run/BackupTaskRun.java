package io.spaces.client.internal.run;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.mirror.MirrorBackup;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.StatusHeaders;
import io.spaces.client.internal.protocol.record.BackupRecordBody;
import io.spaces.client.internal.protocol.record.RecordStatus;
import io.spaces.client.internal.protocol.record.SyncRecordBody;
import io.spaces.client.internal.spec.BackupSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.ObjectLog;
import io.spaces.client.internal.transfer.Tally;
import io.spaces.client.internal.vault.backup.SnapshotBackup;
import io.spaces.client.transfer.TransferStatus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One backup. */
final class BackupTaskRun extends Run<BackupResult> implements BackupTask {
  private final BackupSpec spec;
  private final LayoutRun layout;
  private @Nullable String recordId;

  BackupTaskRun(String name, Client client, BackupSpec spec) {
    super(
        name,
        client,
        spec.target(),
        spec.retries(),
        spec.concurrency(),
        spec.dryRun(),
        spec.timeLimit(),
        new Monitor(name + "-events", spec.listeners(), new ObjectLog("uploaded", spec.debug())));
    this.spec = spec;
    layout =
        spec.vault() == null
            ? new LayoutRun.Mirror(new MirrorBackup(spec, monitor, cancellation))
            : new LayoutRun.Vault(new SnapshotBackup(spec, client.now(), monitor, cancellation));
  }

  @Override
  void prepare() {
    layout.startScan();
  }

  @Override
  void checkSpace(StatusHeaders space) {
    requireAvailable(space);
    if (space.isFull() || (spec.vault() != null && space.isTooSmallFor(1))) {
      throw new SpaceUnavailableException("The space is full" + details(space), null);
    }
  }

  @Override
  String openRecord(SpaceApi api) {
    String id =
        api.createBackup(
                new BackupRecordBody(
                    spec.userDid(),
                    spec.referrer(),
                    spec.appName(),
                    spec.appDescription(),
                    spec.serverDid(),
                    spec.signerDid()))
            .id();
    recordId = id;
    return id;
  }

  @Override
  void closeRecord(SpaceApi api, String id, RecordStatus status, String message) {
    api.updateBackup(id, status, message);
  }

  @Override
  void note(SpaceApi api, RunOutcome outcome) {
    String record = recordId;
    if (record == null) {
      return;
    }
    writeRow(api, outcome, row(record), "this backup has sent");
  }

  @Override
  boolean isSecret() {
    return spec.vault() != null && (spec.vault().encryption() != null || !layout.isKnown());
  }

  /** Of what is encrypted the space is told only what it sees anyway: a snapshot, and its bytes. */
  private SyncRecordBody row(String record) {
    Tally tally = monitor.tally();
    boolean secret = isSecret();
    long sent = secret ? (layout.snapshotId() == null ? 0 : 1) : tally.doneCount();
    long failed = secret ? Math.min(1, tally.failedCount()) : tally.failedCount();
    return new SyncRecordBody(
        secret ? "vault" : spec.sourceName(),
        spec.folderKey(),
        SyncRecordBody.Run.BACKUP,
        record,
        spec.strategy().name().toLowerCase(Locale.ROOT),
        sent + failed,
        failed,
        secret ? layout.sentBytes() : tally.movedBytes(),
        tally.elapsed());
  }

  @Override
  void work(Session session, StatusHeaders space) throws Exception {
    layout.run(session, space, recordId);
  }

  @Override
  void release() {
    layout.close();
  }

  @Override
  void afterwards(RunOutcome outcome) {
    TransferStatus status = outcome.status();
    boolean done = status == TransferStatus.SUCCEEDED || status == TransferStatus.PARTIAL;
    layout.afterwards(done && !isGivenUp());
  }

  @Override
  BackupResult result(RunOutcome outcome) {
    BackupResult.Builder result =
        BackupResult.builder(outcome.status())
            .snapshotId(layout.snapshotId())
            .retention(layout.decisions());
    outcome.describe(result);
    monitor.tally().describe(result);
    return result.build();
  }
}
