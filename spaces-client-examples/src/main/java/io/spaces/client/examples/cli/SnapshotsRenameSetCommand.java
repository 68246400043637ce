package io.spaces.client.examples.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spaces snapshots rename-set}. */
@Command(
    name = "rename-set",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Gives a set another name; one of that name takes its snapshots in.")
final class SnapshotsRenameSetCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;
  @Mixin private Output output;

  @Parameters(index = "0", paramLabel = "FROM", description = "The set; \"\" for none.")
  private String from;

  @Parameters(index = "1", paramLabel = "TO", description = "Its new name.")
  private String to;

  @Override
  public Integer call() {
    return vault.use(snapshots -> SnapshotsCommand.print(snapshots.renameSet(from, to), output));
  }
}
