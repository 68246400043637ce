package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.e2e.HostileProgram.Outcome;
import io.spaces.client.e2e.HostileProgram.Place;
import io.spaces.client.e2e.HostileProgram.Work;
import io.spaces.client.testkit.SpaceServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link HostileProgram} in a small JVM, which ends when its heap is exhausted. */
final class HostileChild implements AutoCloseable {
  private static final String END = "";

  private final Path temporary;
  private final Path output;
  private final String key;
  private @Nullable Process process;
  private BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  /**
   * A child that is started when it is needed, and again when it has died.
   *
   * @param temporary its directory for temporary files
   * @param output where what it logs goes to
   */
  HostileChild(SpaceServer server, Path temporary, Path output) {
    this.key = server.wallet().exportSecretKey();
    this.temporary = temporary;
    this.output = output;
  }

  /** What came of it. */
  record Report(Outcome outcome, String text, Duration took, Duration waited) {
    boolean succeeded() {
      return outcome == Outcome.SUCCEEDED;
    }
  }

  /**
   * Has something done.
   *
   * @param patient whether it may wait for the server as long as clients do unless told otherwise
   * @return what came of it; that it died, or did not end in time, is something broken
   */
  Report run(Work work, String endpoint, boolean patient, Place place, Duration limit)
      throws IOException, InterruptedException {
    Process running = running();
    long start = System.nanoTime();
    PrintWriter in = new PrintWriter(running.outputWriter(UTF_8), true);
    in.println(
        String.join(
            "\t",
            work.name(),
            endpoint,
            Boolean.toString(patient),
            place.app(),
            place.source().toString(),
            place.state().toString(),
            place.target().toString()));
    String answer = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (answer == null) {
      String threads = threadsOf(running);
      close();
      return new Report(Outcome.BROKEN, "No end in " + limit + "\n" + threads, took, took);
    }
    if (answer.equals(END) || answer.startsWith("Terminating")) {
      int exit = running.waitFor();
      close();
      return new Report(Outcome.BROKEN, "It died: " + exit + " " + answer, took, took);
    }
    String[] words = answer.split("\t", -1);
    return new Report(
        Outcome.valueOf(words[0]),
        new String(Base64.getDecoder().decode(words[1]), UTF_8),
        took,
        Duration.ofSeconds(Long.parseLong(words[2])));
  }

  private Process running() throws IOException {
    Process running = process;
    if (running == null) {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx256m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-XX:+ExitOnOutOfMemoryError",
              "-Djava.io.tmpdir=" + temporary,
              "-cp",
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
              HostileProgram.class.getName());
      builder.environment().put("SPACES_KEY", key);
      builder.redirectError(ProcessBuilder.Redirect.appendTo(output.toFile()));
      Process started = builder.start();
      BlockingQueue<String> lines = new LinkedBlockingQueue<>();
      Thread reader = new Thread(() -> read(started.inputReader(UTF_8), lines), "child's answers");
      reader.setDaemon(true);
      reader.start();
      answers = lines;
      process = started;
      running = started;
    }
    return running;
  }

  @SuppressWarnings("EmptyCatch")
  private static void read(BufferedReader from, BlockingQueue<String> lines) {
    try (from) {
      from.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      // It has died.
    } finally {
      lines.add(END);
    }
  }

  private static String threadsOf(Process process) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    Long.toString(process.pid()),
                    "Thread.print"))
            .redirectErrorStream(true)
            .start();
    String printed = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
    jcmd.waitFor();
    return printed;
  }

  @Override
  public void close() {
    Process running = process;
    process = null;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }
}
