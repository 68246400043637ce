package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.testkit.SpaceServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleCommandTest {
  @TempDir Path temporary;

  @Test
  void showsSampleDataInASpaceOfItsOwnAgainAndAgain() throws Exception {
    String root = temporary.resolve("sample").toString();
    for (int start = 0; start < 2; start++) {
      Process process = console("--root", root, "--json", "--port", "0");
      try (BufferedReader out = reader(process)) {
        JsonNode printed = Run.json(String.valueOf(out.readLine()));
        assertThat(printed.path("address").asText()).startsWith("http://127.0.0.1:");
        JsonNode page = ask(printed, "backup/fetch");
        assertThat(page.path("total").asInt()).isGreaterThan(70);
        assertThat(ask(printed, "api/status").path("connected").asBoolean()).isTrue();
      }
      stop(process);
    }
  }

  @Test
  void looksAfterARealSpaceWithATokenFromAFile() throws Exception {
    Path token = temporary.resolve("token");
    Path data = Files.createDirectories(temporary.resolve("data"));
    Path phrase = Files.writeString(temporary.resolve("phrase"), "open sesame, please\n");
    try (SpaceServer space = SpaceServer.inMemory().start()) {
      Path key = Files.writeString(temporary.resolve("key"), space.wallet().exportSecretKey());
      Process process =
          console(
              "--endpoint",
              space.endpoint(),
              "--secret-key-file",
              key.toString(),
              "--passphrase-file",
              phrase.toString(),
              "--data",
              data.toString(),
              "--token-file",
              token.toString(),
              "--port",
              "0",
              "--json");
      try (BufferedReader out = reader(process)) {
        JsonNode printed = Run.json(String.valueOf(out.readLine()));
        assertThat(printed.path("token").asText()).isEqualTo("in the file " + token);
        String secret = Files.readString(token).strip();
        JsonNode status = ask(printed.path("address").asText(), secret, "api/status");
        assertThat(status.path("connected").asBoolean()).isTrue();
        assertThat(status.path("root").asText()).isEqualTo(data.toRealPath().toString());
      }
      stop(process);
    }
  }

  @Test
  void putsNoSampleDataIntoAFolderWithSomethingElseInIt() throws IOException {
    Path root = Files.createDirectories(temporary.resolve("mine"));
    Files.writeString(root.resolve("letter.txt"), "Dear reader");

    Run run = Run.spaces("console", "--port", "0", "--root", root.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(root.toString(), "neither empty nor a sample space");
    assertThat(root)
        .isDirectoryContaining("glob:**/letter.txt")
        .isDirectoryNotContaining("glob:**/data");
  }

  @Test
  void leavesNothingOfSampleDataThatCannotBeWhereItShould() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("nowhere"));

    Run run = Run.spaces("console", "--port", "0", "--root", link.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(temporary.toFile().list()).containsExactly("link");
  }

  private Process console(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Spaces.class.getName()));
    command.add("console");
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XDG_STATE_HOME", temporary.resolve("state").toString());
    return builder.redirectError(temporary.resolve("errors").toFile()).start();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static JsonNode ask(JsonNode printed, String path) throws Exception {
    return ask(printed.path("address").asText(), printed.path("token").asText(), path);
  }

  private static JsonNode ask(String address, String token, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Authorization", "Bearer " + token)
            .build();
    return Run.json(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }

  /** As Ctrl-C does. */
  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }
}
