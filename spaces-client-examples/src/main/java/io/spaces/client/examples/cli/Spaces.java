package io.spaces.client.examples.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
  private static final List<String> COMMANDS =
      List.of(
          "backup",
          "restore",
          "verify-mirror",
          "snapshots",
          "keys",
          "history",
          "status",
          "plans",
          "schedule",
          "ls",
          "get",
          "put",
          "rm",
          "serve",
          "console",
          "wallet",
          "demo",
          "bench",
          "bench-floor");

  @Spec private CommandSpec spec;

  /**
   * Runs the program and ends the JVM with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    // All that is printed is English; a library may not say which locale it means.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    Logging.configure(args);
    HeadStart.begin(args);
    CommandLine program = program(args);
    program.setOut(utf8(FileDescriptor.out));
    program.setErr(utf8(FileDescriptor.err));
    System.exit(
        Arguments.areReadable(args)
            ? told(program, program.execute(args))
            : Mistakes.unreadable(program));
  }

  /** Nothing has succeeded that could not be told: a new wallet's key may be lost, say. */
  private static int told(CommandLine program, int exitCode) {
    if (program.getOut().checkError() && exitCode == ExitCode.SUCCEEDED) {
      program.getErr().println("spaces: standard output cannot be written.");
      return ExitCode.FAILED;
    }
    return exitCode;
  }

  /** The program, ready to execute a command line. */
  static CommandLine program(String... args) {
    CommandLine program = new CommandLine(new Spaces());
    // To read the annotations of a command takes milliseconds: spare those that will not run.
    boolean known = args.length > 0 && COMMANDS.contains(args[0]);
    for (String name : known ? List.of(args[0]) : COMMANDS) {
      program.addSubcommand(name, command(name));
    }
    program.addSubcommand("help", new CommandLine.HelpCommand());
    program.registerConverter(Path.class, new PathConverter());
    program.setParameterExceptionHandler(Mistakes::usage);
    program.setExecutionExceptionHandler(Mistakes::failure);
    program.setCaseInsensitiveEnumValuesAllowed(true);
    return program;
  }

  private static Object command(String name) {
    return switch (name) {
      case "backup" -> new BackupCommand();
      case "restore" -> new RestoreCommand();
      case "verify-mirror" -> new VerifyMirrorCommand();
      case "snapshots" -> new SnapshotsCommand();
      case "keys" -> new KeysCommand();
      case "history" -> new HistoryCommand();
      case "status" -> new StatusCommand();
      case "plans" -> new PlansCommand();
      case "schedule" -> new ScheduleCommand();
      case "ls" -> new LsCommand();
      case "get" -> new GetCommand();
      case "put" -> new PutCommand();
      case "rm" -> new RmCommand();
      case "serve" -> new ServeCommand();
      case "console" -> new ConsoleCommand();
      case "wallet" -> new WalletCommand();
      case "demo" -> new DemoCommand();
      case "bench" -> new BenchCommand();
      case "bench-floor" -> new FloorCommand();
      default -> throw new IllegalArgumentException(name);
    };
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
