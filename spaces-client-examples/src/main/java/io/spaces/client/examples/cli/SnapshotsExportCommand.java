package io.spaces.client.examples.cli;

import io.spaces.client.snapshot.Snapshot;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spaces snapshots export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Writes a snapshot as an archive backup-TIME_ID.tar.gz, which is not encrypted.")
final class SnapshotsExportCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;
  @Mixin private SetOption set;
  @Mixin private Output output;

  @Parameters(index = "0", paramLabel = "ID", description = "The snapshot.")
  private String id;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "Where the archive goes, or - for standard output. Default: here.")
  private Path folder;

  @Override
  public Integer call() throws InterruptedException {
    boolean standardOutput = folder.toString().equals("-");
    if (standardOutput && output.isJson()) {
      throw output.mistake("--json needs a FOLDER: standard output cannot take both.");
    }
    return vault.use(
        snapshots -> {
          Snapshot snapshot = snapshots.get(set.id(snapshots, id));
          if (standardOutput) {
            OutputStream out = new FileOutputStream(FileDescriptor.out);
            vault.await(snapshots, output, tasks -> tasks.export(snapshot.id(), out));
            return ExitCode.SUCCEEDED;
          }
          return print(
              snapshot,
              vault.await(snapshots, output, tasks -> tasks.export(snapshot.id(), folder)));
        });
  }

  private int print(Snapshot snapshot, Path file) {
    long size = size(file);
    output.print(
        json -> {
          json.writeStringField("snapshotId", snapshot.id());
          json.writeStringField("file", file.toString());
          json.writeNumberField("size", size);
        },
        out -> out.println("Wrote " + file + " (" + Units.bytes(size) + ")."));
    return ExitCode.SUCCEEDED;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
