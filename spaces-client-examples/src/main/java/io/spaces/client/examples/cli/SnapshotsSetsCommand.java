package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotSet;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spaces snapshots sets}. */
@Command(
    name = "sets",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists what the vault holds backups of.")
final class SnapshotsSetsCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;
  @Mixin private Output output;

  @Override
  public Integer call() {
    return vault.look(
        output,
        (client, snapshots) -> {
          List<SnapshotSet> sets = snapshots.sets();
          output.print(
              json -> {
                Output.writeArray("sets", sets.iterator(), SnapshotsSetsCommand::write, json);
                SnapshotText.writeDamaged(vault.damaged(), json);
              },
              out -> sets.forEach(set -> out.println(line(set))));
          return ExitCode.SUCCEEDED;
        });
  }

  private static String line(SnapshotSet set) {
    Snapshot complete = set.newestComplete();
    return String.format(
        Locale.ROOT,
        "%,5d  newest %s of %s%s  \"%s\"",
        set.count(),
        set.newest().id(),
        set.newest().time().truncatedTo(ChronoUnit.SECONDS),
        set.newest().complete()
            ? ""
            : " (incomplete; the newest complete one is "
                + (complete == null ? "none" : complete.id())
                + ")",
        Printable.line(set.name()));
  }

  private static void write(SnapshotSet set, JsonGenerator json) throws IOException {
    Snapshot complete = set.newestComplete();
    json.writeStringField("name", set.name());
    json.writeNumberField("count", set.count());
    json.writeStringField("newest", set.newest().id());
    json.writeStringField("newestTime", set.newest().time().toString());
    json.writeStringField("newestComplete", complete == null ? null : complete.id());
  }
}
