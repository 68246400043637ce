package io.spaces.client.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spaces.client.ManualClock;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.http.Cancellation;
import io.spaces.client.internal.http.Waiter;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.Plans;
import io.spaces.client.schedule.WebhookNotifier;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
  private final RecordingWaiter waiter = new RecordingWaiter();
  private Webhook webhook;

  @BeforeEach
  void start() throws IOException {
    server.start();
    webhook =
        new Webhook(
            URI.create(server.url("/hook?token=t0ken").toString()),
            SECRET,
            new ManualClock("2026-11-22T00:05:00Z"),
            waiter);
  }

  @AfterEach
  void close() {
    webhook.close();
    server.close();
  }

  @Test
  void sendsWhatHappenedSignedAndDated() throws Exception {
    server.enqueue(new MockResponse.Builder().code(204).build());
    webhook.send(plan, job);

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
    assertThat(json.get("warnings"))
        .hasToString("[{\"code\":\"retention-failed\",\"text\":\"they stay\"}]");
  }

  @Test
  void triesAgainWithTheSameDeliveryUntilItArrives() throws Exception {
    server.enqueue(new MockResponse.Builder().code(503).build());
    server.enqueue(new MockResponse.Builder().code(429).build());
    server.enqueue(new MockResponse.Builder().code(200).build());
    webhook.send(plan, job);

    assertThat(server.getRequestCount()).isEqualTo(3);
    assertThat(server.takeRequest().getHeaders().get("x-spaces-delivery"))
        .isEqualTo(server.takeRequest().getHeaders().get("x-spaces-delivery"));
    assertThat(waiter.waits).hasSize(2);
    assertThat(waiter.waits.get(0)).isBetween(Duration.ofMillis(700), Duration.ofMillis(1300));
    assertThat(waiter.waits.get(1)).isBetween(Duration.ofMillis(1400), Duration.ofMillis(2600));
  }

  @Test
  void givesUpAfterAnHourAndTellsTheHostAlone() {
    for (int i = 0; i < 200; i++) {
      server.enqueue(new MockResponse.Builder().code(500).build());
    }
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> webhook.send(plan, job))
        .withMessageContaining("http://" + server.getHostName() + " was not delivered in ")
        .withStackTraceContaining("answered with 500")
        .satisfies(e -> assertNamesTheHostAlone(stackTrace(e)));
    Duration waited = waiter.waits.stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(waited).isBetween(Duration.ofHours(1), Duration.ofMinutes(62));
    assertThat(waiter.waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(78)) <= 0);
  }

  @Test
  void theHourIsThatOfItsAttemptsToo() {
    for (int i = 0; i < 10; i++) {
      server.enqueue(new MockResponse.Builder().code(500).build());
    }
    RecordingWaiter slow = new RecordingWaiter();
    slow.attempt = Duration.ofMinutes(25);
    try (Webhook tried =
        new Webhook(
            URI.create(server.url("/hook").toString()),
            SECRET,
            new ManualClock("2026-11-22T00:05:00Z"),
            slow)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> tried.send(plan, job))
          .withMessageContaining("was not delivered in 4 attempts");
    }
  }

  @Test
  void hearsInTheEndThoughItStallsAndIsSignedAnewEachTime() throws Exception {
    ManualClock clock = new ManualClock("2026-11-22T00:05:00Z");
    server.enqueue(new MockResponse.Builder().code(204).headersDelay(1, TimeUnit.HOURS).build());
    server.enqueue(new MockResponse.Builder().code(204).build());
    try (Webhook patient =
        new Webhook(
            URI.create(server.url("/hook").toString()),
            SECRET,
            clock,
            new RecordingWaiter(() -> clock.advance(Duration.ofMinutes(7))),
            Duration.ofMillis(500))) {
      patient.send(plan, job);
    }

    assertThat(server.takeRequest().getHeaders().get("x-spaces-timestamp")).isEqualTo("1795305900");
    assertThat(server.takeRequest().getHeaders().get("x-spaces-timestamp")).isEqualTo("1795306320");
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
    try (Webhook one = new Webhook(URI.create(address), SECRET, Clock.systemUTC(), waiter);
        WebhookNotifier notifier = new WebhookNotifier(URI.create(address), SECRET)) {
      assertThat(one).hasToString("https://hooks.example");
      assertThat(notifier).hasToString("WebhookNotifier[https://hooks.example]");
    }
  }

  @Test
  void aNameThatNobodyKnowsAndAServerThatIsAwayAreToldByTheHostAlone() {
    for (String host : List.of("no-such-host.invalid", "127.0.0.1:1")) {
      URI address = URI.create("http://" + host + "/services/s3cret?key=t0ken");
      try (Webhook away = new Webhook(address, SECRET, Clock.systemUTC(), waiter)) {
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> away.send(plan, job))
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
        .isThrownBy(
            () -> new Webhook(URI.create(address), SECRET, Clock.systemUTC(), waiter).close())
        .withMessageStartingWith("address")
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("s3cret"));
  }

  @Test
  void doesNotInsistWhenItIsRefused() {
    server.enqueue(new MockResponse.Builder().code(403).build());
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> webhook.send(plan, job))
        .withMessageContaining("answered with 403");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void isMadeWithAnAddressAndASecretWorthTheName() {
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(
            () ->
                new Webhook(
                    URI.create("ftp://h"), SECRET, new ManualClock("2026-01-01T00:00:00Z"), waiter))
        .withMessageStartingWith("address");
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(
            () ->
                new Webhook(
                    URI.create("http://h"),
                    "short",
                    new ManualClock("2026-01-01T00:00:00Z"),
                    waiter))
        .withMessage("secret has 5 characters; expected 16 or more");
  }

  private static String hmac(String prefix, byte[] body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update(prefix.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(mac.doFinal(body));
  }

  private static final class RecordingWaiter implements Waiter {
    private final List<Duration> waits = new ArrayList<>();
    private final Runnable meanwhile;
    private Instant now = Instant.EPOCH;

    /** How long what is done between two pauses takes. */
    private Duration attempt = Duration.ZERO;

    RecordingWaiter() {
      this(() -> {});
    }

    RecordingWaiter(Runnable meanwhile) {
      this.meanwhile = meanwhile;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public void await(Duration time, Cancellation cancellation) {
      waits.add(time);
      now = now.plus(time).plus(attempt);
      meanwhile.run();
    }
  }
}
