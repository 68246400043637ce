package io.spaces.client.testkit.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The official JavaScript client: each run is a process. */
final class OfficialClient implements PeerClient {
  private final String endpoint;

  OfficialClient(String endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public Run full(String did, Path source) {
    return run("full", "--pid", did, "--dir", source.toString());
  }

  @Override
  public Run incremental(String did, Path source, boolean strict) {
    List<String> options = new ArrayList<>(List.of("--pid", did, "--dir", source.toString()));
    if (strict) {
      options.add("--strict");
    }
    return run("incremental", options.toArray(String[]::new));
  }

  @Override
  public Run restore(String did, Path target) {
    return run("restore", "--pid", did, "--dir", target.toString());
  }

  @Override
  public List<PeerSpace.Row> history() {
    List<PeerSpace.Row> rows = new ArrayList<>();
    for (JsonNode row : ask("history").path("data").path("rows")) {
      rows.add(
          new PeerSpace.Row(
              row.path("actionType").asText(),
              row.path("status").asText(),
              row.path("data").path("target").asText(),
              row.path("data").path("totalCount").asLong(-1),
              row.path("data").path("size").asLong(-1)));
    }
    return rows;
  }

  private Run run(String command, String... options) {
    JsonNode answer = ask(command, options);
    JsonNode data = answer.path("data");
    return new Run(
        answer.path("statusCode").asInt(),
        answer.path("statusMessage").asText(),
        data.path("errorCount").asLong(),
        data.path("count").asLong(),
        data.path("size").asLong());
  }

  /** Runs a command and returns all that it prints. */
  JsonNode ask(String command, String... options) {
    List<String> arguments = new ArrayList<>(List.of(command, "--endpoint", endpoint));
    arguments.addAll(List.of(options));
    try {
      Path log = Files.createTempFile("official-client", ".log");
      Process process = Peer.start("official-client.cjs", log, arguments);
      try {
        return Peer.answer(process, log);
      } finally {
        process.waitFor();
        Files.delete(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run the official client: " + arguments, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {}
}
