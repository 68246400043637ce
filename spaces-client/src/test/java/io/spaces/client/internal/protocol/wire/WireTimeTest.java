package io.spaces.client.internal.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WireTimeTest {
  @Test
  void readsEveryTimeThatJavaWrites() {
    for (int seed = 0; seed < 10_000; seed++) {
      // From 1970 to the year 9000.
      long millis = new Random(seed).nextLong(221_845_392_000_000L);
      String text = Instant.ofEpochMilli(millis).toString();
      assertThat(WireTime.millis(text)).as("seed %d: %s", seed, text).isEqualTo(millis);
      assertThat(WireTime.millis(Long.toString(millis))).isEqualTo(millis);
    }
  }

  @Test
  void knowsLeapDays() {
    assertThat(WireTime.millis("2024-02-29T00:00:00.000Z")).isEqualTo(1_709_164_800_000L);
    assertThat(WireTime.millis("2023-02-29T00:00:00.000Z")).isEqualTo(WireTime.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "now",
        "2026-01-02",
        "2026-13-02T03:04:05.678Z",
        "2026-00-02T03:04:05.678Z",
        "2026-01-32T03:04:05.678Z",
        "2026-01-02T24:04:05.678Z",
        "2026-01-02T03:60:05.678Z",
        "2026-01-02T03:04:61.678Z",
        "2026-01-02T03:04:05.6x8Z",
        "99999999999999999999",
        "+999999999-12-31T23:59:59Z",
      })
  void anythingElseIsUnknown(String text) {
    assertThat(WireTime.millis(text)).isEqualTo(WireTime.UNKNOWN);
    assertThat(WireTime.instant(text)).isNull();
  }
}
