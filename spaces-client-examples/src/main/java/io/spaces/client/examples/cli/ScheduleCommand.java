package io.spaces.client.examples.cli;

import picocli.CommandLine.Command;

/** {@code spaces schedule}. */
@Command(
    name = "schedule",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ScheduleRunCommand.class,
    description = "Follows plans.")
final class ScheduleCommand extends CommandGroup {}
