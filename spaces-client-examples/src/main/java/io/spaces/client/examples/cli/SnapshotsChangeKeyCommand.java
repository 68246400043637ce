package io.spaces.client.examples.cli;

import io.spaces.client.backup.Encryption;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
  private NewSecret next = new NewSecret();

  @Mixin private PassphraseOptions strength;
  @Mixin private Output output;

  @Override
  public Integer call() throws InterruptedException {
    Encryption encryption = next.read(command, strength);
    try {
      return vault.use(
          snapshots -> {
            snapshots.tasks().changeKey(encryption).await();
            return print();
          });
    } finally {
      encryption.destroy();
    }
  }

  private int print() {
    output.print(
        json -> json.writeBooleanField("changed", true),
        out -> out.println("The vault opens with the new key, and no longer with the old one."));
    return ExitCode.SUCCEEDED;
  }
}
