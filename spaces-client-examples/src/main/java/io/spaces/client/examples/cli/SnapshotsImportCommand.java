package io.spaces.client.examples.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spaces snapshots import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Makes a snapshot of an archive, a tar.gz; all of it or nothing.")
final class SnapshotsImportCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;
  @Mixin private Output output;

  @Parameters(paramLabel = "ARCHIVE", description = "The archive.")
  private Path archive;

  @Override
  public Integer call() {
    if (!Files.isRegularFile(archive)) {
      throw output.mistake("ARCHIVE is \"" + archive + "\"; expected an existing file.");
    }
    return vault.use(snapshots -> SnapshotsCommand.print(snapshots.importArchive(archive), output));
  }
}
