package io.spaces.client.examples.cli;

import io.spaces.client.snapshot.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spaces snapshots import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Makes a snapshot of an archive, a tar.gz; all of it or nothing.")
final class SnapshotsImportCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;
  @Mixin private PassphraseOptions strength;
  @Mixin private Output output;

  @Option(
      names = "--set",
      paramLabel = "NAME",
      description = "What it is a backup of. Default: what the archive says.")
  private @Nullable String set;

  @Parameters(paramLabel = "ARCHIVE", description = "The archive.")
  private Path archive;

  @Override
  public Integer call() throws InterruptedException {
    if (!Files.isRegularFile(archive)) {
      throw output.mistake("ARCHIVE is \"" + archive + "\"; expected an existing file.");
    }
    return vault
        .forNew(strength)
        .use(
            snapshots -> {
              Snapshot imported =
                  vault.await(
                      snapshots,
                      output,
                      tasks ->
                          set == null
                              ? tasks.importArchive(archive)
                              : tasks.importArchive(archive, set));
              return SnapshotsCommand.print(imported, output);
            });
  }
}
