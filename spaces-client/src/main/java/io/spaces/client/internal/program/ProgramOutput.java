package io.spaces.client.internal.program;

import io.spaces.client.internal.source.read.RunContent;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a program writes to its standard output. Each opening runs the program anew; the end of the
 * stream is reached only when the program ended with 0, and is an exception otherwise. The values
 * of the variables may be secret: they are never printed, and taken out of the program's
 * complaints.
 */
public final class ProgramOutput implements RunContent {
  private final List<String> argv;
  private final Map<String, String> variables;

  /** The output of a program that gets these variables besides its own environment. */
  public ProgramOutput(List<String> argv, Map<String, String> variables) {
    this.argv = List.copyOf(argv);
    this.variables = Map.copyOf(variables);
  }

  @Override
  public InputStream open(Path temporaryDirectory, Cancellation cancellation) throws IOException {
    return start(argv, name -> false, variables, () -> {}, cancellation);
  }

  /**
   * Starts a program.
   *
   * @param owned tells of the name of a variable whether the program gets it from here only, and
   *     not from its environment
   * @param cleanup what to do when the program has ended, or cannot be started
   * @param cancellation ends it, and what it has started
   */
  static InputStream start(
      List<String> argv,
      Predicate<String> owned,
      Map<String, String> variables,
      Runnable cleanup,
      Cancellation cancellation)
      throws IOException {
    ProgramTree tree;
    try {
      tree = tree(argv, owned, variables, false);
      tree.program().getOutputStream().close();
    } catch (IOException e) {
      cleanup.run();
      throw e;
    }
    return new ProgramInputStream(
        argv.get(0), tree, List.copyOf(variables.values()), cleanup, cancellation);
  }

  /**
   * A program that has just begun, whose input is for the caller to close.
   *
   * @param together whether its output and its complaints come as one
   */
  static ProgramTree tree(
      List<String> argv, Predicate<String> owned, Map<String, String> variables, boolean together)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(together);
    try {
      builder.environment().keySet().removeIf(owned);
      builder.environment().putAll(variables);
      return ProgramTree.start(builder);
    } catch (IllegalArgumentException e) {
      // Not as the cause: it quotes the value.
      throw new IOException(
          "The program " + argv.get(0) + " cannot be given its variables: one is not valid");
    } catch (IOException e) {
      throw new IOException(
          "The program " + argv.get(0) + " cannot be started; is it installed? " + reason(e), e);
    }
  }

  /** Runs a program to its end for what it does, not for what it writes. */
  static void run(List<String> argv, Cancellation cancellation) throws IOException {
    try (InputStream in = start(argv, name -> false, Map.of(), () -> {}, cancellation)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  /** The JDK's message repeats the whole command line before its reason. */
  private static String reason(IOException e) {
    return e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
  }

  @Override
  public String toString() {
    return "output of " + argv.get(0);
  }
}
