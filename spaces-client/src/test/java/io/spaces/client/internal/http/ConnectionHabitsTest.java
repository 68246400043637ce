package io.spaces.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.internal.http.retry.RetryAllowance;
import io.spaces.client.internal.http.retry.RetryingTransport;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ManualWaiter;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers and proxies that keep connections in ways of their own. */
final class ConnectionHabitsTest {
  private static final HttpTimeouts SHORT =
      new HttpTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(300));

  private final Cancellation cancellation = new Cancellation();
  private final List<Socket> accepted = new ArrayList<>();
  private ServerSocket server;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void connectionsThatTheServerClosedWhileTheyWereIdleCostOneAttemptTogether(String method)
      throws Exception {
    try (HttpEngine engine = HttpEngine.open(HttpTimeouts.DEFAULTS)) {
      Transport transport =
          new RetryingTransport(
              engine.transport(cancellation),
              RetryAllowance.of(1, 1, new ManualWaiter()),
              cancellation);
      leaveIdle(engine.transport(cancellation), 3);
      assertThat(engine.idleConnections()).isEqualTo(3);
      for (Socket socket : accepted) {
        socket.close();
      }

      CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> answer(accept()));
      assertThat(transport.send(request(method), TransportResponse::status)).isEqualTo(200);
      serving.join();
    }
  }

  @Test
  void anAnswerOfHttp10IsTheLastOfItsConnectionUnlessItSaysOtherwise() throws Exception {
    try (HttpEngine engine = HttpEngine.open(HttpTimeouts.DEFAULTS)) {
      Transport transport = engine.transport(cancellation);
      for (int i = 0; i < 2; i++) {
        CompletableFuture<Void> serving =
            CompletableFuture.runAsync(() -> answer(accept(), "HTTP/1.0 200 OK\r\n"));
        assertThat(status(transport)).isEqualTo(200);
        serving.join();
        assertThat(engine.idleConnections()).isZero();
      }
      CompletableFuture<Void> serving =
          CompletableFuture.runAsync(
              () -> answer(accept(), "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n"));
      assertThat(status(transport)).isEqualTo(200);
      serving.join();
      assertThat(engine.idleConnections()).isEqualTo(1);
    }
  }

  @Test
  void whatMustNotBeRepeatedGoesOverANewConnection() throws Exception {
    try (HttpEngine engine = HttpEngine.open(SHORT)) {
      Transport transport = engine.transport(cancellation);
      leaveIdle(transport, 1);

      CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> answer(accept()));
      assertThat(transport.send(request("POST"), TransportResponse::status)).isEqualTo(200);
      serving.join();
    }
  }

  @Test
  @Timeout(60)
  void theAnswerToALargeBodyMayTakeLongerForItMayStillBeOnItsWay() throws Exception {
    Duration second = Duration.ofSeconds(1);
    try (HttpEngine engine = HttpEngine.open(new HttpTimeouts(second, second, second))) {
      Transport transport = engine.transport(cancellation);
      TransportRequest large =
          new TransportRequest("PUT", request("GET").origin(), "/", Map.of(), new Large());
      CompletableFuture<Integer> upload =
          CompletableFuture.supplyAsync(() -> status(transport, large));
      Socket busy = accept();
      busy.getInputStream().skipNBytes(Large.LENGTH);

      // All is sent. Another request is stalled for the whole usual time meanwhile.
      assertThatThrownBy(() -> transport.open(request("GET"))).hasMessage("the server stalled");

      answer(busy);
      assertThat(upload.get()).isEqualTo(200);
    }
  }

  private void leaveIdle(Transport transport, int count) throws Exception {
    List<CompletableFuture<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Not in the common pool, which may have a single thread: all calls are under way at once.
      calls.add(
          CompletableFuture.supplyAsync(() -> status(transport), task -> new Thread(task).start()));
      accept();
    }
    accepted.forEach(ConnectionHabitsTest::answer);
    for (CompletableFuture<Integer> call : calls) {
      assertThat(call.get()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  @Timeout(60)
  void aServerThatStallsIsNoticedBehindASocksProxyToo(String scheme) {
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(
        new Through(new Proxy(Proxy.Type.SOCKS, server.getLocalSocketAddress())));
    try (HttpEngine engine = HttpEngine.open(SHORT)) {
      CompletableFuture<Void> proxy = CompletableFuture.runAsync(() -> tunnel(accept()));

      assertThatThrownBy(
              () ->
                  engine
                      .transport(cancellation)
                      .open(
                          new TransportRequest(
                              "GET", scheme + "://space.test", "/", Map.of(), null)))
          .isInstanceOf(BrokenConnectionException.class)
          .hasMessage("the server stalled, by way of the proxy localhost:" + server.getLocalPort());
      proxy.join();
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  /** Agrees to a tunnel (RFC 1928), in which then nothing ever comes. */
  private static void tunnel(Socket socket) {
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.readByte();
      in.readFully(new byte[in.readByte()]);
      socket.getOutputStream().write(new byte[] {5, 0});
      in.readFully(new byte[4]);
      in.readFully(new byte[in.readByte() + 2]);
      socket.getOutputStream().write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 1});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Socket accept() {
    try {
      Socket socket = server.accept();
      accepted.add(socket);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(Socket socket) {
    answer(socket, "HTTP/1.1 200 OK\r\n");
  }

  private static void answer(Socket socket, String start) {
    try {
      InputStream in = socket.getInputStream();
      String head = "";
      while (!head.endsWith("\r\n\r\n")) {
        head += (char) in.read();
      }
      socket
          .getOutputStream()
          .write((start + "Content-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int status(Transport transport) {
    return status(transport, request("GET"));
  }

  private static int status(Transport transport, TransportRequest request) {
    try {
      return transport.send(request, TransportResponse::status);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TransportRequest request(String method) {
    return new TransportRequest(
        method,
        "http://127.0.0.1:" + server.getLocalPort(),
        "/",
        Map.of(),
        method.equals("GET") ? null : new Empty());
  }

  private static final class Large implements RequestBody {
    static final int LENGTH = 4 << 20;

    @Override
    public String contentType() {
      return "text/plain";
    }

    @Override
    public long length() {
      return LENGTH;
    }

    @Override
    public void writeTo(java.io.OutputStream out) throws IOException {
      out.write(new byte[LENGTH - 4]);
      out.write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static final class Empty implements RequestBody {
    @Override
    public String contentType() {
      return "text/plain";
    }

    @Override
    public long length() {
      return 0;
    }

    @Override
    public void writeTo(java.io.OutputStream out) {}
  }
}
