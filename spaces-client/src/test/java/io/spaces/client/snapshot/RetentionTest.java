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
import java.util.function.UnaryOperator;
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
  void keepsAllForAnAgeBeyondAllTimes() {
    Retention rule = Retention.builder().keepWithin(Duration.ofSeconds(Long.MAX_VALUE)).build();
    assertThat(kept(rule, history("1999-01-01T00:00:00Z", "2026-11-22T09:00:00Z"))).hasSize(2);
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
  void incompleteSnapshotsCountLikeOthersAndTheNewestCompleteOneStays() {
    List<Snapshot> history =
        history(
            "2026-11-17T00:00:00Z",
            "2026-11-18T00:00:00Z",
            "2026-11-19T00:00:00Z!",
            "2026-11-20T00:00:00Z!",
            "2026-11-21T00:00:00Z!",
            "2026-12-24T00:00:00Z");
    assertThat(kept(Retention.files(2), history))
        .containsExactly(
            "2026-11-18T00:00:00Z",
            "2026-11-20T00:00:00Z",
            "2026-11-21T00:00:00Z",
            "2026-12-24T00:00:00Z");
  }

  @Test
  void noIncompleteSnapshotGoesBecauseACompleteOneCame() {
    List<Snapshot> history =
        history("2026-11-19T00:00:00Z!", "2026-11-20T00:00:00Z!", "2026-11-21T00:00:00Z");
    assertThat(Retention.files(30).obsolete(history, NOW)).isEmpty();
  }

  @Test
  void aSetWithoutACompleteSnapshotKeepsItsNewest() {
    Snapshot expired = with("2026-11-21T00:00:00Z!", s -> s.expiresAt(NOW));
    Snapshot older = with("2026-11-20T00:00:00Z!", s -> s.expiresAt(NOW));
    assertThat(Retention.all().obsolete(List.of(older, expired), NOW)).containsExactly(older);
  }

  @Test
  void aRuleNeverLooksBeyondASet() {
    Snapshot unnamed = with("2026-11-01T00:00:00Z", s -> s.set(""));
    Snapshot uploads = with("2026-11-02T00:00:00Z", s -> s.set("uploads"));
    Snapshot older = with("2026-11-20T00:00:00Z", s -> s.set("database"));
    Snapshot newer = with("2026-11-21T00:00:00Z", s -> s.set("database"));
    assertThat(Retention.files(1).obsolete(List.of(unnamed, uploads, older, newer), NOW))
        .containsExactly(older);
  }

  @Test
  void anExpiryHoldsUntilItHasPassedAndThenRemovesAndAPinHoldsAgainstBoth() {
    Snapshot held = with("2026-11-01T00:00:00Z", s -> s.expiresAt(NOW.plusSeconds(1)));
    Snapshot expired = with("2026-11-21T00:00:00Z", s -> s.expiresAt(NOW));
    Snapshot pinned = with("2026-11-02T00:00:00Z", s -> s.pinned(true));
    Snapshot both = with("2026-11-03T00:00:00Z", s -> s.pinned(true).expiresAt(NOW));
    Snapshot free = snapshot("2026-11-04T00:00:00Z", true);
    Snapshot old = snapshot("2026-10-04T00:00:00Z", true);
    Snapshot last = with("2026-11-22T00:00:00Z", s -> s.expiresAt(NOW));
    List<Snapshot> all = List.of(held, expired, pinned, both, free, old, last);

    assertThat(Retention.files(1).obsolete(all, NOW)).containsExactly(expired, old);
    assertThat(Retention.all().obsolete(all, NOW)).containsExactly(expired);
  }

  @Test
  void whatIsInTheTrashIsNotDecidedOnAndKeepsNothingFromBeingKept() {
    Snapshot gone = with("2026-11-21T00:00:00Z", s -> s.deletedAt(NOW));
    Snapshot there = snapshot("2026-11-20T00:00:00Z", true);
    assertThat(Retention.files(1).preview(List.of(gone, there), NOW))
        .containsExactly(new RetentionDecision(there, true, "the newest complete one of its set"));
  }

  @Test
  void aPreviewSaysWhatGoesWhatStaysAndWhy() {
    List<Snapshot> history =
        List.of(
            snapshot("2026-11-21T00:00:00Z", true),
            snapshot("2026-11-20T00:00:00Z", true),
            snapshot("2026-11-19T00:00:00Z", true),
            with("2026-11-18T00:00:00Z", s -> s.pinned(true)),
            with("2026-11-17T00:00:00Z", s -> s.expiresAt(Instant.parse("2026-12-01T00:00:00Z"))),
            with("2026-11-16T00:00:00Z", s -> s.expiresAt(Instant.parse("2026-11-20T00:00:00Z"))),
            snapshot("2026-12-24T00:00:00Z", true));
    assertThat(Retention.builder().keepLast(2).keepDaily(2).build().preview(history, NOW))
        .extracting(decision -> decision.kept() + " " + decision.reason())
        .containsExactly(
            "true from the future",
            "true the newest complete one of its set",
            "true last 2, daily 2",
            "false no rule keeps it",
            "true pinned",
            "true held until 2026-12-01T00:00:00Z",
            "false expired 2026-11-20T00:00:00Z");
  }

  private static Snapshot with(String time, UnaryOperator<Snapshot.Builder> change) {
    Snapshot plain = snapshot(time.replace("!", ""), !time.endsWith("!"));
    return change.apply(plain.toBuilder()).build();
  }

  /** The model looks at one snapshot at a time and counts what is newer, with sets of its own. */
  @Test
  void removesOnlyWhatAModelSaysMayGoWhateverTheHistory() {
    long seed = new Random().nextLong();
    for (int round = 0; round < 1000; round++) {
      Random random = new Random(seed + round);
      List<Snapshot> history = new ArrayList<>();
      for (int i = random.nextInt(40); i >= 0; i--) {
        Instant time =
            NOW.plus(Duration.ofMinutes(random.nextInt(110_000) - 100_000)).minusSeconds(i);
        Snapshot.Builder made =
            snapshot(time.toString(), random.nextInt(4) > 0).toBuilder()
                .set("set " + random.nextInt(3))
                .pinned(random.nextInt(8) == 0);
        if (random.nextInt(4) == 0) {
          made.expiresAt(NOW.plus(Duration.ofMinutes(random.nextInt(10_000) - 5_000)));
        }
        history.add(made.build());
      }
      int last = 1 + random.nextInt(4);
      int days = 1 + random.nextInt(4);
      Retention rule = Retention.builder().keepLast(last).keepDaily(days).zone(BERLIN).build();
      List<Snapshot> gone = rule.obsolete(history, NOW);
      for (Snapshot snapshot : history) {
        assertThat(gone.contains(snapshot))
            .as("%s by %s, seed %s, round %s", snapshot, rule, seed, round)
            .isEqualTo(mayGo(snapshot, history, last, days));
      }
      List<Snapshot> left = new ArrayList<>(history);
      left.removeAll(gone);
      assertThat(rule.obsolete(left, NOW)).as("applied twice, seed %s", seed).isEmpty();
    }
  }

  private static boolean mayGo(Snapshot one, List<Snapshot> history, int last, int days) {
    if (one.pinned() || one.time().compareTo(NOW) > 0) {
      return false;
    }
    List<Snapshot> newer = new ArrayList<>();
    boolean anyComplete = false;
    for (Snapshot other : history) {
      if (other.set().equals(one.set()) && other.time().compareTo(NOW) <= 0) {
        anyComplete |= other.complete();
        if (other.time().compareTo(one.time()) > 0) {
          newer.add(other);
        }
      }
    }
    boolean newestOfAll = newer.isEmpty();
    boolean newestComplete = one.complete() && newer.stream().noneMatch(Snapshot::complete);
    if (newestComplete || (!anyComplete && newestOfAll)) {
      return false;
    }
    if (one.expiresAt() != null) {
      return !one.expiresAt().isAfter(NOW);
    }
    newer.removeIf(other -> other.pinned() || other.expiresAt() != null);
    String day = one.time().atZone(BERLIN).toLocalDate().toString();
    List<String> newerDays =
        newer.stream()
            .map(s -> s.time().atZone(BERLIN).toLocalDate().toString())
            .distinct()
            .toList();
    boolean daily = !newerDays.contains(day) && newerDays.size() < days;
    return newer.size() >= last && !daily;
  }

  @Test
  void refusesRulesThatKeepNothing() {
    assertThatThrownBy(() -> Retention.files(0)).isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> Retention.builder().build())
        .isInstanceOf(InvalidParameterException.class);
    assertThat(Retention.builder().keepLast(3).keepDaily(7).build()).hasToString("FILES 3 DAILY 7");
    assertThat(Retention.builder().keepWithin(Duration.ofDays(2)).build()).hasToString("DAYS 2");
    assertThat(Retention.builder().keepWithin(Duration.ofMinutes(90)).build())
        .hasToString("WITHIN PT1H30M");
  }

  /** Whatever rules there are: written, read, and the same again. */
  @Test
  void rulesAreReadAsTheyAreWritten() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      Retention rules = rules(random);
      String text = rules.toString();

      assertThat(Retention.parse(text))
          .as("%s, seed %s, round %s", text, seed, round)
          .isEqualTo(rules)
          .hasSameHashCodeAs(rules)
          .hasToString(text);
      String shell = text.replaceAll("([A-Z]+) (\\S+)( |$)", "$1:$2,").replaceFirst(",$", "");
      assertThat(Retention.parse(shell)).as("%s, seed %s", shell, seed).isEqualTo(rules);
    }
  }

  private static Retention rules(Random random) {
    if (random.nextInt(50) == 0) {
      return Retention.all();
    }
    Retention.Builder rules = Retention.builder().keepLast(1 + random.nextInt(1_000_000));
    if (random.nextBoolean()) {
      rules.keepDaily(1 + random.nextInt(400));
    }
    if (random.nextBoolean()) {
      rules.keepWeekly(1 + random.nextInt(60));
    }
    if (random.nextBoolean()) {
      rules.keepMonthly(1 + random.nextInt(30));
    }
    if (random.nextBoolean()) {
      rules.keepYearly(1 + random.nextInt(1_000_000));
    }
    if (random.nextBoolean()) {
      List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
      rules.zone(ZoneId.of(zones.get(random.nextInt(zones.size()))));
    }
    Duration age =
        switch (random.nextInt(5)) {
          case 0 -> Duration.ofDays(1 + random.nextInt(1_000_000));
          case 1 -> Duration.ofHours(1 + random.nextInt(24_000_000));
          case 2 -> Duration.ofNanos(1 + random.nextInt(Integer.MAX_VALUE));
          case 3 -> Duration.ofSeconds(Math.max(1, random.nextLong() >>> random.nextInt(1, 60)));
          default -> Duration.ZERO;
        };
    return (age.isZero() ? rules : rules.keepWithin(age)).build();
  }

  @Test
  void rulesAreOneGrammarInJavaInPlansAndOnTheCommandLine() {
    Retention rules = Retention.builder().keepLast(3).keepWithin(Duration.ofDays(30)).build();

    assertThat(List.of("FILES 3 DAYS 30", "last:3,days:30", "days 30, Last 3", "hours:720 files 3"))
        .allSatisfy(text -> assertThat(Retention.parse(text)).isEqualTo(rules));
    assertThat(Retention.parse("all")).isEqualTo(Retention.all()).hasToString("ALL");
    assertThat(Retention.parse("daily 7 zone Europe/Berlin"))
        .isEqualTo(Retention.parse("DAILY 7").zone(BERLIN))
        .isNotEqualTo(Retention.parse("DAILY 7"));
    for (String text :
        List.of(
            "",
            "ALL 3",
            "FILES",
            "FILES 0",
            "FILES x",
            "WEEKS 3",
            "ZONE UTC",
            "DAYS 1000001",
            "DAILY 7 ZONE Mars",
            "WITHIN 3",
            "WITHIN -PT1H",
            "last:3,",
            "FILES 99999999999")) {
      assertThatThrownBy(() -> Retention.parse(text))
          .as(text)
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageStartingWith("retention is \"" + text + "\"; expected ALL, or some of");
    }
  }

  @Test
  void daysBeginInTheZoneThatIsSaidLast() {
    List<Snapshot> history = history("2026-11-21T22:00:00Z", "2026-11-21T23:30:00Z");
    Retention daily = Retention.builder().keepDaily(2).zone(ZoneId.of("UTC")).build();

    assertThat(kept(daily, history)).containsExactly("2026-11-21T23:30:00Z");
    assertThat(kept(daily.zone(BERLIN), history)).hasSize(2);
    assertThat(daily.zone(BERLIN).zone()).isEqualTo(BERLIN);
    assertThat(Retention.files(1).zone()).isNull();
  }
}
