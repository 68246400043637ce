package io.spaces.client.internal.http.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAfterTest {
  private static final Duration CAP = Duration.ofSeconds(60);
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "09, 9",
    "' 7 ', 7",
    "59, 59",
    "60, 60",
    "61, 60",
    "9999999999, 60",
    "10000000000, 60",
    "99999999999999999999999999999999, 60", // more than a number of 64 bits holds
  })
  void secondsAreObeyedUpToTheCap(String value, long seconds) {
    assertThat(RetryAfter.parse(value, null, NOW, CAP)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void tenDigitsAreReadAndMoreAreAsGoodAsTheMost() {
    Duration far = Duration.ofSeconds(Long.MAX_VALUE);
    assertThat(RetryAfter.parse("1234567890", null, NOW, far))
        .isEqualTo(Duration.ofSeconds(1_234_567_890));
    assertThat(RetryAfter.parse("12345678901", null, NOW, far))
        .isEqualTo(Duration.ofSeconds(9_999_999_999L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-1", "+1", "1.5", "1s", "1/", "1:", "0x1", "١", "soon", "Fri, 02 Jan"})
  void whatIsNeitherSecondsNorADateIsNothing(String value) {
    assertThat(RetryAfter.parse(value, null, NOW, CAP)).isNull();
  }

  @Test
  void nothingAsksForNothing() {
    assertThat(RetryAfter.parse(null, null, NOW, CAP)).isNull();
    assertThat(RetryAfter.parse(null, "Fri, 02 Jan 2026 03:04:05 GMT", NOW, CAP)).isNull();
  }

  /** A date that is past asks for nothing: even one that is this very second is still obeyed. */
  @ParameterizedTest
  @CsvSource({
    "'Fri, 02 Jan 2026 03:04:05 GMT', 0",
    "'Fri, 02 Jan 2026 03:04:06 GMT', 1",
    "'Fri, 02 Jan 2026 03:05:04 GMT', 59",
    "'Fri, 02 Jan 2026 03:05:05 GMT', 60",
    "'Fri, 02 Jan 2026 03:05:06 GMT', 60",
    "'Sat, 02 Jan 2027 03:04:05 GMT', 60",
    "'Fri, 02 Jan 2026 03:04:04 GMT',",
    "'Thu, 01 Jan 1970 00:00:00 GMT',",
  })
  void aDateIsMeasuredAgainstTheServersOwnClock(String value, @Nullable Long seconds) {
    Duration expected = seconds == null ? null : Duration.ofSeconds(seconds);
    assertThat(RetryAfter.parse(value, null, NOW, CAP)).as("our clock").isEqualTo(expected);
    Instant wrong = NOW.plusSeconds(86_400);
    assertThat(RetryAfter.parse(value, "Fri, 02 Jan 2026 03:04:05 GMT", wrong, CAP))
        .as("its clock")
        .isEqualTo(expected);
    assertThat(RetryAfter.parse(value, "yesterday", NOW, CAP))
        .as("no date of its own")
        .isEqualTo(expected);
  }
}
