package io.spaces.client.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.InvalidParameterException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Snapshot snapshot(String time, boolean complete) {
    Instant instant = Instant.parse(time);
    return Snapshot.builder(String.format("%016x", instant.getEpochSecond()), instant)
        .description(time)
        .complete(complete)
        .files(1)
        .build();
  }

  private static List<Snapshot> history(String... times) {
    List<Snapshot> history = new ArrayList<>();
    for (String time : times) {
      history.add(snapshot(time.replace("!", ""), !time.endsWith("!")));
    }
    Collections.shuffle(history, new Random(1));
    return history;
  }

  private static List<String> kept(Retention retention, List<Snapshot> history) {
    List<Snapshot> left = new ArrayList<>(history);
    left.removeAll(retention.obsolete(history, NOW));
    left.sort(Comparator.comparing(Snapshot::time));
    return left.stream().map(Snapshot::description).toList();
  }

  @Test
  void keepsAll() {
    assertThat(Retention.all().obsolete(history("2020-01-01T00:00:00Z"), NOW)).isEmpty();
  }

  @Test
  void keepsTheNewest() {
    assertThat(
            kept(
                Retention.files(2),
                history("2026-11-19T00:00:00Z", "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z")))
        .containsExactly("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z");
  }

  @Test
  void keepsTheLastHoursAndDaysAndTheNewestHoweverOldItIs() {
    List<Snapshot> history =
        history("2026-11-20T11:59:59Z", "2026-11-20T12:00:00Z", "2026-11-22T09:00:00Z");
    assertThat(kept(Retention.hours(3), history)).containsExactly("2026-11-22T09:00:00Z");
    assertThat(kept(Retention.days(2), history))
        .containsExactly("2026-11-20T12:00:00Z", "2026-11-22T09:00:00Z");
    assertThat(kept(Retention.hours(1), history)).containsExactly("2026-11-22T09:00:00Z");
  }

  @Test
  void keepsOneADayAWeekAMonthAndAYearByTheCalendarOfTheZone() {
    List<Snapshot> history =
        history(
            "2024-05-01T00:00:00Z",
            "2025-05-01T00:00:00Z",
            "2026-09-30T22:30:00Z", // the first of October in Berlin
            "2026-10-30T00:00:00Z",
            "2026-11-15T22:00:00Z", // a Sunday
            "2026-11-15T23:30:00Z", // a Monday in Berlin
            "2026-11-20T10:00:00Z",
            "2026-11-21T22:00:00Z",
            "2026-11-21T23:30:00Z"); // the next day in Berlin
    assertThat(kept(Retention.builder().keepDaily(2).zone(BERLIN).build(), history))
        .containsExactly("2026-11-21T22:00:00Z", "2026-11-21T23:30:00Z");
    assertThat(kept(Retention.builder().keepDaily(2).zone(ZoneId.of("UTC")).build(), history))
        .containsExactly("2026-11-20T10:00:00Z", "2026-11-21T23:30:00Z");
    assertThat(kept(Retention.builder().keepWeekly(2).zone(BERLIN).build(), history))
        .containsExactly("2026-11-15T22:00:00Z", "2026-11-21T23:30:00Z");
    assertThat(kept(Retention.builder().keepMonthly(3).zone(BERLIN).build(), history))
        .containsExactly("2025-05-01T00:00:00Z", "2026-10-30T00:00:00Z", "2026-11-21T23:30:00Z");
    assertThat(kept(Retention.builder().keepYearly(2).zone(BERLIN).build(), history))
        .containsExactly("2025-05-01T00:00:00Z", "2026-11-21T23:30:00Z");
    assertThat(kept(Retention.builder().keepLast(1).keepYearly(3).zone(BERLIN).build(), history))
        .containsExactly("2024-05-01T00:00:00Z", "2025-05-01T00:00:00Z", "2026-11-21T23:30:00Z");
  }

  @Test
  void neitherAnUnfinishedNorAFutureSnapshotCountsAsTheNewest() {
    List<Snapshot> history =
        history(
            "2026-11-18T00:00:00Z!",
            "2026-11-19T00:00:00Z",
            "2026-11-20T00:00:00Z",
            "2026-11-21T00:00:00Z!",
            "2026-12-24T00:00:00Z");
    assertThat(kept(Retention.files(1), history))
        .containsExactly("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z", "2026-12-24T00:00:00Z");
  }

  @Test
  void neverRemovesTheNewestCompleteSnapshotWhateverTheHistory() {
    for (int round = 0; round < 500; round++) {
      Random random = new Random(round);
      List<Snapshot> history = new ArrayList<>();
      for (int i = random.nextInt(30); i >= 0; i--) {
        Instant time = NOW.plus(Duration.ofMinutes(random.nextInt(1_100_000) - 1_000_000));
        history.add(snapshot(time.toString(), random.nextInt(4) > 0));
      }
      Retention rule =
          switch (random.nextInt(4)) {
            case 0 -> Retention.files(1 + random.nextInt(5));
            case 1 -> Retention.hours(1 + random.nextInt(5000));
            case 2 -> Retention.builder().keepMonthly(1 + random.nextInt(4)).build();
            default -> Retention.builder().keepDaily(2).keepYearly(1).zone(BERLIN).build();
          };
      List<Snapshot> gone = rule.obsolete(history, NOW);
      history.stream()
          .filter(s -> s.complete() && !s.time().isAfter(NOW))
          .max(Comparator.comparing(Snapshot::time).thenComparing(Snapshot::id))
          .ifPresent(newest -> assertThat(gone).as("%s", rule).doesNotContain(newest));
      assertThat(gone).allMatch(s -> !s.time().isAfter(NOW));
      List<Snapshot> left = new ArrayList<>(history);
      left.removeAll(gone);
      assertThat(rule.obsolete(left, NOW)).as("applied twice, %s", rule).isEmpty();
    }
  }

  @Test
  void refusesRulesThatKeepNothing() {
    assertThatThrownBy(() -> Retention.files(0)).isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> Retention.builder().build())
        .isInstanceOf(InvalidParameterException.class);
    assertThat(Retention.builder().keepLast(3).keepDaily(7).build()).hasToString("last 3, daily 7");
    assertThat(Retention.builder().keepWithin(Duration.ofDays(2)).build())
        .hasToString("within 48 hours");
    assertThat(Retention.builder().keepWithin(Duration.ofMinutes(90)).build())
        .hasToString("within PT1H30M");
  }
}
