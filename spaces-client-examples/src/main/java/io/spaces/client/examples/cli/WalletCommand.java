package io.spaces.client.examples.cli;

import picocli.CommandLine.Command;

/** {@code spaces wallet}. */
@Command(
    name = "wallet",
    mixinStandardHelpOptions = true,
    subcommands = WalletNewCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Wallets: a DID and the secret key that signs for it.")
final class WalletCommand extends CommandGroup {}
