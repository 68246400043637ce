package io.spaces.client.examples.cli;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong, on standard error, and which exit code that is. */
final class Mistakes {
  /** A key behind a misspelt option would be repeated as an argument that nobody expects. */
  private static final Pattern SECRET = Pattern.compile("(0[xX])?\\p{XDigit}{64,}");

  private Mistakes() {}

  /** The command line cannot be understood. */
  static int usage(ParameterException e, String[] args) {
    return usage(e.getCommandLine(), SECRET.matcher(told(e)).replaceAll("(a secret)"));
  }

  /** What follows an option that nobody knows, say {@code --passphrase}, may be a secret. */
  private static String told(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      if (first.startsWith("-")) {
        return "Unknown option: " + first.split("=", 2)[0] + ".";
      }
    }
    // Of groups of options, picocli says "Error: --a, --b are mutually exclusive".
    return String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
  }

  /** Returns the number, which lies within the bounds. */
  static int between(Output output, String option, int min, int max, int value) {
    if (value < min || value > max) {
      throw output.mistake(
          option + " is " + value + "; expected a number from " + min + " to " + max + ".");
    }
    return value;
  }

  /** The command has thrown. */
  static int failure(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof InvalidParameterException invalid) {
      return usage(command, inTermsOfOptions(invalid, command.getCommandSpec()));
    }
    PrintWriter err = command.getErr();
    boolean expected =
        e instanceof SpaceException
            || e instanceof IOException
            || e instanceof UncheckedIOException;
    String what = expected ? told(e) : mayQuote(e) ? e.getClass().getName() : e.toString();
    err.println(command.getCommandSpec().qualifiedName() + ": " + Printable.line(what));
    if (mayQuote(e)) {
      Arrays.stream(e.getStackTrace()).forEach(frame -> err.println("\tat " + frame));
    } else if (!expected || isVerbose(parsed)) {
      e.printStackTrace(err);
    }
    err.flush();
    return ExitCode.FAILED;
  }

  /** Whether an error's message is little else than what could not be read: a secret, maybe. */
  private static boolean mayQuote(Exception e) {
    return e instanceof IllegalArgumentException || e instanceof DateTimeException;
  }

  /** The locale has no characters for what was typed. */
  static int unreadable(CommandLine program) {
    return usage(
        program,
        "an argument has bytes that the locale cannot express (it uses "
            + Arguments.charset()
            + "); write it in UTF-8, and run this in a UTF-8 locale, as with LC_ALL=C.UTF-8.");
  }

  private static int usage(CommandLine command, String message) {
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println(name + ": " + message);
    err.println("Try '" + name + " --help'.");
    err.flush();
    return ExitCode.USAGE;
  }

  /** The library's message, with the name of the option in place of the parameter's. */
  private static String inTermsOfOptions(InvalidParameterException e, CommandSpec command) {
    String message = layouts(String.valueOf(e.getMessage()));
    return message.startsWith(e.parameter())
        ? option(e.parameter(), command) + message.substring(e.parameter().length())
        : message;
  }

  /** A message that tells to give a layout tells by which option. */
  static String layouts(String message) {
    return message
        .replace("layout(VAULT)", "--layout vault")
        .replace("layout(MIRROR)", "--layout mirror");
  }

  /** A message that tells to check a parameter tells to check the option. */
  static String options(String message) {
    return layouts(message).replace("appPid", "--app-pid");
  }

  private static String option(String parameter, CommandSpec command) {
    String option = "--" + parameter.replaceAll("(\\p{Lu})", "-$1").toLowerCase(Locale.ROOT);
    if (command.findOption(option) != null) {
      return option;
    }
    return switch (parameter) {
      case "address" -> "--endpoint";
      case "source" -> "SOURCE";
      case "target" -> "TARGET";
      case "key" -> "KEY";
      case "id" -> "ID";
      case "folder" -> "FOLDER";
      case "archive" -> "ARCHIVE";
      case "stateDirectory" -> "--state-dir";
      case "temporaryDirectory" -> "--temp-dir";
      case "expiresAt" -> "--expires";
      case "retention" -> "--keep";
      case "encryption" -> "--key-file or --passphrase-file";
      default -> option;
    };
  }

  /** An I/O error's message is often no more than a path: its type says what is wrong with it. */
  private static String told(Exception e) {
    if (e instanceof UncheckedIOException
        && e.getCause() instanceof IOException cause
        && cause.toString().equals(e.getMessage())) {
      return told(cause);
    }
    return e instanceof FileSystemException
        ? e.getClass().getSimpleName() + ": " + e.getMessage()
        : String.valueOf(e.getMessage());
  }

  private static boolean isVerbose(ParseResult parsed) {
    ParseResult innermost = parsed;
    while (innermost.hasSubcommand()) {
      innermost = innermost.subcommand();
    }
    return innermost.hasMatchedOption("-v");
  }
}
