package io.spaces.client.examples.cli;

import io.spaces.client.backup.RecoveryKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spaces keys recovery}. */
@Command(
    name = "recovery",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Recovery keys: pairs of which a vault takes the public half, and the private one opens it.",
      "The machine that backs up never needs the private one. Keep it on paper, or in a safe."
    })
final class KeysRecoveryCommand extends CommandGroup {
  @Command(
      name = "new",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Makes a new pair, and prints both halves.",
        "'keys add --recovery PUBLIC' adds it to a vault; --recovery-key-file opens it again."
      })
  int make(
      @Mixin Output output,
      @Option(
              names = "--private-key-file",
              paramLabel = "FILE",
              description = "Write the private half to this new file, for its owner only, instead.")
          @Nullable Path file)
      throws IOException {
    RecoveryKey pair = RecoveryKey.random();
    try {
      if (file != null) {
        save(pair, file, output);
      }
      String secret = file == null ? pair.exportPrivateKey() : "";
      output.print(
          json -> {
            json.writeStringField("publicKey", pair.publicKey());
            json.writeStringField(
                file == null ? "privateKey" : "privateKeyFile",
                file == null ? secret : file.toString());
          },
          out -> {
            out.println("public half   " + pair.publicKey());
            out.println("private half  " + (file == null ? secret : "in the file " + file));
          });
      return ExitCode.SUCCEEDED;
    } finally {
      pair.destroy();
    }
  }

  private static void save(RecoveryKey pair, Path file, Output output) throws IOException {
    try {
      PrivateFiles.create(file, pair.exportPrivateKey() + "\n");
    } catch (FileAlreadyExistsException e) {
      throw output.mistake("--private-key-file " + file + " exists; expected a new file.");
    }
  }
}
