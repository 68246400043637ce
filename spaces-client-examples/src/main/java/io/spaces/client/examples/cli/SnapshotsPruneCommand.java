package io.spaces.client.examples.cli;

import io.spaces.client.Snapshots;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.RetentionDecision;
import io.spaces.client.snapshot.Snapshot;
import java.time.Duration;
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
          + " and frees what no snapshot needs.",
      "Where most of a set has expired at once, all of it stays, unless --keep says that it is"
          + " meant; --keep all takes away just the expired ones."
    })
final class SnapshotsPruneCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;
  @Mixin private SetOption set;

  @Option(
      names = "--keep",
      paramLabel = "RULES",
      converter = RetentionConverter.class,
      description =
          "Move those of the set to the trash, too, that no rule keeps, such as last:3,daily:7; see"
              + " backup --help.")
  private @Nullable Retention keep;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "7d",
      converter = GraceConverter.class,
      description = "How long snapshots lie in the trash: 0, 12h, 30d or 8w. Default: 7d.")
  private Duration grace = Duration.ofDays(7);

  @Option(
      names = "--now",
      description = "Empties the trash at once, and removes what has expired: as --grace 0.")
  private boolean now;

  @Option(names = "--dry-run", description = "Say what would be done, and why, and change nothing.")
  private boolean dryRun;

  @Mixin private Output output;

  @Override
  public Integer call() throws InterruptedException {
    return vault.use(
        snapshots -> {
          Duration time = now ? Duration.ZERO : grace;
          List<RetentionDecision> decisions = decisions(snapshots);
          List<Snapshot> ruledOut = byRules(snapshots, decisions);
          List<String> trashed = new ArrayList<>(ruledOut.stream().map(Snapshot::id).toList());
          PruneResult pruned =
              vault.await(
                  snapshots,
                  output,
                  tasks -> dryRun ? tasks.previewPrune(time, ruledOut) : tasks.prune(time));
          pruned.trashed().stream().filter(id -> !trashed.contains(id)).forEach(trashed::add);
          trashed.removeAll(pruned.removed());
          print(decisions, trashed, pruned);
          return ExitCode.SUCCEEDED;
        });
  }

  /** What the rules say of each snapshot of the set; of none without rules or for real. */
  private List<RetentionDecision> decisions(Snapshots snapshots) {
    return keep == null || !dryRun ? List.of() : keep.preview(snapshots.list(nameOfSet(snapshots)));
  }

  private List<Snapshot> byRules(Snapshots snapshots, List<RetentionDecision> decisions) {
    if (keep == null) {
      return List.of();
    }
    return dryRun
        ? decisions.stream()
            .filter(decision -> !decision.kept())
            .map(RetentionDecision::snapshot)
            .toList()
        : snapshots.apply(nameOfSet(snapshots), keep);
  }

  private String nameOfSet(Snapshots snapshots) {
    String name = set.name();
    return name != null ? name : snapshots.newest().map(Snapshot::set).orElse("");
  }

  private void print(List<RetentionDecision> decisions, List<String> trashed, PruneResult pruned) {
    output.print(
        json -> {
          json.writeBooleanField("dryRun", dryRun);
          SnapshotText.writeDecisions(decisions, json);
          SnapshotText.write("trashed", trashed, json);
          SnapshotText.write("removed", pruned.removed(), json);
          json.writeNumberField("packsDeleted", pruned.packsDeleted());
          json.writeNumberField("packsWritten", pruned.packsWritten());
          json.writeNumberField("bytesFreed", pruned.bytesFreed());
          Report.write(pruned.warnings(), json);
        },
        out -> {
          Report.warn(pruned.warnings(), output);
          decisions.forEach(decision -> out.println(SnapshotText.line(decision)));
          String would = dryRun ? "would be " : "";
          trashed.forEach(id -> out.println(would + "in the trash  " + id));
          pruned.removed().forEach(id -> out.println(would + "removed  " + id));
          out.println((dryRun ? "Would free " : "Freed ") + Units.bytes(pruned.bytesFreed()) + ".");
        });
  }
}
