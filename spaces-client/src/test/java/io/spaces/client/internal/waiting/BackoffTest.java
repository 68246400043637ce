package io.spaces.client.internal.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  @Test
  void doublesWithEachFailureUpToItsLimit() {
    Backoff backoff = new Backoff(FIRST, LONGEST, 0);

    assertThat(IntStream.rangeClosed(1, 8).mapToObj(backoff::after).map(Duration::toMillis))
        .containsExactly(200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
    assertThat(Stream.of(41, 64, 65, 1000, Integer.MAX_VALUE).map(backoff::after))
        .containsOnly(LONGEST);
  }

  /** Of a thousand that failed together: a constant, or a part of the range, is no spreading. */
  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5, 1})
  void spreadsThoseWhoFailedTogetherOverThePartThatIsLeftToChance(double jitter) {
    Backoff backoff = new Backoff(FIRST, LONGEST, jitter);
    long most = 800;
    long least = (long) (most * (1 - jitter)) + 1;

    List<Long> waits =
        Stream.generate(() -> backoff.after(3).toMillis()).limit(1000).sorted().toList();

    long tenth = (most - least) / 10;
    assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(least, most));
    assertThat(waits.get(0)).isLessThan(least + tenth);
    assertThat(waits.get(999)).isGreaterThan(most - tenth);
    assertThat(waits.stream().distinct().count()).isGreaterThan((most - least) / 2);
  }

  @Test
  void alwaysWaitsForAMillisecondAtLeast() {
    Backoff backoff = new Backoff(Duration.ofMillis(1), LONGEST, 1);

    assertThat(Stream.generate(() -> backoff.after(1)).limit(100))
        .containsOnly(Duration.ofMillis(1));
  }
}
