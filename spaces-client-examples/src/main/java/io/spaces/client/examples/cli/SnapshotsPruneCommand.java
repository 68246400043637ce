package io.spaces.client.examples.cli;

import io.spaces.client.Snapshots;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spaces snapshots prune}. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Moves expired snapshots to the trash, removes for good what has lain there for long enough,"
          + " and frees what no snapshot needs."
    })
final class SnapshotsPruneCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;

  @Option(
      names = "--keep",
      paramLabel = "RULES",
      converter = RetentionConverter.class,
      description =
          "Remove those, too, that no rule keeps, such as last:3,daily:7; see backup --help.")
  private @Nullable Retention keep;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "7d",
      converter = GraceConverter.class,
      description = "How long snapshots lie in the trash: 0, 12h, 30d or 8w. Default: 7d.")
  private Duration grace = Duration.ofDays(7);

  @Option(names = "--now", description = "Empties the trash at once: as --grace 0.")
  private boolean now;

  @Option(names = "--dry-run", description = "Say what would be done, and change nothing.")
  private boolean dryRun;

  @Mixin private Output output;

  @Override
  public Integer call() {
    return vault.use(
        snapshots -> {
          Duration time = now ? Duration.ZERO : grace;
          List<String> trashed = new ArrayList<>(byRules(snapshots));
          PruneResult pruned = dryRun ? snapshots.previewPrune(time) : snapshots.prune(time);
          trashed.addAll(pruned.trashed());
          trashed.removeAll(pruned.removed());
          print(trashed, pruned);
          return ExitCode.SUCCEEDED;
        });
  }

  private List<String> byRules(Snapshots snapshots) {
    if (keep == null) {
      return List.of();
    }
    List<Snapshot> obsolete =
        dryRun ? keep.obsolete(snapshots.list(), Instant.now()) : snapshots.apply(keep);
    return obsolete.stream().map(Snapshot::id).toList();
  }

  private void print(List<String> trashed, PruneResult pruned) {
    output.print(
        json -> {
          json.writeBooleanField("dryRun", dryRun);
          SnapshotText.write("trashed", trashed, json);
          SnapshotText.write("removed", pruned.removed(), json);
          json.writeNumberField("packsDeleted", pruned.packsDeleted());
          json.writeNumberField("packsWritten", pruned.packsWritten());
          json.writeNumberField("bytesFreed", pruned.bytesFreed());
        },
        out -> {
          String would = dryRun ? "would be " : "";
          trashed.forEach(id -> out.println(would + "in the trash  " + id));
          pruned.removed().forEach(id -> out.println(would + "removed  " + id));
          out.println((dryRun ? "Would free " : "Freed ") + Units.bytes(pruned.bytesFreed()) + ".");
        });
  }
}
