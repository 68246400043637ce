package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.snapshot.RepairResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spaces snapshots repair}. */
@Command(
    name = "repair",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes the index agree with the packs, after the space has lost or damaged some of either.",
      "Deletes no pack. What is lost for good is told by verify; a backup of the same files sends"
          + " it again. Ends with 1 when a pack is missing or damaged, until a prune."
    })
final class SnapshotsRepairCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;

  @Option(
      names = "--read-data",
      description = "Read all packs and save what is good in damaged ones: as much work as verify.")
  private boolean readData;

  @Mixin private Output output;

  @Override
  public Integer call() throws InterruptedException {
    return vault.use(
        snapshots -> {
          RepairResult result = vault.await(snapshots, output, tasks -> tasks.repair(readData));
          output.print(json -> write(result, json), out -> print(result, out));
          return result.problems().isEmpty() ? ExitCode.SUCCEEDED : ExitCode.FAILED;
        });
  }

  private void print(RepairResult result, PrintWriter out) {
    output.problems(result.problems());
    out.println(
        "Read "
            + result.packsRead()
            + " packs: "
            + result.packsIndexed()
            + " are in the index again, "
            + result.packsDamaged()
            + " are damaged.");
    if (!result.problems().isEmpty()) {
      out.println(
          "What snapshots lack now is told by verify; a backup of the same files sends it again.");
    }
  }

  private static void write(RepairResult result, JsonGenerator json) throws IOException {
    json.writeNumberField("packsRead", result.packsRead());
    json.writeNumberField("packsIndexed", result.packsIndexed());
    json.writeNumberField("packsDamaged", result.packsDamaged());
    SnapshotText.write("problems", result.problems(), json);
  }
}
