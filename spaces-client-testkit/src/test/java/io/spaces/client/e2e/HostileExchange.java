package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.e2e.HostileFront.Accomplices;
import io.spaces.client.testkit.SpaceServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request to a {@link HostileFront}, and the means to answer it, byte by byte. */
final class HostileExchange {
  private static final HttpClient HONEST =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "transfer-encoding", "host", "expect", "upgrade");
  private static final Pattern TARGET =
      Pattern.compile(".*/api/space/[^/?]+(?:/app/[^/?]+/([^?]*))?(?:\\?.*)?");
  private static final Pattern VAULT = Pattern.compile(".*/\\.vault/([^/]*/?).*");
  private static final long TRICKLE_MILLIS = 40;

  final String method;
  final String target;
  private final Map<String, String> headers;
  private final byte[] body;
  private final OutputStream out;
  private final CountDownLatch released;
  private final HostileFront front;

  private HostileExchange(
      String method,
      String target,
      Map<String, String> headers,
      byte[] body,
      OutputStream out,
      CountDownLatch released,
      HostileFront front) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
    this.out = out;
    this.released = released;
    this.front = front;
  }

  /** What a space has answered. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares answers
  record Answer(int status, Map<String, String> headers, byte[] body) {
    Answer withBody(byte[] other) {
      return new Answer(status, headers, other);
    }

    String text() {
      return new String(body, UTF_8);
    }
  }

  /** Reads the next request of a connection, or null at its end. */
  static @Nullable HostileExchange read(
      InputStream in, OutputStream out, CountDownLatch released, HostileFront front)
      throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return null;
    }
    String[] words = first.split(" ", 3);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return new HostileExchange(words[0], words[1], headers, body, out, released, front);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  /** The route, and of which kind its object is, such as {@code GET object packs/}. */
  String route() {
    Matcher matcher = TARGET.matcher(target);
    String rest = matcher.matches() ? matcher.group(1) : null;
    if (method.equals("HEAD") || rest == null) {
      return method + " space";
    }
    String[] parts = rest.split("/", 2);
    boolean keyed = Set.of("object", "list", "lists").contains(parts[0]) && parts.length == 2;
    return method + " " + (keyed ? parts[0] + " " + kind(parts[1]) : rest);
  }

  private static String kind(String encoded) {
    String key = new String(Base64.getUrlDecoder().decode(encoded), UTF_8);
    Matcher vault = VAULT.matcher(key);
    return vault.matches() ? ".vault/" + vault.group(1) : key.endsWith("/") ? "folder" : "file";
  }

  /** What the honest space answers, having done what was asked. */
  Answer honest() throws IOException {
    return ask(front.honest());
  }

  Accomplices accomplices() {
    return front.accomplices();
  }

  private Answer ask(SpaceServer space) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(space.origin() + target))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    headers.forEach(
        (name, value) -> {
          if (!OF_THE_CONNECTION.contains(name) && !value.isEmpty()) {
            request.header(name, value);
          }
        });
    try {
      HttpResponse<byte[]> response = HONEST.send(request.build(), BodyHandlers.ofByteArray());
      Map<String, String> said = new LinkedHashMap<>();
      response.headers().map().forEach((name, values) -> said.put(name, values.get(0)));
      OF_THE_CONNECTION.forEach(said.keySet()::remove);
      return new Answer(response.statusCode(), said, response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Sends an answer as it is. */
  void send(Answer answer) throws IOException {
    start(answer, "Content-Length: " + answer.body.length);
    if (!method.equals("HEAD")) {
      write(answer.body);
    }
  }

  /** Sends what another space answers. */
  void sendFrom(Function<Accomplices, SpaceServer> space) throws IOException {
    send(ask(space.apply(accomplices())));
  }

  /** Sends an answer without a word about its length but those of the headers. */
  void sendAsIs(Answer answer, String... more) throws IOException {
    start(answer, more);
    write(answer.body);
  }

  void redirect(String location) throws IOException {
    sendAsIs(new Answer(307, Map.of("Location", location), new byte[0]), "Content-Length: 0");
  }

  /** Another object, or another folder, of the same route. */
  String anotherTarget() {
    String key = Base64.getUrlEncoder().withoutPadding().encodeToString("another".getBytes(UTF_8));
    return target.replaceFirst("/[^/]*$", "/" + key);
  }

  /** Sends the head of an answer with some headers more; its body is to follow. */
  void start(Answer answer, String... more) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status + " As Told\r\n");
    answer.headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    for (String header : more) {
      head.append(header + "\r\n");
    }
    write(head.append("\r\n").toString());
  }

  void write(String text) throws IOException {
    write(text.getBytes(ISO_8859_1));
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void writeChunk(byte[] bytes) throws IOException {
    if (bytes.length > 0) {
      write(Integer.toHexString(bytes.length) + "\r\n");
      write(bytes);
      write("\r\n");
    }
  }

  /** What makes the next part of an answer without an end. */
  @FunctionalInterface
  interface Source {
    byte[] next(long number);
  }

  /** Goes on until the other side, or the test, has had enough. */
  void floodChunks(Source source) throws IOException {
    for (long number = 0; released.getCount() > 0; number++) {
      writeChunk(source.next(number));
    }
  }

  /** Goes on until the other side, or the test, has had enough. */
  void flood(byte[] unit) throws IOException {
    while (released.getCount() > 0) {
      write(unit);
    }
  }

  /** Sends a few bytes a second, and spaces when there are no more. */
  void trickle(byte[] bytes) throws IOException {
    for (int i = 0; !pause(TRICKLE_MILLIS); i++) {
      out.write(i < bytes.length ? bytes[i] : ' ');
      out.flush();
    }
  }

  /** Says nothing. */
  void stall() throws IOException {
    pause(TimeUnit.DAYS.toMillis(1));
  }

  private boolean pause(long millis) throws IOException {
    try {
      return released.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
