package io.spaces.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.http.socket.LowestRate;
import io.spaces.client.internal.http.socket.NoDelaySocketFactory;
import io.spaces.client.internal.http.socket.StallWatch;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpEngineTest {
  private static final HttpTimeouts SHORT =
      new HttpTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(300));

  private final MockWebServer server = new MockWebServer();
  private final Cancellation cancellation = new Cancellation();
  private final HttpEngine engine = HttpEngine.open(HttpTimeouts.DEFAULTS);

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    engine.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/space/z1/app/z2/object/LmRpZC1vYmplY3RzLw",
        "/a%20b/%E4%BD%A0/c;d=e,f/(g)!*~$&+=:@/x_-.y",
        "/a%2Fb//c/?recursive=true&ignoreDirectories=true",
        "/?q=a%20b+c%27d/e?f:g@h",
      })
  void sendsTheTargetExactlyAsItIs(String target) throws Exception {
    server.enqueue(new MockResponse.Builder().build());

    send(request("GET", target, null));

    assertThat(server.takeRequest().getTarget()).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/../b", "/a/%2e%2e/b", "/?q='", "/a b", "/\u00e4"})
  void refusesATargetThatWouldNotArriveAsItIs(String target) {
    assertThatThrownBy(() -> send(request("GET", target, null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sendsHeadersAndBodyAndNothingOfItsOwnThatMatters() throws Exception {
    server.enqueue(new MockResponse.Builder().code(201).body("yes").setHeader("X-B", "2").build());
    TransportRequest request =
        new TransportRequest(
            "PUT", origin(), "/x", Map.of("x-app-token", "t", "x-app-delegation", ""), body("abc"));

    String answer =
        transport()
            .send(
                request,
                response ->
                    response.status()
                        + response.header("x-b")
                        + response.header("missing")
                        + response.length()
                        + text(response));

    assertThat(answer).isEqualTo("2012null3yes");
    RecordedRequest seen = server.takeRequest();
    assertThat(seen.getMethod()).isEqualTo("PUT");
    assertThat(seen.getHeaders().get("x-app-token")).isEqualTo("t");
    assertThat(seen.getHeaders().get("x-app-delegation")).isEmpty();
    assertThat(seen.getHeaders().values("content-type")).containsExactly("text/plain");
    assertThat(seen.getHeaders().get("content-length")).isEqualTo("3");
    assertThat(seen.getHeaders().get("user-agent")).isEqualTo("spaces-client");
    assertThat(seen.getBody().utf8()).isEqualTo("abc");
  }

  @Test
  void makesSingleAttemptsEvenWhenTold503RetryAfter0() throws Exception {
    server.enqueue(new MockResponse.Builder().code(503).setHeader("Retry-After", "0").build());
    server.enqueue(new MockResponse.Builder().build());

    String answer =
        transport()
            .send(
                request("GET", "/", null),
                response -> response.status() + " " + response.header("Retry-After"));

    assertThat(answer).isEqualTo("503 0");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void doesNotFollowRedirects() throws Exception {
    server.enqueue(
        new MockResponse.Builder().code(302).setHeader("Location", origin() + "/other").build());

    assertThat(send(request("GET", "/", null))).startsWith("302");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void keepsAConnectionForTheNextRequest() throws Exception {
    server.enqueue(new MockResponse.Builder().body("a").build());
    server.enqueue(new MockResponse.Builder().body("b").build());

    send(request("PUT", "/1", body("x")));
    send(request("PUT", "/2", body("x")));

    assertThat(server.takeRequest().getConnectionIndex()).isZero();
    assertThat(server.takeRequest().getConnectionIndex()).isZero();
    assertThat(server.takeRequest(0, TimeUnit.SECONDS)).isNull();
    engine.close();
    assertThat(engine.idleConnections()).isZero();
  }

  @Test
  void tellsThatNothingWasSentWhenNobodyListens() throws Exception {
    try (Socket holder = new Socket()) { // has the port, so that nobody else can listen there
      holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String nobody = "http://127.0.0.1:" + holder.getLocalPort();

      assertThatThrownBy(
              () ->
                  transport().open(new TransportRequest("POST", nobody, "/", Map.of(), body("x"))))
          .isInstanceOfSatisfying(
              BrokenConnectionException.class, e -> assertThat(e.wasSent()).isFalse());
    }
  }

  @Test
  void tellsThatSomethingMayHaveBeenSentWhenTheAnswerIsLost() {
    server.enqueue(
        new MockResponse.Builder()
            .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
            .build());

    assertThatThrownBy(() -> transport().open(request("POST", "/", body("x"))))
        .isInstanceOfSatisfying(
            BrokenConnectionException.class, e -> assertThat(e.wasSent()).isTrue());
  }

  @Test
  void aLengthBelowZeroIsABrokenConnection() {
    server.enqueue(
        new MockResponse.Builder().body("yes").setHeader("Content-Length", "-5").build());

    assertThatThrownBy(() -> send(request("GET", "/", null)))
        .isInstanceOf(BrokenConnectionException.class)
        .hasMessageContaining("Content-Length is -5");
    assertThat(engine.idleConnections()).isZero();
  }

  @Test
  void noticesABodyThatIsCutOff() {
    server.enqueue(
        new MockResponse.Builder()
            .body("x".repeat(100_000))
            .onResponseBody(SocketEffect.ShutdownConnection.INSTANCE)
            .build());

    assertThatThrownBy(() -> send(request("GET", "/", null)))
        .isInstanceOf(BrokenConnectionException.class);
  }

  @Test
  void anUnreadableSourceIsNotTheNetworksFault() {
    server.enqueue(new MockResponse.Builder().build());
    RequestBody unreadable =
        new TestBody(1000) {
          @Override
          public void writeTo(OutputStream out) throws IOException {
            out.write(new byte[10]);
            throw new FileNotFoundException("gone");
          }
        };

    assertThatThrownBy(() -> send(request("PUT", "/", unreadable)))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("gone");
  }

  @Test
  void noticesAServerThatNeverReads() throws Exception {
    try (HttpEngine impatient = HttpEngine.open(SHORT);
        ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      deaf.setReceiveBufferSize(4096);
      RequestBody large =
          new TestBody(1L << 30) {
            @Override
            public void writeTo(OutputStream out) throws IOException {
              byte[] buffer = new byte[1 << 16];
              for (long left = length(); left > 0; left -= buffer.length) {
                out.write(buffer);
              }
            }
          };

      assertThatThrownBy(() -> impatient.transport(cancellation).open(to(deaf, "PUT", large)))
          .isInstanceOf(BrokenConnectionException.class)
          .hasMessage("the server stalled");
    }
  }

  @Test
  void noticesAServerThatNeverAnswers() throws Exception {
    try (HttpEngine impatient = HttpEngine.open(SHORT);
        ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> impatient.transport(cancellation).open(to(mute, "PUT", body("small"))))
          .isInstanceOf(BrokenConnectionException.class)
          .hasMessage("the server stalled");
    }
  }

  @Test
  void noticesAServerThatAnswersHalf() throws Exception {
    try (HttpEngine impatient = HttpEngine.open(SHORT);
        ServerSocket half = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      // Held to the end: a socket that nobody holds is closed when it is collected.
      CompletableFuture<Socket> serving =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  Socket socket = half.accept();
                  socket
                      .getOutputStream()
                      .write(
                          "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"
                              .getBytes(StandardCharsets.US_ASCII));
                  return socket;
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });

      assertThatThrownBy(
              () ->
                  impatient
                      .transport(cancellation)
                      .send(to(half, "GET", null), HttpEngineTest::text))
          .isInstanceOf(BrokenConnectionException.class)
          .hasMessage("the server stalled");
      serving.join().close();
    }
  }

  @Test
  void anAnswerThatTricklesIsTooSlow() {
    server.enqueue(
        new MockResponse.Builder()
            .body("x".repeat(50))
            .throttleBody(1, 100, TimeUnit.MILLISECONDS)
            .build());
    try (HttpEngine impatient = HttpEngine.open(SHORT)) {
      assertThatThrownBy(
              () ->
                  impatient
                      .transport(cancellation)
                      .send(request("GET", "/", null), HttpEngineTest::text))
          .isInstanceOf(BrokenConnectionException.class)
          .hasMessage("the server is too slow: less than 1024 bytes a second");
    }
  }

  @Test
  void headersThatTrickleAreTooSlow() throws Exception {
    try (HttpEngine impatient = HttpEngine.open(SHORT);
        ServerSocket slow = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> serving =
          CompletableFuture.runAsync(
              () -> trickle(slow, "HTTP/1.1 200 OK\r\nx: " + "y".repeat(90)));

      assertThatThrownBy(() -> impatient.transport(cancellation).open(to(slow, "GET", null)))
          .isInstanceOf(BrokenConnectionException.class)
          .hasMessage("the server is too slow: less than 1024 bytes a second");
      serving.join();
    }
  }

  /** One byte every 50 ms, until nobody takes them any more. */
  private static void trickle(ServerSocket server, String answer) {
    try (Socket socket = server.accept()) {
      for (byte next : (answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)) {
        socket.getOutputStream().write(next);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  @Test
  void aSlowLineIsFastEnough() throws IOException {
    server.enqueue(
        new MockResponse.Builder()
            .body("x".repeat(20_000))
            .throttleBody(2_000, 100, TimeUnit.MILLISECONDS)
            .build());
    try (HttpEngine impatient = HttpEngine.open(SHORT)) {
      assertThat(
              impatient
                  .transport(cancellation)
                  .send(request("GET", "/", null), HttpEngineTest::text))
          .hasSize(20_000);
    }
  }

  @Test
  void aRateIsJudgedByWholeWindowsOfWaitingAlone() throws IOException {
    LowestRate.Meter meter = new LowestRate(1000, Duration.ofSeconds(10)).meter();

    for (int second = 0; second < 9; second++) {
      meter.moved(1, 1_000_000_000L);
    }
    meter.moved(10_000, 1_000_000_000L);
    for (int second = 0; second < 9; second++) {
      meter.moved(1, 1_000_000_000L);
    }
    meter.restart();
    for (int second = 0; second < 9; second++) {
      meter.moved(999, 1_000_000_000L);
    }

    assertThatThrownBy(() -> meter.moved(999, 1_000_000_000L))
        .isInstanceOf(LowestRate.TooSlowException.class);
  }

  @Test
  void oneRestIsTheIdleTimesAffairAndASecondIsATrickle() throws IOException {
    LowestRate.Meter meter = new LowestRate(1000, Duration.ofSeconds(30)).meter();

    meter.moved(1, 40_000_000_000L);

    assertThatThrownBy(() -> meter.moved(1, 40_000_000_000L))
        .isInstanceOf(LowestRate.TooSlowException.class);
  }

  @Test
  void cancellingBreaksACallOff() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<TransportResponse> call =
          CompletableFuture.supplyAsync(
              () -> unchecked(() -> transport().open(to(mute, "GET", null))));
      mute.accept(); // the connection is there; the server says nothing

      cancellation.cancel();

      assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(CancelledException.class);
    }
  }

  @Test
  void cancellingBreaksOffReadingAnAnswer() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .body("x".repeat(1_000_000))
            .throttleBody(1000, 1, TimeUnit.SECONDS)
            .build());
    CountDownLatch reading = new CountDownLatch(1);
    CompletableFuture<String> call =
        CompletableFuture.supplyAsync(
            () ->
                unchecked(
                    () ->
                        transport()
                            .send(
                                request("GET", "/", null),
                                response -> {
                                  reading.countDown();
                                  return text(response);
                                })));
    reading.await();

    cancellation.cancel();

    assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(CancelledException.class);
  }

  @Test
  void noRequestStartsAfterCancelling() {
    Transport transport = transport();
    cancellation.cancel();

    assertThatThrownBy(() -> transport.open(request("GET", "/", null)))
        .isInstanceOf(CancelledException.class);
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void closingBreaksCallsOffAndNoneStartsAfterwards() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<TransportResponse> call =
          CompletableFuture.supplyAsync(
              () -> unchecked(() -> transport().open(to(mute, "GET", null))));
      mute.accept();

      engine.close();

      assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(IOException.class)
          .hasMessageContaining("The client was closed");
      assertThatThrownBy(() -> transport().open(to(mute, "GET", null)))
          .isInstanceOf(CancelledException.class);
    }
  }

  @Test
  void everyThreadItLeavesIsADaemon() throws Exception {
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    server.enqueue(new MockResponse.Builder().body("a").build());
    send(request("PUT", "/1", body("x")));
    engine.close();

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !before.contains(thread))
        .filteredOn(thread -> thread.getName().startsWith("Ok"))
        .allMatch(Thread::isDaemon);
  }

  @Test
  void socketsDoNotWaitForMore() throws Exception {
    try (Socket socket =
            new NoDelaySocketFactory(300, new StallWatch(Duration.ZERO), LowestRate.NONE)
                .createSocket();
        Socket connected =
            new NoDelaySocketFactory(300, new StallWatch(Duration.ZERO), LowestRate.NONE)
                .createSocket(InetAddress.getLoopbackAddress(), server.getPort())) {
      assertThat(socket.getTcpNoDelay()).isTrue();
      assertThat(connected.getTcpNoDelay()).isTrue();
    }
  }

  private interface Call<T> {
    T call() throws IOException;
  }

  private static <T> T unchecked(Call<T> call) {
    try {
      return call.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String send(TransportRequest request) throws IOException {
    return transport().send(request, response -> response.status() + text(response));
  }

  private Transport transport() {
    return engine.transport(cancellation);
  }

  private String origin() {
    return "http://127.0.0.1:" + server.getPort();
  }

  private TransportRequest request(String method, String target, @Nullable RequestBody body) {
    return new TransportRequest(method, origin(), target, Map.of(), body);
  }

  private static TransportRequest to(
      ServerSocket socket, String method, @Nullable RequestBody body) {
    return new TransportRequest(
        method, "http://127.0.0.1:" + socket.getLocalPort(), "/", Map.of(), body);
  }

  private static String text(TransportResponse response) throws IOException {
    return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static RequestBody body(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new TestBody(bytes.length) {
      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(Arrays.copyOf(bytes, bytes.length));
      }
    };
  }

  private abstract static class TestBody implements RequestBody {
    private final long length;

    TestBody(long length) {
      this.length = length;
    }

    @Override
    public String contentType() {
      return "text/plain";
    }

    @Override
    public long length() {
      return length;
    }
  }
}
