package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.snapshot.VerifyResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spaces snapshots verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Looks whether all that snapshots need is there.")
final class SnapshotsVerifyCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;

  @Option(
      names = "--read-data",
      description = "Read, decrypt and hash all of it, too: as much work as to restore it.")
  private boolean readData;

  @Mixin private Output output;

  @Override
  public Integer call() throws InterruptedException {
    return vault.use(
        snapshots -> {
          VerifyResult result = vault.await(snapshots, output, tasks -> tasks.verify(readData));
          output.print(json -> write(result, json), out -> print(result, out));
          return result.isSound() ? ExitCode.SUCCEEDED : ExitCode.FAILED;
        });
  }

  private void print(VerifyResult result, PrintWriter out) {
    output.problems(result.problems());
    out.println(
        (result.isSound() ? "Sound: " : "NOT sound: ")
            + result.snapshots()
            + " snapshots, "
            + result.entries()
            + " entries, "
            + result.packs()
            + " packs"
            + (readData ? ", " + Units.bytes(result.bytesRead()) + " read" : "")
            + ".");
    if (!result.isSound()) {
      out.println(
          "For packs and the index, 'spaces snapshots repair --read-data' saves what it can.");
    }
  }

  private static void write(VerifyResult result, JsonGenerator json) throws IOException {
    json.writeBooleanField("sound", result.isSound());
    json.writeNumberField("snapshots", result.snapshots());
    json.writeNumberField("entries", result.entries());
    json.writeNumberField("packs", result.packs());
    json.writeNumberField("bytesRead", result.bytesRead());
    SnapshotText.write("problems", result.problems(), json);
  }
}
