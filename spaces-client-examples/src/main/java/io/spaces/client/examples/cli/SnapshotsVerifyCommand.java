package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.snapshot.VerifyOptions;
import io.spaces.client.snapshot.VerifyResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spaces snapshots verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Looks whether all that snapshots need is there.")
final class SnapshotsVerifyCommand implements Callable<Integer> {
  @Mixin private VaultAccess vault;

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "Snapshots to look at, by their ids, or the beginnings of them. Default: all.")
  private List<String> ids = List.of();

  @Option(
      names = "--set",
      paramLabel = "NAME",
      converter = SetConverter.class,
      description = "Look at the snapshots of this set alone; - for those of none.")
  private @Nullable String set;

  @Mixin private ReadingOptions reading;

  @Mixin private Output output;

  @Override
  public Integer call() throws InterruptedException {
    VerifyOptions.Builder building = reading.options().snapshots(ids.toArray(String[]::new));
    VerifyOptions options = (set == null ? building : building.set(set)).build();
    return vault.use(
        snapshots -> {
          VerifyResult result = vault.await(snapshots, output, tasks -> tasks.verify(options));
          output.print(json -> write(result, json), out -> print(result, options.readData(), out));
          return result.isSound() ? ExitCode.SUCCEEDED : ExitCode.FAILED;
        });
  }

  private void print(VerifyResult result, boolean readData, PrintWriter out) {
    output.problems(result.problems());
    boolean left = readData && !result.isComplete();
    out.println(
        (result.isSound() ? (left ? "Sound as far as read: " : "Sound: ") : "NOT sound: ")
            + result.snapshots()
            + " snapshots, "
            + result.entries()
            + " entries, "
            + result.packs()
            + " packs"
            + (readData
                ? ", " + result.packsRead() + " of them read, " + Units.bytes(result.bytesRead())
                : "")
            + ".");
    if (result.readSince() != null) {
      out.println("It went on from earlier runs, of which the first was at " + result.readSince());
    }
    if (left) {
      out.println("Left for other runs: " + result.packsUnread() + " packs.");
    }
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
    json.writeNumberField("packsRead", result.packsRead());
    json.writeNumberField("packsUnread", result.packsUnread());
    Instant since = result.readSince();
    json.writeStringField("readSince", since == null ? null : since.toString());
    SnapshotText.write("problems", result.problems(), json);
  }
}
