package io.spaces.client.examples.cli;

import io.spaces.client.BackupBuilder;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.SymbolicLinks;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spaces backup}. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Backs a folder up to a space.")
final class BackupCommand implements Callable<Integer> {
  @Option(
      names = "--incremental",
      description = "Read only files that may have changed; store below the app's permanent DID.")
  private boolean incremental;

  @Mixin private ConnectionOptions connection;
  @Mixin private AppOptions app;

  @Option(names = "--app-name", paramLabel = "NAME", description = "Default: ${DEFAULT-VALUE}.")
  private String appName = "spaces";

  @Option(
      names = "--app-description",
      paramLabel = "TEXT",
      description = "Default: ${DEFAULT-VALUE}.")
  private String appDescription = "Backed up from the command line";

  @Mixin private TransferOptions transfer;

  @Option(
      names = "--strict-sync",
      description = "Delete from the space what the source does not have any more.")
  private boolean strictSync;

  @Option(
      names = "--resend",
      description =
          "Send everything again, whatever the space says it has: heals a mirror that has lost"
              + " contents.")
  private boolean resend;

  @Option(
      names = "--symbolic-links",
      paramLabel = "WHAT",
      converter = LinksConverter.class,
      description = "Links in the folder: skip (default; a vault stores them as links) or follow.")
  private @Nullable SymbolicLinks symbolicLinks;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where the cache of content hashes is kept between runs.")
  private @Nullable Path stateDirectory;

  @Option(
      names = "--temp-dir",
      paramLabel = "DIR",
      description = "Where temporary files go; a folder that is there and can be written to.")
  private @Nullable Path temporaryDirectory;

  @Mixin private TroubleOptions troubles;
  @Mixin private VaultOptions vault;
  @Mixin private KeyOptions key;
  @Mixin private PassphraseOptions strength;
  @Mixin private Output output;

  @Parameters(paramLabel = "SOURCE", description = "The folder to back up.")
  private Path source;

  @Override
  public Integer call() throws InterruptedException {
    try (SpaceClient client = connection.open()) {
      BackupBuilder<?> backup =
          incremental ? client.incrementalBackup().blocklet() : client.backup().blocklet();
      describe(backup);
      ProgressDisplay progress = ProgressDisplay.on(output.err());
      backup.onProgress(progress);
      if (transfer.isDryRun() && !output.isJson()) {
        backup.listener(new PlanPrinter("send  ", output.out()));
      }
      BackupTask task = backup.start();
      return StopSignal.whileRunning(task::cancel, () -> finish(task, progress));
    } finally {
      key.destroy();
    }
  }

  private int finish(BackupTask task, ProgressDisplay progress) throws InterruptedException {
    BackupResult result = task.await();
    progress.end();
    if (!output.isJson()) {
      result.retention().forEach(decision -> output.out().println(SnapshotText.line(decision)));
    }
    Report.print(Outcome.of(result), transfer.isDryRun(), output);
    return ExitCode.of(result.status());
  }

  private void describe(BackupBuilder<?> backup) {
    app.describe(backup, connection);
    backup.appName(appName);
    backup.appDescription(appDescription);
    transfer.apply(backup);
    backup.source(source);
    backup.strictSync(strictSync);
    backup.resend(resend);
    if (symbolicLinks != null) {
      backup.symbolicLinks(symbolicLinks);
    }
    troubles.apply(backup);
    Encryption encryption = key.forNew(strength).encryption();
    vault.apply(backup, encryption != null);
    if (encryption != null) {
      backup.encryption(encryption);
    }
    if (stateDirectory != null) {
      backup.stateDirectory(stateDirectory);
    }
    if (temporaryDirectory != null) {
      backup.temporaryDirectory(temporaryDirectory);
    }
  }
}
