package io.spaces.client.examples.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A space in a process of its own that forgets the content of what it is sent. */
final class Server implements AutoCloseable {
  private final @Nullable Process process;
  private final String endpoint;

  private Server(@Nullable Process process, String endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  static Server start() throws IOException {
    return start("--discard");
  }

  /** A server that keeps what it gets. */
  static Server onDisk(Path root) throws IOException {
    return start("--root=" + root);
  }

  private static Server start(String storage) throws IOException {
    List<String> command = Program.command(List.of("-Xmx256m"), "serve", storage, "--no-verify");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader stdout = process.inputReader();
    String line = stdout.readLine();
    if (line == null) {
      process.destroy();
      throw new IOException("the server has not started");
    }
    return new Server(process, new ObjectMapper().readTree(line).path("endpoint").asText());
  }

  /** A server that somebody else has started. */
  static Server at(String endpoint) {
    return new Server(null, endpoint);
  }

  String endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      process.onExit().join(); // it may still be writing below its root
    }
  }
}
