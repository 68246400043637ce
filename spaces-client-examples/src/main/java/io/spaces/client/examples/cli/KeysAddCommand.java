package io.spaces.client.examples.cli;

import io.spaces.client.Snapshots;
import io.spaces.client.backup.Encryption;
import io.spaces.client.snapshot.KeySlot;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spaces keys add}. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Adds a key, a passphrase or a recovery key that opens the vault, beside those it has.",
      "Nothing else is written anew. Releases that knew one key only open the vault no more."
    })
final class KeysAddCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private VaultAccess vault;

  @Option(
      names = "--label",
      paramLabel = "TEXT",
      required = true,
      description = "What to call it; no two keys of a vault are called the same.")
  private String label;

  @ArgGroup(multiplicity = "1")
  private Next next = new Next();

  @Mixin private PassphraseOptions strength;
  @Mixin private Output output;

  /** One of them, or a recovery key. */
  static final class Next extends NewSecret {
    @Option(
        names = "--recovery",
        paramLabel = "PUBLIC",
        description = "The public half of a pair that 'spaces keys recovery new' has made.")
    @Nullable String recovery;
  }

  @Override
  public Integer call() {
    String recovery = next.recovery;
    if (recovery != null) {
      return vault.use(snapshots -> print(snapshots.keys().addRecovery(label, recovery)));
    }
    Encryption encryption = next.read(command, strength);
    try {
      return vault.use((Snapshots snapshots) -> print(snapshots.keys().add(label, encryption)));
    } finally {
      encryption.destroy();
    }
  }

  private int print(KeySlot added) {
    return KeysCommand.print("added", added, "The vault opens with this, too: ", output);
  }
}
