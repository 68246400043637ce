package io.spaces.client.internal.program;

import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is run for what it does, not for what it writes. */
public final class ProgramRun {
  private final List<String> argv;
  private final Map<String, String> variables;
  private final List<String> secrets;

  /**
   * A program that gets variables besides its own environment.
   *
   * @param variables their values are nowhere printed where they are
   * @param secrets these
   */
  public ProgramRun(List<String> argv, Map<String, String> variables, List<String> secrets) {
    this.argv = List.copyOf(argv);
    this.variables = Map.copyOf(variables);
    this.secrets = List.copyOf(secrets);
  }

  /**
   * Runs it to its end, or ends it, and all that it has started, at the limit and when it is
   * cancelled.
   *
   * @throws IOException when it cannot be started, ends with another code than 0, or takes longer
   */
  public void run(Duration limit, Cancellation cancellation)
      throws IOException, InterruptedException {
    cancellation.throwIfCancelled();
    String program = argv.get(0);
    ProgramTree tree = ProgramOutput.tree(argv, name -> false, variables, true);
    Process process = tree.program();
    process.getOutputStream().close();
    Complaints said = new Complaints(program, process.getInputStream());
    boolean ended = false;
    Cancellation.Registration breakingOff = cancellation.onCancel(() -> tree.endSoon(program));
    try {
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      breakingOff.close();
      if (!ended || cancellation.isCancelled()) {
        tree.end();
      }
    }
    if (cancellation.isCancelled()) {
      throw new CancelledException("The program " + program + " was cancelled.", null);
    }
    if (!ended) {
      throw new IOException(
          "The program "
              + program
              + " had not ended after "
              + limit.toSeconds()
              + " s, and was ended");
    }
    if (process.exitValue() != 0) {
      throw said.failure(process.exitValue(), secrets);
    }
  }
}
