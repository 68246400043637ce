package io.spaces.client.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spaces.client.error.InvalidParameterException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  @ParameterizedTest(name = "{0} after {1} is {2}")
  @CsvSource({
    "0 * * * *, 2026-11-22T10:00:00Z, 2026-11-22T11:00:00Z",
    "0 * * * *, 2026-11-22T10:59:59Z, 2026-11-22T11:00:00Z",
    "30 1 * * *, 2026-11-22T01:29:59.5Z, 2026-11-22T01:30:00Z",
    "30 1 * * *, 2026-11-22T01:30:00Z, 2026-11-23T01:30:00Z",
    "0 0 * * 0, 2026-11-22T00:00:00Z, 2026-11-29T00:00:00Z",
    "0 0 * * 7, 2026-11-22T00:00:00Z, 2026-11-29T00:00:00Z",
    "0 0 * * SUN, 2026-11-22T00:00:00Z, 2026-11-29T00:00:00Z",
    "15 14 1 * *, 2026-11-01T14:15:00Z, 2026-12-01T14:15:00Z",
    "15 14 1 * *, 2026-12-01T14:15:00Z, 2027-01-01T14:15:00Z",
    "* * 5 * * *, 2026-11-22T04:59:59Z, 2026-11-22T05:00:00Z",
    "* * 5 * * *, 2026-11-22T05:00:00Z, 2026-11-22T05:00:01Z",
    "* * 5 * * *, 2026-11-22T05:59:59Z, 2026-11-23T05:00:00Z",
    "* * */5 * * *, 2026-11-22T00:59:59Z, 2026-11-22T05:00:00Z",
    "* * */5 * * *, 2026-11-22T20:59:59Z, 2026-11-23T00:00:00Z",
    "0 0 */5 * * *, 2026-11-22T20:00:00Z, 2026-11-23T00:00:00Z",
    "0 0 29 2 *, 2026-11-22T00:00:00Z, 2028-02-29T00:00:00Z",
    "0 0 29 2 *, 2096-02-29T00:00:00Z, 2104-02-29T00:00:00Z",
    "0 12 28-31 2 *, 2028-02-28T12:00:00Z, 2028-02-29T12:00:00Z",
    "0 0 13 * 5, 2026-11-22T00:00:00Z, 2026-11-27T00:00:00Z",
    "0 0 13 * 5, 2026-12-12T00:00:00Z, 2026-12-13T00:00:00Z",
    "0 9 * * MON-FRI, 2026-11-20T09:00:00Z, 2026-11-23T09:00:00Z",
    "10-30/10 0 * JAN *, 2026-11-22T00:00:00Z, 2027-01-01T00:10:00Z",
    "5/25 * * * *, 2026-11-22T10:30:00Z, 2026-11-22T10:55:00Z",
    "0 0 * * */3, 2026-11-22T00:00:00Z, 2026-11-25T00:00:00Z",
    "/25 * * * *, 2026-11-22T10:25:00Z, 2026-11-22T10:50:00Z",
    "05 09 * * *, 2026-11-22T00:00:00Z, 2026-11-22T09:05:00Z",
    "'0 9 * dec Fri,sat-SUN', 2026-11-22T00:00:00Z, 2026-12-04T09:00:00Z",
    "'0 9 * dec Fri,sat-SUN', 2026-12-05T09:00:00Z, 2026-12-06T09:00:00Z",
    "'0 9 * dec Fri,sat-SUN', 2026-12-06T09:00:00Z, 2026-12-11T09:00:00Z",
    "0 0 * * 5/2, 2026-11-20T00:00:00Z, 2026-11-22T00:00:00Z",
    "0 0 * * 5/2, 2026-11-22T00:00:00Z, 2026-11-27T00:00:00Z",
    "0 0 * * THU/2, 2026-11-19T00:00:00Z, 2026-11-21T00:00:00Z",
    "'7,10-30/10,*/59 * * * *', 2026-11-22T10:00:00Z, 2026-11-22T10:07:00Z",
    "'7,10-30/10,*/59 * * * *', 2026-11-22T10:20:00Z, 2026-11-22T10:30:00Z",
    "'7,10-30/10,*/59 * * * *', 2026-11-22T10:30:00Z, 2026-11-22T10:59:00Z",
    "5/59 * * * *, 2026-11-22T10:05:00Z, 2026-11-22T11:05:00Z",
    "1-1 * * * *, 2026-11-22T10:05:00Z, 2026-11-22T11:01:00Z",
    "@hourly, 2026-11-22T10:30:00Z, 2026-11-22T11:00:00Z",
    "@daily, 2026-11-22T10:30:00Z, 2026-11-23T00:00:00Z",
    "@midnight, 2026-11-22T10:30:00Z, 2026-11-23T00:00:00Z",
    "@weekly, 2026-11-22T10:30:00Z, 2026-11-29T00:00:00Z",
    "@monthly, 2026-11-22T10:30:00Z, 2026-12-01T00:00:00Z",
    "@yearly, 2026-11-22T10:30:00Z, 2027-01-01T00:00:00Z",
    "@annually, 2026-11-22T10:30:00Z, 2027-01-01T00:00:00Z",
  })
  void runsWhenTheExpressionSays(String expression, Instant after, Instant expected) {
    assertThat(utc(expression).next(after)).contains(expected);
  }

  @Test
  void countsTheRunsOfTheExamplesOfADay() {
    assertThat(runsOn22November("0 * * * *")).isEqualTo(24);
    assertThat(runsOn22November("30 1 * * *")).isEqualTo(1);
    assertThat(runsOn22November("* * 5 * * *")).isEqualTo(3_600);
    assertThat(runsOn22November("* * */5 * * *")).isEqualTo(18_000);
    assertThat(runsOn22November("0 0 */5 * * *")).isEqualTo(5);
  }

  @Test
  void runsANightlyBackupThatFallsIntoTheSpringGapAtTheFirstMomentAfterIt() {
    assertThat(runs("30 2 * * *", BERLIN, "2027-03-27T12:00", "2027-03-29T12:00"))
        .containsExactly(berlin("2027-03-28T03:00"), berlin("2027-03-29T02:30"));
    assertThat(runs("30 2 * * *", NEW_YORK, "2027-03-13T12:00", "2027-03-15T12:00"))
        .containsExactly(newYork("2027-03-14T03:00"), newYork("2027-03-15T02:30"));
  }

  @Test
  void runsOnceForAllTheTimesThatOneGapSwallows() {
    assertThat(runs("*/10 2 * * *", BERLIN, "2027-03-28T00:00", "2027-03-28T23:00"))
        .containsExactly(berlin("2027-03-28T03:00"));
    assertThat(runs("0 2,3 * * *", BERLIN, "2027-03-28T00:00", "2027-03-28T23:00"))
        .containsExactly(berlin("2027-03-28T03:00"));
    assertThat(runs("30 2,3 * * *", BERLIN, "2027-03-28T00:00", "2027-03-28T23:00"))
        .containsExactly(berlin("2027-03-28T03:00"), berlin("2027-03-28T03:30"));
  }

  @Test
  void runsANightlyBackupOnceInTheDoubledHour() {
    assertThat(runs("30 2 * * *", BERLIN, "2026-10-25T00:00", "2026-10-26T12:00"))
        .containsExactly(Instant.parse("2026-10-25T00:30:00Z"), berlin("2026-10-26T02:30"));
    assertThat(runs("30 1 * * *", NEW_YORK, "2026-11-01T00:00", "2026-11-02T12:00"))
        .containsExactly(Instant.parse("2026-11-01T05:30:00Z"), newYork("2026-11-02T01:30"));
    assertThat(runs("* 2 * * *", BERLIN, "2026-10-25T00:00", "2026-10-25T12:00")).hasSize(60);
  }

  @Test
  void keepsToRealTimeWhenTheHourIsOpen() {
    assertThat(runs("0 * * * *", BERLIN, "2026-10-24T23:30", "2026-10-25T23:30")).hasSize(25);
    assertThat(runs("0 * * * *", BERLIN, "2027-03-27T23:30", "2027-03-28T23:30")).hasSize(23);
    assertThat(runs("0 * * * *", NEW_YORK, "2026-10-31T23:30", "2026-11-01T23:30")).hasSize(25);
    assertThat(runs("0 * * * *", NEW_YORK, "2027-03-13T23:30", "2027-03-14T23:30")).hasSize(23);
    assertThat(runs("30 * * * *", BERLIN, "2026-10-25T01:45", "2026-10-25T03:45"))
        .containsExactly(
            Instant.parse("2026-10-25T00:30:00Z"),
            Instant.parse("2026-10-25T01:30:00Z"),
            Instant.parse("2026-10-25T02:30:00Z"));
  }

  @Test
  void neverGoesBackAndNeverStandsStillWhereverItIsAsked() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> expressions =
        List.of(
            "30 2 * * *", "*/7 1-3 * * *", "0 * * * *", "13 * * * * *", "0 0 1 * 1", "0 2 29 * *");
    for (int i = 0; i < 2_000; i++) {
      String expression = expressions.get(random.nextInt(expressions.size()));
      ZoneId zone = random.nextBoolean() ? BERLIN : NEW_YORK;
      CronSchedule schedule = CronSchedule.parse(expression, zone);
      Instant change =
          zone.getRules().nextTransition(Instant.ofEpochSecond(random.nextInt())).getInstant();
      Instant from = change.plusSeconds(random.nextInt(20_000) - 10_000);
      Instant next = schedule.next(from).orElseThrow();
      Instant between = from.plusSeconds(random.nextLong(Duration.between(from, next).toSeconds()));
      assertThat(next).as("seed %d, %s after %s", seed, schedule, from).isAfter(from);
      assertThat(schedule.next(between))
          .as("seed %d, %s after %s", seed, schedule, between)
          .contains(next);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "61 * * * *      | minute",
        "* 24 * * *      | hour",
        "* * 0 * *       | day of month",
        "* * 32 * *      | day of month",
        "* * * 13 *      | month",
        "* * * FOO *     | month",
        "* * * * 8       | day of week",
        "60 * * * * *    | second",
        "* 60 * * * *    | minute",
        "*/0 * * * *     | minute",
        "30-10 * * * *   | minute",
        "x * * * *       | minute",
        "* * L * *       | day of month",
        "* * * * 5#2     | day of week",
        ", * * * *       | minute",
        "0 0 31 2 *      | day of month",
        "1,,2 * * * *    | minute",
        "1, * * * *      | minute",
        "*/ * * * *      | minute",
        "1/ * * * *      | minute",
        "/ * * * *       | minute",
        "1/2/3 * * * *   | minute",
        "1-2-3 * * * *   | minute",
        "1- * * * *      | minute",
        "-1 * * * *      | minute",
        "*-5 * * * *     | minute",
        "** * * * *      | minute",
        "+5 * * * *      | minute",
        "*/60 * * * *    | minute",
        "1.5 * * * *     | minute",
        "99999999999 * * * * | minute",
        "٣ * * * *       | minute",
        "MON * * * *     | minute",
        "* * ? * *       | day of month",
        "* * 15W * *     | day of month",
        "* * * */13 *    | month",
        "* * * JANUARY * | month",
        "* * * MON *     | month",
        "* * * ANF *     | month",
        "* * * * JAN     | day of week",
        "* * * * SUN-TUE | day of week",
        "* * * * */8     | day of week",
      })
  void namesTheFieldThatIsWrong(String expression, String field) {
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> utc(expression))
        .withMessageStartingWith("cron is \"" + expression + "\"")
        .withMessageContaining(field)
        .satisfies(e -> assertThat(e.parameter()).isEqualTo("cron"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "* * * *", "* * * * * * *", "@reboot", "@fortnightly", "daily"})
  void saysWhatAnExpressionConsistsOf(String expression) {
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> utc(expression))
        .withMessageContaining("\"" + expression + "\"")
        .withMessageMatching("(?s).*(expected five|there are @hourly).*");
  }

  private static CronSchedule utc(String expression) {
    return CronSchedule.parse(expression, ZoneOffset.UTC);
  }

  private static long runsOn22November(String expression) {
    return utc(expression)
        .between(Instant.parse("2026-11-21T23:59:59Z"), Instant.parse("2026-11-22T23:59:59Z"))
        .count();
  }

  private static List<Instant> runs(String expression, ZoneId zone, String after, String until) {
    return CronSchedule.parse(expression, zone)
        .between(
            LocalDateTime.parse(after).atZone(zone).toInstant(),
            LocalDateTime.parse(until).atZone(zone).toInstant())
        .toList();
  }

  private static Instant berlin(String local) {
    return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
  }

  private static Instant newYork(String local) {
    return LocalDateTime.parse(local).atZone(NEW_YORK).toInstant();
  }
}
