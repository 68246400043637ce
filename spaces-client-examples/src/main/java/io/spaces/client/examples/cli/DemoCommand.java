package io.spaces.client.examples.cli;

import io.spaces.client.examples.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spaces demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Shows backups and a restore, on this machine only: starts a space in a temporary folder,"
            + " backs a folder up in full, again after a change, and encrypted; damages the folder,"
            + " restores it and compares. Leaves nothing behind.")
final class DemoCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "Work on a copy of this folder. Default: a few sample files.")
  private @Nullable Path folder;

  @Mixin private Output output;

  @Override
  public Integer call() {
    if (folder != null && !Files.isDirectory(folder)) {
      throw output.mistake("FOLDER is \"" + folder + "\"; expected an existing folder.");
    }
    Thread demo = Thread.currentThread();
    return StopSignal.whileRunning(demo::interrupt, this::run);
  }

  private int run() {
    try (TemporaryFolder work = TemporaryFolder.create("spaces-demo-")) {
      return new Demo(work.path(), output).run(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
