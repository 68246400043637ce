package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Compression;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  @ParameterizedTest
  @CsvSource({"1h,PT1H", "12h,PT12H", "30d,PT720H", "2w,PT336H"})
  void anExpiryIsSoMuchLater(String text, Duration later) {
    assertThat(ExpiryConverter.expiry(text, NOW)).isEqualTo(NOW.plus(later));
  }

  @Test
  void anExpiryIsAMoment() {
    assertThat(ExpiryConverter.expiry("2026-03-04T05:06:08Z", NOW))
        .isEqualTo(Instant.parse("2026-03-04T05:06:08Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0d", "30", "30y", "-1d", "soon", "2026-03-04T05:06:07Z", "1 d"})
  void anExpiryIsNothingElse(String text) {
    assertThatThrownBy(() -> ExpiryConverter.expiry(text, NOW))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all | ALL",
        "last:3 | FILES 3",
        "files:3 | FILES 3",
        "hours:36 | HOURS 36",
        "days:2 | DAYS 2",
        "yearly:1,daily:7,weekly:4,monthly:12 | DAILY 7 WEEKLY 4 MONTHLY 12 YEARLY 1"
      })
  void rulesSayWhichSnapshotsToKeep(String text, String rules) {
    assertThat(new RetentionConverter().convert(text)).hasToString(rules);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "none",
        "last",
        "last:",
        "last:0",
        "last:x",
        "last:1,",
        "all,last:1",
        "5:last"
      })
  void otherRulesAreRefused(String text) {
    assertThatThrownBy(() -> new RetentionConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"last:1,last:2", "last:1,files:2", "hours:1,days:1"})
  void aRuleGivenTwiceIsRefused(String text) {
    assertThatThrownBy(() -> new RetentionConverter().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }

  @ParameterizedTest
  @CsvSource({"0,PT0S", "30s,PT30S", "15m,PT15M", "12h,PT12H", "30d,PT720H", "8w,PT1344H"})
  void aTimeHasAUnitUnlessItIsNone(String text, Duration time) {
    assertThat(new GraceConverter().convert(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "-1s", "1y", "1 d", "s"})
  void otherTimesAreRefused(String text) {
    assertThatThrownBy(() -> new GraceConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @Test
  void aCompressionHasALevel() {
    assertThat(new CompressionConverter().convert("deflate:9")).isEqualTo(Compression.deflate(9));
    assertThat(new CompressionConverter().convert("zstd:19")).isEqualTo(Compression.zstd(19));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zip", "deflate", "deflate:0", "deflate:10", "zstd:20", "zstd:x"})
  void otherCompressionsAreRefused(String text) {
    assertThatThrownBy(() -> new CompressionConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("\"" + text + "\"");
  }
}
