package io.spaces.client.internal.http.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.internal.http.BrokenConnectionException;
import io.spaces.client.internal.http.ScriptedTransport;
import io.spaces.client.internal.http.TransportRequest;
import io.spaces.client.internal.http.TransportResponse;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ManualWaiter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryingTransportTest {
  private final ManualWaiter waiter = new ManualWaiter();
  private final ScriptedTransport server = new ScriptedTransport();
  private final Cancellation cancellation = new Cancellation();
  private RetryAllowance allowance = RetryAllowance.of(3, 1, waiter);

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
  void asksAgainAfterAStatusThatMayPass(int status) throws IOException {
    server.answer(status, "").answer(status, "").answer(200, "ok");

    assertThat(send("PUT")).isEqualTo("200 ok");
    assertThat(server.requests()).hasSize(3);
    assertThat(server.open()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 402, 403, 404, 409, 413, 501, 505, 507})
  void handsAFinalStatusOverAtOnce(int status) throws IOException {
    server.answer(status, "no");

    assertThat(send("PUT")).isEqualTo(status + " no");
    assertThat(waiter.waits()).isEmpty();
  }

  @Test
  void handsTheLastAnswerOverWhenRetriesAreUsedUp() throws IOException {
    server.answer(500, "1").answer(500, "2").answer(500, "3").answer(500, "4");

    assertThat(send("GET")).isEqualTo("500 4");
  }

  @Test
  void backsOffForOthersAsForItself() {
    for (int attempt = 1; attempt <= 8; attempt++) {
      transport().backOff(attempt);

      assertThat(waiter.waits()).hasSize(attempt);
      assertThat(waiter.waits().get(attempt - 1))
          .isLessThanOrEqualTo(Duration.ofMillis(Math.min(10_000, 200L << (attempt - 1))));
    }
    assertThat(waiter.passed()).isPositive();
    cancellation.cancel();
    assertThatThrownBy(() -> transport().backOff(1)).isInstanceOf(CancelledException.class);
  }

  /** The odds that one of these fails by chance are less than 1 in 2^1000. */
  @ParameterizedTest
  @CsvSource({"1, 200", "2, 400", "3, 800", "6, 6400", "7, 10000", "30, 10000"})
  void waitsAreSpreadFromNothingToAsLongAsTheAttemptMayTake(int attempt, long longest) {
    LongSummaryStatistics waits =
        LongStream.generate(() -> RetryAllowance.BACKOFF.after(attempt).toMillis())
            .limit(4_000)
            .summaryStatistics();

    assertThat(waits.getMin()).isBetween(1L, longest / 4);
    assertThat(waits.getMax()).isBetween(longest - longest / 4, longest);
  }

  @Test
  void eachAttemptHasHeadersOfItsOwn() throws IOException {
    AtomicInteger number = new AtomicInteger();
    Supplier<Map<String, String>> headers =
        () -> Map.of("x-app-token", "token " + number.incrementAndGet());
    TransportRequest request =
        new TransportRequest("PUT", "http://space.test", "/x", headers.get(), null, headers);
    server.answer(503, "").loseAnswer().answer(200, "");
    server.answer(503, "").loseAnswer().answer(200, "");

    String sent =
        transport().send(request, r -> String.valueOf(r.request().headers().get("x-app-token")));
    assertThat(sent).isEqualTo("token 3");
    try (TransportResponse response = transport().open(request)) {
      assertThat(response.request().headers()).containsEntry("x-app-token", "token 5");
    }
    assertThat(server.requests())
        .extracting(r -> r.headers().get("x-app-token"))
        .containsExactly("token 1", "token 2", "token 3", "token 1", "token 4", "token 5");
  }

  @Test
  void sendsOnceWhenNoRetriesAreAllowed() throws IOException {
    allowance = RetryAllowance.of(0, 1, waiter);
    server.answer(503, "busy");

    assertThat(send("GET")).isEqualTo("503 busy");
  }

  @Test
  void asksAgainWhenTheConnectionBreaksBeforeOrWithinTheAnswer() throws IOException {
    server.refuseConnection().loseAnswer().breakAfter(3, "half of it").answer(200, "all");

    assertThat(send("GET")).isEqualTo("200 all");
    assertThat(server.open()).isZero();
  }

  @Test
  void saysHowOftenItTriedWhenTheConnectionKeepsBreaking() {
    server.loseAnswer().loseAnswer().loseAnswer().loseAnswer();

    assertThatThrownBy(() -> send("GET"))
        .isInstanceOf(BrokenConnectionException.class)
        .hasMessage("reset by the test (attempt 4)");
  }

  @Test
  void aLocalFailureIsNotTheNetworks() {
    server.answer(200, "");

    assertThatThrownBy(
            () ->
                transport()
                    .send(
                        request("GET"),
                        response -> {
                          throw new FileNotFoundException("disk gone");
                        }))
        .isInstanceOf(FileNotFoundException.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aBadCertificateIsFinal() {
    SSLHandshakeException untrusted = new SSLHandshakeException("PKIX path building failed");
    untrusted.initCause(new CertificateException("unknown authority"));
    server.fail(new BrokenConnectionException("untrusted", false, untrusted));

    assertThatThrownBy(() -> send("GET")).hasMessage("untrusted");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aPostIsNotRepeatedOnceItMayHaveBeenCarriedOut() {
    server.loseAnswer();

    assertThatThrownBy(() -> send("POST")).isInstanceOf(BrokenConnectionException.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aPostIsRepeatedWhenSurelyNothingCameOfIt() throws IOException {
    server.refuseConnection().answer(429, "").answer(503, "").answer(200, "done");

    assertThat(send("POST")).isEqualTo("200 done");
  }

  @Test
  void backsOffForSomeTimeAlways() {
    for (int i = 0; i < 5000; i++) {
      transport().backOff(1);
    }

    assertThat(waiter.waits())
        .allSatisfy(
            wait -> assertThat(wait).isBetween(Duration.ofMillis(1), Duration.ofMillis(200)));
  }

  @Test
  void backsOffWithJitterWithinDoublingBounds() throws IOException {
    allowance = RetryAllowance.of(10, 1, waiter);
    for (int i = 0; i < 10; i++) {
      server.answer(500, "");
    }
    server.answer(200, "ok");

    send("GET");

    assertThat(waiter.waits()).hasSize(10);
    for (int i = 0; i < 10; i++) {
      assertThat(waiter.waits().get(i))
          .isLessThanOrEqualTo(Duration.ofMillis(Math.min(10_000, 200L << i)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, PT2S", // seconds
    "'Fri, 02 Jan 2026 03:04:12 GMT', PT7S", // a date
    "315360000, PT1M", // ten years: as long as the cap
    "99999999999999999999, PT1M",
  })
  void waitsAsLongAsTheServerAsks(String retryAfter, Duration expected) throws IOException {
    server
        .answer(503, "", "Retry-After", retryAfter, "Date", "Fri, 02 Jan 2026 03:04:05 GMT")
        .answer(200, "ok");

    send("GET");

    assertThat(waiter.passed()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
  void waitsWhateverTheFailureThatTellsHowLong(int status) throws IOException {
    server.answer(status, "", "Retry-After", "9").answer(200, "ok");

    send("GET");

    assertThat(waiter.passed()).isEqualTo(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 402, 403, 404, 413})
  void aFinalAnswerPausesNobody(int status) throws IOException {
    server.answer(status, "", "Retry-After", "9").answer(200, "ok");

    send("GET");
    send("GET");

    assertThat(waiter.passed()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "soon", "", "Thu, 01 Jan 1970 00:00:00 GMT", "1e3", "0x10"})
  void ignoresARetryAfterThatMakesNoSense(String retryAfter) throws IOException {
    server.answer(429, "", "Retry-After", retryAfter).answer(200, "ok");

    send("GET");

    assertThat(waiter.passed()).isLessThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void measuresARetryAfterDateByTheServersClock() throws IOException {
    server
        .answer(
            503,
            "",
            "Retry-After",
            "Tue, 01 Jan 2030 00:00:03 GMT",
            "Date",
            "Tue, 01 Jan 2030 00:00:00 GMT")
        .answer(200, "ok");

    send("GET");

    assertThat(waiter.passed()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void allRequestsOfTheRunLeaveABusyServerAlone() throws IOException {
    allowance = RetryAllowance.of(0, 1, waiter);
    server.answer(429, "", "Retry-After", "30").answer(200, "ok");

    assertThat(send("GET")).isEqualTo("429 ");
    assertThat(waiter.passed()).isZero();

    send("GET");
    assertThat(waiter.passed()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void endsAHopelessRunWithAReason() throws IOException {
    allowance = RetryAllowance.of(0, 1, waiter);
    for (int i = 0; i < 20; i++) {
      assertThat(allowance.hopeless()).isNull();
      server.answer(503, "");
      send("GET");
    }

    assertThat(allowance.hopeless()).contains("20 requests", "GET /x", "503");
    assertThatThrownBy(() -> send("GET"))
        .isInstanceOf(SpaceConnectionException.class)
        .hasMessage(allowance.hopeless());
    assertThat(server.requests()).hasSize(20);
  }

  @Test
  void oneSuccessKeepsHopeAlive() throws IOException {
    allowance = RetryAllowance.of(0, 1, waiter);
    for (int i = 0; i < 100; i++) {
      server.answer(i % 19 == 18 ? 200 : 500, "");
      send("GET");
    }

    assertThat(allowance.hopeless()).isNull();
  }

  @Test
  void singleRequestsNeverGiveUpOnThoseToCome() throws IOException {
    allowance = RetryAllowance.endless(0, waiter);
    for (int i = 0; i < 100; i++) {
      server.answer(503, "");
      send("GET");
    }
    server.answer(200, "back");

    assertThat(send("GET")).isEqualTo("200 back");
  }

  @Test
  void missingObjectsAreNoReasonToGiveUp() throws IOException {
    for (int i = 0; i < 100; i++) {
      server.answer(404, "");
      send("GET");
    }

    assertThat(allowance.hopeless()).isNull();
  }

  @Test
  void theBudgetOfTheRunEndsAStormOfRetries() throws IOException {
    allowance = RetryAllowance.of(10, 1000, waiter);
    for (int request = 0; request < 150; request++) {
      for (int attempt = 0; attempt < 11; attempt++) {
        server.answer(500, "");
      }
    }
    for (int request = 0; request < 150; request++) {
      send("GET");
    }

    assertThat(server.requests()).hasSize(150 + 1000);
  }

  @Test
  void doesNotStartOnceCancelled() {
    cancellation.cancel();

    assertThatThrownBy(
            () -> {
              server.answer(500, "");
              send("GET");
            })
        .isInstanceOf(CancelledException.class);
  }

  @Test
  void opensAStreamAfterRetries() throws IOException {
    server.loseAnswer().answer(503, "").answer(200, "bytes");

    try (TransportResponse response = transport().open(request("GET"))) {
      assertThat(response.body()).hasContent("bytes");
    }
    assertThat(server.open()).isZero();
  }

  private String send(String method) throws IOException {
    return transport()
        .send(
            request(method),
            response ->
                response.status()
                    + " "
                    + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
  }

  private RetryingTransport transport() {
    return new RetryingTransport(server, allowance, cancellation);
  }

  private static TransportRequest request(String method) {
    return new TransportRequest(method, "http://space.test", "/x", Map.of(), null);
  }
}
