package io.spaces.client.internal.schedule;

import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.transfer.Blocking;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupRun;
import io.spaces.client.schedule.PlanVerification;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.snapshot.VerifyOptions;
import io.spaces.client.snapshot.VerifyResult;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.TransferTask;
import io.spaces.client.transfer.Warning;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Verifies what the vault at a plan's destination holds, as one run of the plan. */
final class VerificationRun {
  private VerificationRun() {}

  static BackupResult carryOut(
      BackupRun run,
      PlanVerification verification,
      SecretResolver secrets,
      SpaceClient client,
      String app) {
    BackupPlan plan = run.plan();
    if (!run.sources().isEmpty()) {
      throw new InvalidParameterException(
          "sources", "are given to the plan " + plan.name() + ", which verifies; expected none");
    }
    List<Warning> warnings = new CopyOnWriteArrayList<>();
    Encryption encryption = SpaceRunner.encryption(plan, secrets);
    try (Snapshots snapshots =
        snapshots(plan, encryption, client.snapshots(app)).onWarning(warnings::add)) {
      TransferTask<VerifyResult> task =
          snapshots.tasks().listener(run.listener()).verify(options(plan, verification));
      run.onCancel(task::cancel);
      return result(Blocking.await(task), warnings);
    } finally {
      if (encryption != null) {
        encryption.destroy();
      }
    }
  }

  private static Snapshots snapshots(
      BackupPlan plan, @Nullable Encryption encryption, Snapshots snapshots) {
    Snapshots chosen = snapshots.lockWait(plan.lockWait());
    if (encryption != null) {
      chosen = chosen.encryption(encryption);
    }
    Path state = plan.stateDirectory();
    if (state != null) {
      chosen = chosen.stateDirectory(state);
    }
    Path temporary = plan.temporaryDirectory();
    if (temporary != null) {
      chosen = chosen.temporaryDirectory(temporary);
    }
    String vault = plan.acceptVault();
    return vault == null ? chosen : chosen.acceptVault(vault);
  }

  private static VerifyOptions options(BackupPlan plan, PlanVerification verification) {
    VerifyOptions.Builder options = VerifyOptions.builder().readData(true);
    if (!plan.set().equals(plan.name())) {
      options.set(plan.set());
    }
    if (verification.budgetBytes() != null) {
      options.budget(verification.budgetBytes());
    }
    if (verification.budgetTime() != null) {
      options.budget(verification.budgetTime());
    }
    if (plan.concurrency() != null) {
      options.concurrency(plan.concurrency());
    }
    return options.build();
  }

  /** What is damaged has failed, however much else is sound: somebody has to look. */
  private static BackupResult result(VerifyResult result, List<Warning> warnings) {
    String looked =
        result.packsRead()
            + " of "
            + result.packs()
            + " packs of "
            + result.snapshots()
            + " snapshots were read, "
            + (result.packsUnread() == 0 ? "none is" : result.packsUnread() + " are")
            + " left for the next run";
    return BackupResult.builder(result.isSound() ? TransferStatus.SUCCEEDED : TransferStatus.FAILED)
        .statusMessage(
            result.isSound()
                ? "Sound as far as read: " + looked
                : "The vault is NOT sound: " + looked)
        .count(result.packsRead())
        .size(result.bytesRead())
        .errorCount(result.problems().size())
        .failures(
            result.problems().stream()
                .map(problem -> new ObjectFailure("the vault", problem, null))
                .toList())
        .warnings(warnings)
        .build();
  }
}
