package io.spaces.client.internal.http.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ThroughputTest {
  private static final Offset<Double> EXACT = within(1e-9);

  private final Throughput throughput = new Throughput();

  private void add(int times, long millis) {
    for (int i = 0; i < times; i++) {
      throughput.add(millis);
    }
  }

  @Test
  void countsThePresentSecondWhole() {
    assertThat(throughput.perSecond(0)).isZero();
    add(10, 0);
    assertThat(throughput.perSecond(0)).isEqualTo(10, EXACT);
    add(5, 999);
    assertThat(throughput.perSecond(999)).isEqualTo(15, EXACT);
  }

  @Test
  void theSecondBeforeCountsAsFarAsItIsNotYetASecondAgo() {
    add(10, 0);
    assertThat(throughput.perSecond(1000)).isEqualTo(10, EXACT);
    assertThat(throughput.perSecond(1250)).isEqualTo(7.5, EXACT);
    add(1, 1500);
    assertThat(throughput.perSecond(1500)).isEqualTo(6, EXACT);
    assertThat(throughput.perSecond(1999)).isEqualTo(1.01, EXACT);
    // Seconds follow one another without a gap: the next begins at 2000, not at 2500.
    assertThat(throughput.perSecond(2000)).isEqualTo(1, EXACT);
    assertThat(throughput.perSecond(2500)).isEqualTo(0.5, EXACT);
    assertThat(throughput.perSecond(3000)).isZero();
  }

  @Test
  void whatIsTwoSecondsAgoDoesNotCount() {
    add(10, 0);
    assertThat(throughput.perSecond(1999)).isEqualTo(0.01, EXACT);
    Throughput other = new Throughput();
    for (int i = 0; i < 10; i++) {
      other.add(0);
    }
    assertThat(other.perSecond(2000)).isZero();
  }

  @Test
  void aSecondBeginsWithTheFirstAfterAQuietTime() {
    add(3, 10_400);
    assertThat(throughput.perSecond(10_400)).isEqualTo(3, EXACT);
    assertThat(throughput.perSecond(11_399)).isEqualTo(3, EXACT);
    assertThat(throughput.perSecond(11_400)).isEqualTo(3, EXACT);
    assertThat(throughput.perSecond(11_900)).isEqualTo(1.5, EXACT);
  }

  @Test
  void aClockThatIsSetBackStartsTheCountAnew() {
    add(10, 5_000);
    assertThat(throughput.perSecond(4_999)).isZero();
    add(2, 4_999);
    assertThat(throughput.perSecond(5_998)).isEqualTo(2, EXACT);
  }
}
