package io.spaces.client.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EventsTest {
  @TempDir Path temporary;
  private RunningConsole console;

  @BeforeEach
  void open() throws IOException {
    console = new RunningConsole(temporary);
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void tellOfABackupFromItsStartToItsEnd() throws Exception {
    try (Stream<String> lines = listen().body()) {
      Iterator<String> line = lines.iterator();
      assertThat(line.next()).isEqualTo("event: hello");
      console.post("/backup/create", "{'description': 'Live'}");

      List<String> statuses = new ArrayList<>();
      double fraction = 0;
      do {
        JsonNode backup = next("backup", line);
        assertThat(backup.path("description").asText()).isEqualTo("Live");
        statuses.add(backup.path("status").asText());
        double now = backup.path("progress").path("fraction").asDouble(fraction);
        assertThat(now).isBetween(fraction, 1.0);
        fraction = now;
      } while (!statuses.contains("succeeded"));
      assertThat(statuses).startsWith("running");
      assertThat(fraction).isEqualTo(1.0);
    }
  }

  @Test
  void tellOfARestoreAndOfChanges() throws Exception {
    String id = console.backUp("Whole").path("id").asText();
    try (Stream<String> lines = listen().body()) {
      Iterator<String> line = lines.iterator();
      console.post("/backup/update", "{'id': '" + id + "', 'description': 'Other'}");
      assertThat(next("changed", line)).isEmpty();
      console.post("/backup/restore", "{'id': '" + id + "'}");
      JsonNode state;
      do {
        state = next("restore", line);
      } while (state.path("status").asText().equals("running"));
      assertThat(state.path("status").asText()).isEqualTo("succeeded");
    }
  }

  @Test
  void areForSoManyListenersAndEndWithTheConsole() throws Exception {
    List<HttpResponse<Stream<String>>> listeners = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      listeners.add(listen());
      assertThat(listeners.get(i).statusCode()).isEqualTo(200);
    }
    assertThat(listen().statusCode()).isEqualTo(503);
    assertThat(console.get("/api/status").status()).isEqualTo(200);

    console.restart();

    for (HttpResponse<Stream<String>> listener : listeners) {
      assertThat(ends(listener.body())).isTrue();
    }
  }

  @Test
  void keepNoPlaceForOneWhoIsGoneBeforeTheFirstWord() {
    try (Events events = new Events()) {
      for (int i = 0; i < 100; i++) {
        Reply.Feed feed = events.listen();
        feed.close();
      }
    }
  }

  /** Whether it comes to an end, be it a sudden one. */
  private static boolean ends(Stream<String> lines) {
    try (lines) {
      return lines.count() > 0;
    } catch (java.io.UncheckedIOException e) {
      return true;
    }
  }

  private HttpResponse<Stream<String>> listen() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(console.address().resolve("/api/events"))
            .header("Authorization", "Bearer " + RunningConsole.TOKEN)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
  }

  /** The data of the next event of a kind. */
  private static JsonNode next(String event, Iterator<String> lines) throws IOException {
    while (!lines.next().equals("event: " + event)) {
      // another one
    }
    return new JsonMapper().readTree(lines.next().substring("data: ".length()));
  }
}
