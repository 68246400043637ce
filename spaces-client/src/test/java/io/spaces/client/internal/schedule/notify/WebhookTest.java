package io.spaces.client.internal.schedule.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spaces.client.ManualClock;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.schedule.job.Firing;
import io.spaces.client.internal.schedule.job.JobChange;
import io.spaces.client.internal.schedule.job.PlanRuns;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.Notification;
import io.spaces.client.schedule.Plans;
import io.spaces.client.schedule.ReceiverAwayException;
import io.spaces.client.schedule.WebhookNotifier;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
  private static final String SECRET = "a secret of some length";
  private final MockWebServer server = new MockWebServer();
  private final BackupPlan plan = Plans.plan("nightly", "@daily").build();
  private final BackupJob job =
      JobChange.of(
              PlanRuns.waiting(
                  plan, "job-1", Firing.scheduled(Instant.parse("2026-11-22T00:00:00Z"))))
          .result(
              BackupResult.builder(TransferStatus.SUCCEEDED)
                  .warnings(List.of(new Warning(Warning.Code.RETENTION_FAILED, "they stay")))
                  .build())
          .status(JobStatus.WAITING)
          .job();
  private final ManualClock clock = new ManualClock("2026-11-22T00:05:00Z");
  private final Notification told =
      new Notification("job-1", Notification.Event.ENDED, Instant.EPOCH, plan, job, 3);
  private Webhook webhook;

  @BeforeEach
  void start() throws IOException {
    server.start();
    webhook = new Webhook(URI.create(server.url("/hook?token=t0ken").toString()), SECRET, clock);
  }

  @AfterEach
  void close() {
    webhook.close();
    server.close();
  }

  @Test
  void sendsWhatHappenedSignedAndDated() throws Exception {
    server.enqueue(new MockResponse.Builder().code(204).build());
    webhook.send(told);

    RecordedRequest request = server.takeRequest();
    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getTarget()).isEqualTo("/hook?token=t0ken");
    assertThat(request.getHeaders().get("content-type")).isEqualTo("application/json");
    assertThat(request.getHeaders().get("x-spaces-timestamp")).isEqualTo("1795305900");
    assertThat(request.getHeaders().get("x-spaces-delivery")).isEqualTo("job-1");
    byte[] body = request.getBody().toByteArray();
    assertThat(request.getHeaders().get("x-spaces-signature"))
        .isEqualTo("sha256=" + hmac("1795305900.", body));
    JsonNode json = new JsonMapper().readTree(body);
    assertThat(json.get("plan").textValue()).isEqualTo("nightly");
    assertThat(json.get("status").textValue()).isEqualTo("waiting");
    assertThat(json.get("dueAt").textValue()).isEqualTo("2026-11-22T00:00:00Z");
    assertThat(json.has("startedAt")).isFalse();
    assertThat(json.has("size")).isFalse();
    assertThat(json.get("id").textValue()).isEqualTo("job-1");
    assertThat(json.get("event").textValue()).isEqualTo("ended");
    assertThat(json.get("dropped").intValue()).isEqualTo(3);
    assertThat(json.get("warnings"))
        .hasToString("[{\"code\":\"retention-failed\",\"text\":\"they stay\"}]");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void aReceiverThatMayBeBackIsAwayAndToldByTheHostAlone(int status) {
    server.enqueue(new MockResponse.Builder().code(status).build());
    assertThatExceptionOfType(ReceiverAwayException.class)
        .isThrownBy(() -> webhook.send(told))
        .withMessage("The webhook http://" + server.getHostName() + " answered with " + status)
        .satisfies(e -> assertNamesTheHostAlone(stackTrace(e)));
  }

  @Test
  void anotherAttemptHasTheSameIdAndIsSignedAnew() throws Exception {
    server.enqueue(new MockResponse.Builder().code(503).build());
    server.enqueue(new MockResponse.Builder().code(200).build());
    assertThatExceptionOfType(ReceiverAwayException.class).isThrownBy(() -> webhook.send(told));
    clock.advance(Duration.ofMinutes(7));
    webhook.send(told);

    RecordedRequest first = server.takeRequest();
    RecordedRequest second = server.takeRequest();
    assertThat(first.getHeaders().get("x-spaces-delivery"))
        .isEqualTo(second.getHeaders().get("x-spaces-delivery"));
    assertThat(first.getHeaders().get("x-spaces-timestamp")).isEqualTo("1795305900");
    assertThat(second.getHeaders().get("x-spaces-timestamp")).isEqualTo("1795306320");
  }

  @Test
  void aReceiverThatStallsIsAwayAfterTheLimit() {
    server.enqueue(new MockResponse.Builder().code(204).headersDelay(1, TimeUnit.HOURS).build());

    assertIsAwayAfterTheLimit(server.url("/hook").toString());
  }

  @Test
  void aReceiverThatTricklesIsAwayAfterTheLimit() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread trickling = new Thread(() -> trickle(listening));
      trickling.setDaemon(true);
      trickling.start();

      assertIsAwayAfterTheLimit("http://127.0.0.1:" + listening.getLocalPort() + "/hook");
    }
  }

  /** Answers with a header that gets a dot longer whenever nothing has come for a moment. */
  private static void trickle(ServerSocket listening) {
    try (Socket socket = listening.accept()) {
      OutputStream out = socket.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nX-Wait: ".getBytes(StandardCharsets.UTF_8));
      socket.setSoTimeout(20);
      while (!listening.isClosed()) {
        try {
          socket.getInputStream().readNBytes(1 << 16);
        } catch (SocketTimeoutException e) {
          out.write('.');
        }
      }
    } catch (IOException e) {
      // The other side has had enough, as it should.
    }
  }

  private void assertIsAwayAfterTheLimit(String address) {
    Duration limit = Duration.ofMillis(500);
    try (Webhook impatient = new Webhook(URI.create(address), SECRET, clock, limit)) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(60),
          () ->
              assertThatExceptionOfType(ReceiverAwayException.class)
                  .isThrownBy(() -> impatient.send(told))
                  .withMessageContaining("did not answer within"));
    }
  }

  private static void assertNamesTheHostAlone(String told) {
    assertThat(told).doesNotContain("hook?").doesNotContain("/hook").doesNotContain("t0ken");
  }

  private static String stackTrace(Throwable e) {
    StringWriter told = new StringWriter();
    e.printStackTrace(new PrintWriter(told));
    return told.toString();
  }

  @Test
  void isNamedByItsSchemeAndHostAlone() {
    String address = "https://hooks.example/services/T0/B0/s3cret?key=t0ken#part";
    try (Webhook one = new Webhook(URI.create(address), SECRET, Clock.systemUTC());
        WebhookNotifier notifier = new WebhookNotifier(URI.create(address), SECRET)) {
      assertThat(one).hasToString("https://hooks.example");
      assertThat(notifier).hasToString("WebhookNotifier[https://hooks.example]");
    }
  }

  @Test
  void aNameThatNobodyKnowsAndAServerThatIsAwayAreToldByTheHostAlone() {
    for (String host : List.of("no-such-host.invalid", "127.0.0.1:1")) {
      URI address = URI.create("http://" + host + "/services/s3cret?key=t0ken");
      try (Webhook away = new Webhook(address, SECRET, Clock.systemUTC())) {
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> away.send(told))
            .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("s3cret", "t0ken"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://s3cret@h/",
        "http://u:s3cret@h/",
        "mailto:s3cret@h",
        "http:///s3cret",
        "http://h/s3cret?'",
        "http://h/s3cret/../x",
      })
  void anAddressThatItCannotSendToIsNotRepeated(String address) {
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> new Webhook(URI.create(address), SECRET, Clock.systemUTC()).close())
        .withMessageStartingWith("address")
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("s3cret"));
  }

  @Test
  void doesNotInsistWhenItIsRefused() {
    server.enqueue(new MockResponse.Builder().code(403).build());
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> webhook.send(told))
        .withMessageContaining("answered with 403")
        .isNotInstanceOf(ReceiverAwayException.class);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void isMadeWithAnAddressAndASecretWorthTheName() {
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(
            () ->
                new Webhook(URI.create("ftp://h"), SECRET, new ManualClock("2026-01-01T00:00:00Z")))
        .withMessageStartingWith("address");
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(
            () ->
                new Webhook(
                    URI.create("http://h"), "short", new ManualClock("2026-01-01T00:00:00Z")))
        .withMessage("secret has 5 characters; expected 16 or more");
  }

  private static String hmac(String prefix, byte[] body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update(prefix.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(mac.doFinal(body));
  }
}
