package io.spaces.client.internal.run;

import io.spaces.client.internal.mirror.check.MirrorCheck;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.StatusHeaders;
import io.spaces.client.internal.protocol.record.RecordStatus;
import io.spaces.client.internal.spec.CheckSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.ObjectLog;
import io.spaces.client.restore.MirrorVerificationResult;
import io.spaces.client.restore.MirrorVerificationTask;

/** One verification of a mirror. It only reads, so that the space has no record of it. */
final class CheckRun extends Run<MirrorVerificationResult> implements MirrorVerificationTask {
  private final MirrorCheck check;

  CheckRun(String name, Client client, CheckSpec spec) {
    super(
        name,
        client,
        spec.target(),
        spec.retries(),
        spec.concurrency(),
        true,
        null,
        new Monitor(name + "-events", spec.listeners(), new ObjectLog("verified", false)));
    check = new MirrorCheck(spec.folderKey(), spec.concurrency(), monitor, cancellation);
  }

  @Override
  void prepare() {}

  @Override
  void checkSpace(StatusHeaders space) {
    requireAvailable(space);
  }

  @Override
  String openRecord(SpaceApi api) {
    throw new AssertionError("there is no kind of record for a verification");
  }

  @Override
  void closeRecord(SpaceApi api, String id, RecordStatus status, String message) {
    throw new AssertionError("there is no kind of record for a verification");
  }

  @Override
  void work(Session session, StatusHeaders space) throws Exception {
    check.run(session.api(), session.allowance());
  }

  @Override
  void release() {}

  @Override
  MirrorVerificationResult result(RunOutcome outcome) {
    MirrorVerificationResult.Builder result = MirrorVerificationResult.builder(outcome.status());
    outcome.describe(result);
    monitor.tally().describe(result);
    return result.build();
  }
}
