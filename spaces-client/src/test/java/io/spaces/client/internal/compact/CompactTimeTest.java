package io.spaces.client.internal.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompactTimeTest {
  @Test
  void everyTimeThatAFileCanHaveComesBackInItsOrder() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      Instant one = any(random);
      Instant two = random.nextBoolean() ? any(random) : one.plusSeconds(random.nextInt(3));
      long first = CompactTime.of(one);

      Instant back = CompactTime.instant(first);
      assertThat(back.getEpochSecond())
          .as("seed %d: %s", seed, one)
          .isEqualTo(one.getEpochSecond());
      if (!CompactTime.isFar(first)) {
        assertThat(back).as("seed %d", seed).isEqualTo(one);
      }
      assertThat(Integer.signum(Long.compare(first, CompactTime.of(two))))
          .as("seed %d: %s, %s", seed, one, two)
          .isIn(0, Integer.signum(one.compareTo(two)));
    }
  }

  @Test
  void nanosecondsAreKeptForTheseCenturies() {
    Instant now = Instant.parse("2026-11-30T12:00:00.123456789Z");

    assertThat(CompactTime.of(now)).isEqualTo(1_796_040_000_123_456_789L);
    assertThat(CompactTime.instant(CompactTime.of(now))).isEqualTo(now);
    assertThat(CompactTime.has(Instant.MAX)).isFalse();
    assertThat(CompactTime.has(Instant.parse("2446-05-10T22:38:55Z"))).isTrue();
  }

  /** Near now, near the end of nanoseconds, or anywhere. */
  private static Instant any(Random random) {
    long seconds =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt();
          case 1 -> 9_200_000_000L + random.nextInt(7) - 3;
          case 2 -> -9_200_000_000L + random.nextInt(7) - 3;
          default -> random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L);
        };
    return Instant.ofEpochSecond(seconds, random.nextInt(1_000_000_000));
  }
}
