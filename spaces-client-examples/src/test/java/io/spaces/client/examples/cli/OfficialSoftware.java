package io.spaces.client.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One script of the official software, as a process that ends with the test: the test kit's build
 * has put them into a folder, with what they need.
 */
final class OfficialSoftware implements AutoCloseable {
  private static final Path FOLDER =
      Path.of("..", "spaces-client-testkit", "target", "peer").toAbsolutePath().normalize();

  private final Process process;
  private final JsonNode answer;

  private OfficialSoftware(String script, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("node", FOLDER.resolve(script).toString()));
    command.addAll(arguments);
    process =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out = process.inputReader();
    answer = Run.json(String.valueOf(out.readLine()));
  }

  /** Whether there is Node.js, and the build was asked for these tests. */
  static boolean isInstalled() {
    return Files.exists(FOLDER.resolve("ready"));
  }

  /** A space on the core of the official server, as the first lines of the script describe it. */
  static OfficialSoftware coreServer(Path root, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--port", "0", "--attached"));
    arguments.addAll(List.of("--root", root.toString()));
    arguments.addAll(List.of(options));
    return new OfficialSoftware("core-server.cjs", arguments);
  }

  /** What the official client prints at its end. */
  static JsonNode client(String command, String endpoint, Path folder) throws IOException {
    List<String> arguments = List.of(command, "--endpoint", endpoint, "--dir", folder.toString());
    try (OfficialSoftware client = new OfficialSoftware("official-client.cjs", arguments)) {
      return client.answer;
    }
  }

  /** The endpoint of a server. */
  String endpoint() {
    return answer.path("endpoint").asText();
  }

  /** Lets a server do what the next such request asks for, but never answer it. */
  void loseAnswer(String method, String partOfPath) throws IOException, InterruptedException {
    URI fail =
        URI.create(endpoint())
            .resolve("/__fail?kind=lost&method=" + method + "&match=" + partOfPath);
    HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(fail).build(), BodyHandlers.discarding());
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close(); // a server ends with its input, and removes its folder
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
