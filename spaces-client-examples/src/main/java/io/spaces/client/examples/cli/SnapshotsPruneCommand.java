package io.spaces.client.examples.cli;

import io.spaces.client.Snapshots;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
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
    description = "Removes expired snapshots, and frees what no snapshot needs.")
final class SnapshotsPruneCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;

  @Option(
      names = "--keep",
      paramLabel = "RULES",
      converter = RetentionConverter.class,
      description =
          "Remove those, too, that no rule keeps, such as last:3,daily:7; see backup --help.")
  private @Nullable Retention keep;

  @Mixin private Output output;

  @Override
  public Integer call() {
    return vault.use(
        snapshots -> {
          List<String> removed = new ArrayList<>(removeByRules(snapshots));
          PruneResult pruned = snapshots.prune();
          removed.addAll(pruned.removed());
          print(removed, pruned);
          return ExitCode.SUCCEEDED;
        });
  }

  private List<String> removeByRules(Snapshots snapshots) {
    return keep == null ? List.of() : snapshots.apply(keep).stream().map(Snapshot::id).toList();
  }

  private void print(List<String> removed, PruneResult pruned) {
    output.print(
        json -> {
          SnapshotText.write("removed", removed, json);
          json.writeNumberField("packsDeleted", pruned.packsDeleted());
          json.writeNumberField("packsWritten", pruned.packsWritten());
          json.writeNumberField("bytesFreed", pruned.bytesFreed());
        },
        out -> {
          removed.forEach(id -> out.println("removed  " + id));
          out.println("Freed " + Units.bytes(pruned.bytesFreed()) + ".");
        });
  }
}
