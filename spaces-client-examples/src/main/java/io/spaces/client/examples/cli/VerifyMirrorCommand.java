package io.spaces.client.examples.cli;

import io.spaces.client.MirrorVerification;
import io.spaces.client.SpaceClient;
import io.spaces.client.restore.MirrorVerificationResult;
import io.spaces.client.restore.MirrorVerificationTask;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spaces verify-mirror}. */
@Command(
    name = "verify-mirror",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads and hashes all that a space holds of a mirror, and names what is lost or differs.",
      "'spaces backup --resend' heals it. Vaults: 'spaces snapshots verify'."
    })
final class VerifyMirrorCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--app-pid",
      paramLabel = "DID",
      description = "The app whose mirror it is. Default: the one that delegated, or the wallet's.")
  private @Nullable String appPid;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Objects read at once, 1 to 256. Default: 5.")
  private @Nullable Integer concurrency;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "How often a failed request is tried again, 0 to 10. Default: 3.")
  private @Nullable Integer retries;

  @Mixin private Output output;

  @Override
  public Integer call() throws InterruptedException {
    try (SpaceClient client = connection.open()) {
      MirrorVerification verification =
          client.verifyMirror(appPid == null ? connection.actor().app().address() : appPid);
      if (concurrency != null) {
        verification.concurrency(concurrency);
      }
      if (retries != null) {
        verification.retries(retries);
      }
      ProgressDisplay progress = ProgressDisplay.on(output.err());
      verification.onProgress(progress);
      MirrorVerificationTask task = verification.start();
      return StopSignal.whileRunning(task::cancel, () -> finish(task, progress));
    }
  }

  private int finish(MirrorVerificationTask task, ProgressDisplay progress)
      throws InterruptedException {
    MirrorVerificationResult result = task.await();
    progress.end();
    Report.print(Outcome.of(result), false, output);
    return ExitCode.of(result.status());
  }
}
