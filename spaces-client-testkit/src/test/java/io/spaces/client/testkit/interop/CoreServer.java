package io.spaces.client.testkit.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A space on the official server's core, in a process of its own, which ends with this one. What it
 * can do otherwise is in the first lines of {@code core-server.cjs}.
 */
final class CoreServer implements PeerSpace {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final String endpoint;

  private CoreServer(Process process, Path log) throws IOException {
    this.process = process;
    this.log = log;
    this.endpoint = Peer.answer(process, log).path("endpoint").asText();
  }

  /** Starts one on a folder that is gone when it ends. */
  static CoreServer start(String... options) {
    List<String> arguments = new ArrayList<>(List.of("--port", "0", "--attached"));
    try {
      arguments.addAll(List.of("--root", Files.createTempDirectory("core-server").toString()));
      arguments.addAll(List.of(options));
      Path log = Files.createTempFile("core-server", ".log");
      return new CoreServer(Peer.start("core-server.cjs", log, arguments), log);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the core server with " + arguments, e);
    }
  }

  @Override
  public String endpoint() {
    return endpoint;
  }

  /** What those are given who come with an access key or a token. */
  String origin() {
    URI uri = URI.create(endpoint);
    return uri.getScheme() + "://" + uri.getAuthority();
  }

  @Override
  public SortedMap<String, String> below(String did) {
    String folder = "/.did-objects/" + did + "/";
    SortedMap<String, String> hashes = new TreeMap<>();
    for (Map.Entry<String, JsonNode> object : ask("__objects").properties()) {
      int at = object.getKey().indexOf(folder);
      if (at >= 0) {
        String path = object.getKey().substring(at + folder.length());
        hashes.put(path, object.getValue().path("hash").asText());
      }
    }
    return hashes;
  }

  @Override
  public long uploads() {
    return stats().path("put").asLong();
  }

  @Override
  public List<Row> records() {
    List<Row> rows = new ArrayList<>();
    for (JsonNode row : ask("__audit")) {
      rows.add(
          new Row(
              row.path("actionType").asText(),
              row.path("status").asText(),
              row.path("data").path("target").asText(),
              row.path("data").path("totalCount").asLong(-1),
              row.path("data").path("size").asLong(-1)));
    }
    return rows;
  }

  /** Counts of what it was asked, and how much is stored. */
  JsonNode stats() {
    return ask("__stats");
  }

  /** The first few requests whose signatures it refused, and why. */
  List<String> rejections() {
    List<String> texts = new ArrayList<>();
    stats().path("rejections").forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Collects the contents that nothing refers to any more, as the server does now and then. */
  int collectGarbage() {
    return ask("__gc").path("collected").asInt();
  }

  /** Loses the contents of objects, and lists them still. */
  int forget(String partOfKey) {
    return ask("__forget?match=" + partOfKey).path("forgotten").asInt();
  }

  /** Does what the next such request asks for, but never answers it. */
  void loseAnswer(String method, String partOfPath) {
    ask("__fail?kind=lost&method=" + method + "&match=" + partOfPath);
  }

  private JsonNode ask(String path) {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(origin() + "/" + path)).build(),
              BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(response.statusCode() + " " + response.body());
      }
      return Peer.json(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot ask the core server for " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close(); // it ends with its input, and removes its folder
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
