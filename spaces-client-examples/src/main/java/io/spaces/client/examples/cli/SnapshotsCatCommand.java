package io.spaces.client.examples.cli;

import io.spaces.client.Snapshots;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spaces snapshots cat}. */
@Command(
    name = "cat",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes one file of a snapshot to standard output, verified as it is written.",
      "After a failure, which the exit code tells, what was written is not whole."
    })
final class SnapshotsCatCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;
  @Mixin private SetOption set;

  @Parameters(index = "0", paramLabel = "ID", description = "The snapshot.")
  private String id;

  @Parameters(index = "1", paramLabel = "PATH", description = "The file, as ls prints it.")
  private String path;

  @Override
  public Integer call() throws InterruptedException {
    return vault.use(
        snapshots -> {
          write(snapshots, new FileOutputStream(FileDescriptor.out));
          return ExitCode.SUCCEEDED;
        });
  }

  private void write(Snapshots snapshots, OutputStream out) {
    try (InputStream content = snapshots.open(set.id(snapshots, id), path)) {
      content.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
