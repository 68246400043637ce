package io.spaces.client.examples.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spaces snapshots assign}. */
@Command(
    name = "assign",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Says which set snapshots belong to: what they are a backup of.")
final class SnapshotsAssignCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;
  @Mixin private Output output;

  @Option(names = "--set", paramLabel = "NAME", required = true, description = "The set.")
  private String set;

  @Parameters(paramLabel = "ID", arity = "1..*", description = "The snapshots.")
  private List<String> ids;

  @Override
  public Integer call() {
    return vault.use(
        snapshots ->
            SnapshotsCommand.print(snapshots.assign(set, ids.toArray(String[]::new)), output));
  }
}
