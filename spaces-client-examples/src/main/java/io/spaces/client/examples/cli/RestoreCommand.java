package io.spaces.client.examples.cli;

import io.spaces.client.BlockletRestore;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Encryption;
import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.restore.RestoreTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description =
          "Restore only this file or folder, as the backup has it; may be given repeatedly. One"
              + " that is not in the backup is a failure.")
  private List<String> path = List.of();

  @Option(
      names = "--strip",
      paramLabel = "N",
      description = "Take the first N names of each path away: with 2, srv/app/data goes to data.")
  private int strip;

  @Option(
      names = "--prefix",
      paramLabel = "FOLDER",
      description = "Put everything into this folder below the target, after --strip.")
  private @Nullable String prefix;

  @Option(
      names = "--delete-extra",
      description =
          "Delete from the target what the backup does not have. Of a vault: only from a complete"
              + " snapshot, and from one of the set that the target was last restored from, or that"
              + " --set or --snapshot ID names.")
  private boolean deleteExtra;

  @Option(
      names = "--snapshot",
      paramLabel = "ID",
      description =
          "Restore this snapshot of a vault: its id, the beginning of it, newest, or"
              + " newest-complete, which is the default where there is a --set or a key.")
  private @Nullable String snapshot;

  @Option(
      names = "--set",
      paramLabel = "NAME",
      converter = SetConverter.class,
      description =
          "Of which set the snapshot is; needed where a vault has several. - for snapshots of"
              + " none.")
  private @Nullable String set;

  @Option(
      names = {"--at", "--as-of"},
      paramLabel = "WHEN",
      converter = MomentConverter.class,
      description =
          "Restore the newest complete snapshot that was made before, say, 2026-01-31T12:00:00Z.")
  private @Nullable Instant at;

  @Option(
      names = "--pass-over-damaged",
      description =
          "Where the newest snapshot may be one that the space has damaged, restore the newest that"
              + " can be read, and warn. Otherwise the restore fails and names both.")
  private boolean passOverDamaged;

  @Mixin private KeyOptions key;
  @Mixin private LockOption lock;
  @Mixin private AcceptVaultOption accept;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where is kept what this machine knows of a vault.")
  private @Nullable Path stateDirectory;

  @Option(
      names = "--temp-dir",
      paramLabel = "DIR",
      description = "Where packs of a vault are kept while they are read.")
  private @Nullable Path temporaryDirectory;

  @Mixin private Output output;

  @Parameters(paramLabel = "TARGET", description = "The folder to restore into.")
  private Path target;

  @Override
  public Integer call() throws InterruptedException {
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
    } finally {
      key.destroy();
    }
  }

  private int finish(RestoreTask task, ProgressDisplay progress) throws InterruptedException {
    RestoreResult result = task.await();
    progress.end();
    Report.print(Outcome.of(result), transfer.isDryRun(), output);
    return ExitCode.of(result.status());
  }

  private void describe(BlockletRestore restore) {
    app.describe(restore, connection);
    transfer.apply(restore);
    restore.target(target);
    restore.deleteExtra(deleteExtra);
    if (overwrite != null) {
      restore.overwrite(overwrite);
    }
    if (!include.isEmpty()) {
      restore.include(include.toArray(String[]::new));
    }
    if (!path.isEmpty()) {
      restore.path(path.toArray(String[]::new));
    }
    restore.strip(strip);
    if (prefix != null) {
      restore.prefix(prefix);
    }
    describeVault(restore);
  }

  private void describeVault(BlockletRestore restore) {
    if (SetOption.NEWEST.equals(snapshot)) {
      restore.newest();
    } else if (SetOption.NEWEST_COMPLETE.equals(snapshot)) {
      restore.snapshot(true);
    } else if (snapshot != null) {
      restore.snapshot(snapshot);
    }
    if (set != null) {
      restore.set(set);
    }
    if (at != null) {
      restore.at(at);
    }
    if (passOverDamaged) {
      restore.passOverDamaged(true);
    }
    Duration wait = lock.time();
    if (wait != null) {
      restore.lockWait(wait);
    }
    String accepted = accept.id();
    if (accepted != null) {
      restore.acceptVault(accepted);
    }
    Encryption encryption = key.encryption();
    if (encryption != null) {
      restore.encryption(encryption);
    }
    if (stateDirectory != null) {
      restore.stateDirectory(stateDirectory);
    }
    if (temporaryDirectory != null) {
      restore.temporaryDirectory(temporaryDirectory);
    }
  }
}
