package io.spaces.client.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code spaces wallet}. */
@Command(
    name = "wallet",
    mixinStandardHelpOptions = true,
    subcommands = WalletNewCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Wallets: a DID and the secret key that signs for it.")
final class WalletCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing: new.");
  }
}
