package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.testkit.SpaceServer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What stands between clients and a server, and keeps every byte that the clients send. */
final class Wiretap implements AutoCloseable {
  private final SpaceServer server;
  private final ServerSocket socket;
  private final List<ByteArrayOutputStream> heard = new CopyOnWriteArrayList<>();
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

  Wiretap(SpaceServer server) throws IOException {
    this.server = server;
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.serviceEndpoint(endpoint());
    start(this::accept);
  }

  /** The endpoint of the server's own app, by way of this. */
  String endpoint() {
    return server.endpoint().replace(":" + server.port() + "/", ":" + socket.getLocalPort() + "/");
  }

  /** All that was sent so far: request lines, headers and bodies of all connections. */
  String heard() {
    return heard.stream().map(bytes -> bytes.toString(ISO_8859_1)).collect(Collectors.joining());
  }

  /** In which spellings a word was sent; none when it was not. */
  List<String> spellingsHeard(String word) {
    String all = heard().toLowerCase(Locale.ROOT);
    return spellings(word)
        .filter(one -> all.contains(one.toLowerCase(Locale.ROOT)))
        .distinct()
        .toList();
  }

  /**
   * A word as it is, in hexadecimal digits, and in Base64 of texts that it stands in: where it
   * begins there decides how it looks, and its ends depend on what is beside it.
   */
  private static Stream<String> spellings(String word) {
    Stream<String> base64 =
        IntStream.range(0, 3)
            .mapToObj(before -> "\0".repeat(before) + word)
            .map(
                text ->
                    Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8)))
            .map(text -> text.substring(4, text.length() - 2));
    return Stream.concat(Stream.of(word, HexFormat.of().formatHex(word.getBytes(UTF_8))), base64);
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = socket.accept();
      open.add(client);
      Socket to = new Socket(InetAddress.getLoopbackAddress(), server.port());
      open.add(to);
      client.setTcpNoDelay(true);
      to.setTcpNoDelay(true);
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      heard.add(said);
      start(() -> pass(client, to, said));
      start(() -> pass(to, client, OutputStream.nullOutputStream()));
    }
  }

  private static void pass(Socket from, Socket to, OutputStream copy) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        copy.write(buffer, 0, count);
        to.getOutputStream().write(buffer, 0, count);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                // One side has gone away, and the other is closed with it.
              }
            },
            "wiretap");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Closeable each : open) {
      each.close();
    }
  }
}
