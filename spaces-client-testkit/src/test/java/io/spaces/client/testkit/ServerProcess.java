package io.spaces.client.testkit;

import io.spaces.client.identity.Credentials;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server in a JVM of its own, with a heap of its own. */
final class ServerProcess implements AutoCloseable {
  private static final long APP_SEED = 5;

  private final Process process;
  private final String endpoint;

  private ServerProcess(Process process, String endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts a server on disk, or one that discards when the folder is "discard". */
  static ServerProcess start(String heap, Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("-cp");
    command.add(System.getProperty("java.class.path").replace(";", File.pathSeparator));
    command.add(ServerProcess.class.getName());
    command.add(folder.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String endpoint = out.readLine();
    if (endpoint == null) {
      throw new IOException("The server did not start");
    }
    return new ServerProcess(process, endpoint);
  }

  public static void main(String[] args) throws IOException {
    SpaceServerBuilder builder = SpaceServer.builder().app(TestWallets.seeded(APP_SEED));
    SpaceServer server =
        args[0].equals("discard")
            ? builder.discarding().journal(0).start()
            : builder.disk(Path.of(args[0])).start();
    System.out.println(server.endpoint());
    while (System.in.read() >= 0) {
      // Ends with the process that started it.
    }
    server.close();
  }

  RawClient client() {
    return new RawClient(endpoint, Credentials.wallet(TestWallets.seeded(APP_SEED)));
  }

  /** Ends the process as a power cut would, but for what the system still writes. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
