package io.spaces.client.examples.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code spaces}: backs folders up to a DID Space from the command line. */
@Command(
    name = "spaces",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Backs folders up to a DID Space, and gets them back.",
    footer = {
      "",
      "Exit codes: 0 succeeded, 1 failed, 2 usage, 3 partial (some objects failed), 130 cancelled.",
      "Try 'spaces COMMAND --help'."
    })
public final class Spaces implements Runnable {
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

  @Spec private CommandSpec spec;

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("backup", BackupCommand::new);
    commands.put("ls", LsCommand::new);
    commands.put("get", GetCommand::new);
    commands.put("put", PutCommand::new);
    commands.put("rm", RmCommand::new);
    commands.put("serve", ServeCommand::new);
    commands.put("wallet", WalletCommand::new);
    commands.put("demo", DemoCommand::new);
    commands.put("bench", BenchCommand::new);
    commands.put("bench-floor", FloorCommand::new);
    return commands;
  }

  /**
   * Runs the program and ends the JVM with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    Logging.configure(args);
    HeadStart.begin(args);
    CommandLine program = program(args);
    program.setOut(utf8(FileDescriptor.out));
    program.setErr(utf8(FileDescriptor.err));
    System.exit(program.execute(args));
  }

  /** The program, ready to execute a command line. */
  static CommandLine program(String... args) {
    CommandLine program = new CommandLine(new Spaces());
    Supplier<Object> only = args.length == 0 ? null : COMMANDS.get(args[0]);
    if (only != null) {
      // To read the annotations of a command takes milliseconds: spare those that will not run.
      program.addSubcommand(args[0], only.get());
    } else {
      COMMANDS.forEach((name, command) -> program.addSubcommand(name, command.get()));
    }
    program.setParameterExceptionHandler(Mistakes::usage);
    program.setExecutionExceptionHandler(Mistakes::failure);
    program.setCaseInsensitiveEnumValuesAllowed(true);
    return program;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }

  /** What is printed may be any text, whatever the locale is. */
  private static PrintWriter utf8(FileDescriptor stream) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
  }
}
