package io.spaces.client.examples.cli;

import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletRestore;
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
    if (concurrency != null) {
      backup.concurrency(concurrency);
    }
    if (retries != null) {
      backup.retries(retries);
    }
    backup.exclude(exclude.toArray(String[]::new));
    backup.dryRun(dryRun);
  }

  void apply(BlockletRestore restore) {
    if (concurrency != null) {
      restore.concurrency(concurrency);
    }
    if (retries != null) {
      restore.retries(retries);
    }
    restore.exclude(exclude.toArray(String[]::new));
    restore.dryRun(dryRun);
  }
}
