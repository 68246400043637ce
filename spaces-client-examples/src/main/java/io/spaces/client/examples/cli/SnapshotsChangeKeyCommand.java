package io.spaces.client.examples.cli;

import static java.util.Objects.requireNonNull;

import io.spaces.client.backup.Encryption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spaces snapshots change-key}. */
@Command(
    name = "change-key",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Changes the key or passphrase that opens the vault; nothing else is written anew.",
      "Whoever had the old one and a copy of the vault's old configuration can still read it."
    })
final class SnapshotsChangeKeyCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private VaultAccess vault;

  @ArgGroup(multiplicity = "1")
  private Next next = new Next();

  @Mixin private PassphraseOptions strength;
  @Mixin private Output output;

  /** One of the two. */
  static final class Next {
    @Option(
        names = "--new-key-file",
        paramLabel = "FILE",
        description = "A file with the new key: 64 hexadecimal digits.")
    @Nullable Path key;

    @Option(
        names = "--new-passphrase-file",
        paramLabel = "FILE",
        description = "A file with the new passphrase, one line.")
    @Nullable Path passphrase;
  }

  @Override
  public Integer call() {
    Encryption encryption = read();
    try {
      return vault.use(
          snapshots -> {
            snapshots.changeKey(encryption);
            return print();
          });
    } finally {
      encryption.destroy();
    }
  }

  private Encryption read() {
    SecretFiles files = new SecretFiles(command);
    return next.key != null
        ? files.key("--new-key-file", next.key)
        : strength.of(files.passphrase("--new-passphrase-file", requireNonNull(next.passphrase)));
  }

  private int print() {
    output.print(
        json -> json.writeBooleanField("changed", true),
        out -> out.println("The vault opens with the new key, and no longer with the old one."));
    return ExitCode.SUCCEEDED;
  }
}
