package io.spaces.client.internal.http.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.retry.Retry;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.internal.http.TransportRequest;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ManualWaiter;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAllowanceTest {
  private static final int BUDGET = 1000;

  private final ManualWaiter waiter = new ManualWaiter();
  private final Cancellation cancellation = new Cancellation();
  private final RetryAllowance allowance = RetryAllowance.of(10, 1, waiter);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10})
  void aRequestIsRepeatedAsOftenAsWasAskedFor(int retries) {
    RetryAllowance some = RetryAllowance.of(retries, 1, waiter);
    Retry.AsyncContext<Object> request = some.newRequest();
    for (int i = 0; i < retries; i++) {
      assertThat(some.waitBeforeNext(request, busy(null), true)).isPositive();
    }
    assertThat(some.waitBeforeNext(request, busy(null), true)).isEqualTo(-1);
  }

  @Test
  void whatUsesNothingUpIsRepeatedForEver() {
    Retry.AsyncContext<Object> request = allowance.newRequest();
    for (int i = 0; i < 2 * BUDGET; i++) {
      assertThat(allowance.waitBeforeNext(request, busy(null), false)).isBetween(1L, 200L);
    }
    assertThat(allowance.waitBeforeNext(request, busy(null), true)).isPositive();
  }

  @Test
  void retriesOutnumberSuccessesByNoMoreThanAThousand() {
    allowance.succeeded(); // that there was nothing to give back yet gives no more than there is
    for (int i = 0; i < BUDGET; i++) {
      assertThat(retry(null)).as("retry %d", i).isPositive();
    }
    assertThat(retry(null)).isEqualTo(-1);
    assertThat(retry(null)).isEqualTo(-1);

    allowance.succeeded();
    allowance.succeeded();

    assertThat(retry(null)).isPositive();
    assertThat(retry(null)).isPositive();
    assertThat(retry(null)).isEqualTo(-1);
  }

  @Test
  void successesFillTheBudgetUpToItsBrimAndNoFurther() {
    assertThat(retry(null)).isPositive();
    for (int i = 0; i < 5; i++) {
      allowance.succeeded();
    }
    for (int i = 0; i < BUDGET; i++) {
      assertThat(retry(null)).as("retry %d", i).isPositive();
    }
    assertThat(retry(null)).isEqualTo(-1);
  }

  @Test
  void aServerThatAsksForTimeGetsItFromEveryone() {
    assertThat(retry(Duration.ofSeconds(7))).isEqualTo(7_000);

    allowance.awaitTurn(cancellation).end();

    assertThat(waiter.passed()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void aServerThatAsksForNoTimeHoldsNobodyUp() {
    assertThat(retry(Duration.ZERO)).isBetween(1L, 200L);

    allowance.awaitTurn(cancellation).end();

    assertThat(waiter.waits()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 20", "10, 20", "11, 22", "100, 200"})
  void aRunIsHopelessAfterAsManyFailuresAsCannotBeOneAccident(int concurrency, int failures) {
    RetryAllowance run = RetryAllowance.of(3, concurrency, waiter);
    for (int round = 0; round < 2; round++) { // the first ends with a success
      for (int i = 1; i < failures; i++) {
        run.failed(busy(null));
      }
      assertThat(run.hopeless()).isNull();
      run.awaitTurn(cancellation).end();
      if (round == 0) {
        run.succeeded();
      }
    }
    run.failed(busy(null));

    assertThat(run.hopeless()).contains("last " + failures + " requests", "GET /x", "503");
    assertThatThrownBy(() -> run.awaitTurn(cancellation))
        .isInstanceOf(SpaceConnectionException.class)
        .hasMessage(run.hopeless());
    String first = run.hopeless();
    run.failed(busy(null));
    run.succeeded();
    assertThat(run.hopeless()).as("there is no way back").isEqualTo(first);
    assertThatCode(() -> run.closing(3, cancellation).awaitTurn(cancellation).end())
        .as("what is said at its end")
        .doesNotThrowAnyException();
  }

  @Test
  void singleRequestsNeverGiveUpOnThoseToCome() {
    RetryAllowance endless = RetryAllowance.endless(3, waiter);
    for (int i = 0; i < 10_000; i++) {
      endless.failed(busy(null));
    }
    assertThat(endless.hopeless()).isNull();
  }

  @Test
  void whatIsSaidAtTheEndIsRepeatedNoMoreOftenThanAnythingElse() {
    assertThat(allowance.closing(2, cancellation).maxRetries()).isEqualTo(2);
    assertThat(RetryAllowance.of(1, 1, waiter).closing(2, cancellation).maxRetries()).isOne();
  }

  private long retry(@Nullable Duration retryAfter) {
    return allowance.waitBeforeNext(allowance.newRequest(), busy(retryAfter), true);
  }

  private static FailedAttempt busy(@Nullable Duration retryAfter) {
    TransportRequest get =
        new TransportRequest("GET", "http://space.test", "/x", Map.of(), null, Map::of);
    return FailedAttempt.answered(get, 503, retryAfter);
  }
}
