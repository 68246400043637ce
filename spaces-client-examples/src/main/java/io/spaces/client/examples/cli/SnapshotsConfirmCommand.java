package io.spaces.client.examples.cli;

import io.spaces.client.snapshot.Snapshot;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spaces snapshots confirm}. */
@Command(
    name = "confirm",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Confirms that a source which has lost most of its files is as it should be.",
      "Until then nothing of its set is removed. Prints the snapshots that said so."
    })
final class SnapshotsConfirmCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;
  @Mixin private SetOption set;
  @Mixin private Output output;

  @Override
  public Integer call() {
    return vault.use(
        snapshots -> {
          String named = set.name();
          String name = named != null ? named : snapshots.newest().map(Snapshot::set).orElse("");
          return SnapshotsCommand.print(snapshots.confirm(name), output);
        });
  }
}
