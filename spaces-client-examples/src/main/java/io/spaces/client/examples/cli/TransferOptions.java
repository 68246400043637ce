package io.spaces.client.examples.cli;

import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletRestore;
import io.spaces.client.TransferBuilder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much at once, how often again, and what not: options of a backup and a restore. */
final class TransferOptions {
  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Objects worked on at once, 1 to 256. Default: 5.")
  private @Nullable Integer concurrency;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "How often a failed request is tried again, 0 to 10. Default: 3.")
  private @Nullable Integer retries;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      converter = GraceConverter.class,
      description = "How long it may take as a whole: 30m, 12h. Default: as long as it takes.")
  private @Nullable Duration timeLimit;

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "Leave out what matches, as in a .gitignore file; may be given repeatedly.")
  private List<String> exclude = List.of();

  @Option(names = "--dry-run", description = "Change nothing; tell what would be done.")
  private boolean dryRun;

  boolean isDryRun() {
    return dryRun;
  }

  void apply(BackupBuilder<?> backup) {
    applyTo(backup);
    backup.dryRun(dryRun);
  }

  void apply(BlockletRestore restore) {
    applyTo(restore);
    restore.dryRun(dryRun);
  }

  private void applyTo(TransferBuilder<?> transfer) {
    if (concurrency != null) {
      transfer.concurrency(concurrency);
    }
    if (retries != null) {
      transfer.retries(retries);
    }
    if (timeLimit != null) {
      transfer.timeLimit(timeLimit);
    }
    transfer.exclude(exclude.toArray(String[]::new));
  }
}
