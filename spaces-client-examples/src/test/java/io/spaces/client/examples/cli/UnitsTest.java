package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnitsTest {
  @Test
  void bytesHaveAPrefixFrom1000On() {
    assertThat(Units.bytes(0)).isEqualTo("0 B");
    assertThat(Units.bytes(999)).isEqualTo("999 B");
    assertThat(Units.bytes(1000)).isEqualTo("1.0 kB");
    assertThat(Units.bytes(999_949)).isEqualTo("999.9 kB");
    assertThat(Units.bytes(999_951)).isEqualTo("1.0 MB");
    assertThat(Units.bytes(Long.MAX_VALUE)).isEqualTo("9223.4 PB");
  }

  @Test
  void durationsGetCoarserAsTheyGetLonger() {
    assertThat(Units.duration(Duration.ofMillis(840))).isEqualTo("0.8 s");
    assertThat(Units.duration(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
    assertThat(Units.duration(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
  }

  @Test
  void oneObjectIsNotPlural() {
    assertThat(Units.objects(1)).isEqualTo("1 object");
    assertThat(Units.objects(10_000)).isEqualTo("10,000 objects");
  }
}
