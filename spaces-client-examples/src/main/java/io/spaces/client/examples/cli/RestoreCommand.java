package io.spaces.client.examples.cli;

import io.spaces.client.BlockletRestore;
import io.spaces.client.SpaceClient;
import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.restore.RestoreTask;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spaces restore}. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Gets a backup back into a folder; what is there already is not fetched again.")
final class RestoreCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;
  @Mixin private AppOptions app;
  @Mixin private TransferOptions transfer;

  @Option(
      names = "--overwrite",
      paramLabel = "POLICY",
      converter = PolicyConverter.class,
      description =
          "What to do with a file that is there: if-different (default), always, never or"
              + " if-newer.")
  private @Nullable OverwritePolicy overwrite;

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description = "Restore only what matches; may be given repeatedly.")
  private List<String> include = List.of();

  @Mixin private Output output;

  @Parameters(paramLabel = "TARGET", description = "The folder to restore into.")
  private Path target;

  @Override
  public Integer call() {
    try (SpaceClient client = connection.open()) {
      BlockletRestore restore = client.restore().blocklet();
      describe(restore);
      ProgressDisplay progress = ProgressDisplay.on(output.err());
      restore.onProgress(progress);
      if (transfer.isDryRun() && !output.isJson()) {
        restore.listener(new PlanPrinter("restore", output.out()));
      }
      RestoreTask task = restore.start();
      return StopSignal.whileRunning(task::cancel, () -> finish(task, progress));
    }
  }

  private int finish(RestoreTask task, ProgressDisplay progress) {
    RestoreResult result = task.await();
    progress.end();
    Report.print(Outcome.of(result), transfer.isDryRun(), output);
    return ExitCode.of(result.status());
  }

  private void describe(BlockletRestore restore) {
    app.describe(restore, connection);
    transfer.apply(restore);
    restore.target(target);
    if (overwrite != null) {
      restore.overwrite(overwrite);
    }
    if (!include.isEmpty()) {
      restore.include(include.toArray(String[]::new));
    }
  }
}
