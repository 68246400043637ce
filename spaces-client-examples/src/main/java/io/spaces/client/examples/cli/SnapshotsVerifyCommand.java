package io.spaces.client.examples.cli;

import io.spaces.client.snapshot.VerifyResult;
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
  public Integer call() {
    return vault.use(
        snapshots -> {
          VerifyResult result = snapshots.verify(readData);
          if (output.isJson()) {
            printJson(result);
          } else {
            print(result);
          }
          return result.isSound() ? ExitCode.SUCCEEDED : ExitCode.FAILED;
        });
  }

  private void print(VerifyResult result) {
    result
        .problems()
        .forEach(problem -> output.err().println("problem  " + Printable.line(problem)));
    output.err().flush();
    output
        .out()
        .println(
            (result.isSound() ? "Sound: " : "NOT sound: ")
                + result.snapshots()
                + " snapshots, "
                + result.entries()
                + " entries, "
                + result.packs()
                + " packs"
                + (readData ? ", " + Units.bytes(result.bytesRead()) + " read" : "")
                + ".");
    output.out().flush();
  }

  private void printJson(VerifyResult result) {
    output.printJson(
        json -> {
          json.writeBooleanField("sound", result.isSound());
          json.writeNumberField("snapshots", result.snapshots());
          json.writeNumberField("entries", result.entries());
          json.writeNumberField("packs", result.packs());
          json.writeNumberField("bytesRead", result.bytesRead());
          SnapshotText.write("problems", result.problems(), json);
        });
  }
}
