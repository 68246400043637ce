package io.spaces.client.testkit;

import static io.spaces.client.testkit.SpaceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.testkit.JournalEntry.Outcome;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SpaceServerExtension.class)
class StreamingTest {
  @Test
  void takesBodiesOfUnknownLength(SpaceServer server) {
    RawClient client = RawClient.of(server);
    byte[] content = new SeededRandom(1).bytes(700_001);

    HttpResponse<byte[]> answer =
        client.send(
            "PUT",
            RawClient.object("chunked"),
            RawClient.putHeaders(ContentHash.cidOf(content)),
            BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(RawClient.multipart(content))),
            headers -> {});

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(server).hasObject("chunked").withContent(content);
  }

  @Test
  void findsTheEndOfDataThatLooksLikeABoundary(SpaceServer server) {
    RawClient client = RawClient.of(server);
    String nearly = "\r\n--" + RawClient.BOUNDARY.substring(0, RawClient.BOUNDARY.length() - 1);

    ForAll.from(
        0,
        200,
        random -> {
          StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(40); i > 0; i--) {
            text.append(random.pick(List.of(nearly, "\r\n", "\r", "--", "x".repeat(70))));
          }
          int large = random.nextInt(5) == 0 ? 65_500 + random.nextInt(100) : 0;
          text.append("y".repeat(large)).append(nearly);
          client.put("boundary", text.toString());
          assertThat(server).hasObject("boundary").withText(text.toString());
        });
  }

  @Test
  void takesMetadataBeforeOrAfterTheData(SpaceServer server) {
    RawClient client = RawClient.of(server);
    String metadata =
        "--"
            + RawClient.BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{\"a\":1}\r\n";
    String hash = ContentHash.cidOf("data".getBytes(StandardCharsets.UTF_8));
    String data =
        new String(
            RawClient.multipart("data".getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    String end = "--" + RawClient.BOUNDARY + "--\r\n";
    String after = data.replace(end, metadata + end);

    for (String body : List.of(metadata + data, after, "preamble\r\n" + metadata + data + "end")) {
      HttpResponse<byte[]> answer =
          client.putBody("with-metadata", hash, body.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.statusCode()).as(RawClient.text(answer)).isEqualTo(200);
      assertThat(server.objects().get("with-metadata").metadata()).isEqualTo("{\"a\":1}");
      server.objects().delete("with-metadata");
    }
  }

  @Test
  void storesNothingWhenTheConnectionBreaks(SpaceServer server) throws Exception {
    RawClient client = RawClient.of(server);
    byte[] body = RawClient.multipart(new byte[100_000]);
    for (int length : new int[] {0, 10, 50_000, body.length - 1}) {
      sendHalf(client, "half", body, length);
    }
    assertThat(server).hasNoObject("half");
    assertThat(server.objects().totalSize()).isZero();
  }

  private static void sendHalf(RawClient client, String key, byte[] body, int length)
      throws Exception {
    URI url = client.url(RawClient.object(key));
    StringBuilder head =
        new StringBuilder("PUT " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority());
    Map<String, String> headers = client.sign("PUT", url);
    headers.putAll(RawClient.putHeaders(ContentHash.cidOf(new byte[100_000])));
    headers.put("content-length", Integer.toString(body.length));
    headers.forEach((name, value) -> head.append("\r\n" + name + ": " + value));
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write((head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      out.write(body, 0, length);
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).doesNotContain(" 200 ");
    }
  }

  @Test
  void servesManyAtOnce(SpaceServer server) throws Exception {
    RawClient client = RawClient.of(server);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      byte[] content = new SeededRandom(i).bytes(i * 10);
      String key = "many/" + i % 200;
      answers.add(threads.submit(() -> client.put(key, content).statusCode()));
    }
    for (Future<Integer> answer : answers) {
      assertThat(answer.get()).isEqualTo(200);
    }
    threads.shutdown();

    assertThat(server).below("many").hasCount(200);
    server
        .objects()
        .below("")
        .forEach(o -> assertThat(ContentHash.cidOf(o.bytes())).isEqualTo(o.hash()));
    assertThat(server.objects().totalSize()).isEqualTo((1L << 50) - freeCapacity(client));
    assertThat(server).wasAsked(400, "PUT", Route.OBJECT);
  }

  private static long freeCapacity(RawClient client) {
    return Long.parseLong(
        client.head().headers().firstValue("x-space-free-capacity").orElseThrow());
  }

  @Test
  void writesAJournal(SpaceServer server) {
    RawClient client = RawClient.of(server);
    client.put("a/ü.txt", "12345");
    client.getObject("a/ü.txt");
    client.getObject("missing");

    List<JournalEntry> entries = server.journal().entries();

    assertThat(entries).extracting(JournalEntry::sequence).containsExactly(1L, 2L, 3L);
    JournalEntry put = entries.get(0);
    assertThat(put.route()).isEqualTo(Route.OBJECT);
    assertThat(put.key()).isEqualTo("a/ü.txt");
    assertThat(put.received()).isEqualTo(RawClient.multipart(new byte[5]).length);
    assertThat(put.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(put.succeeded()).isTrue();
    assertThat(entries.get(1).sent()).isEqualTo(5);
    assertThat(entries.get(2).status()).isEqualTo(404);
    assertThat(entries.get(2).note()).isEqualTo("Object not exists");
    assertThat(put.ended()).isAfterOrEqualTo(put.started());
  }

  @Test
  void keepsTheLatestEntriesOfABoundedJournal() {
    try (SpaceServer server = SpaceServer.builder().journal(2).start()) {
      RawClient client = RawClient.of(server);
      client.getObject("a");
      client.getObject("b");
      client.getObject("c");

      assertThat(server.journal().entries())
          .extracting(JournalEntry::key)
          .containsExactly("b", "c");
      assertThat(server.journal().dropped()).isEqualTo(1);
    }
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    SpaceServer server = SpaceServer.inMemory().start();
    RawClient client = RawClient.of(server);
    client.put("a", "1");
    List<Thread> threads = newThreads(before);
    assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);

    server.close();

    for (Thread thread : threads) {
      thread.join(5_000);
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
  }

  private static List<Thread> newThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .filter(thread -> thread.getName().matches("space-.*|HTTP-Dispatcher|idle-timeout-task"))
        .toList();
  }
}
