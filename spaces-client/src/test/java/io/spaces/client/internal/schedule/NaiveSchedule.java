package io.spaces.client.internal.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What a schedule means, found out by looking at a wall clock every minute: slow, obvious, and of
 * no code in common with the schedule that is tested by it. Zones change by full minutes.
 */
public final class NaiveSchedule {
  private final ZoneId zone;
  private final ZoneRules rules;
  private final BitSet minutes = new BitSet();
  private final BitSet hours = new BitSet();
  private final BitSet days = new BitSet();
  private final BitSet weekdays = new BitSet();

  private NaiveSchedule(ZoneId zone) {
    this.zone = zone;
    rules = zone.getRules();
  }

  /** A schedule that comes at least every month or so. */
  public static NaiveSchedule any(Random random, ZoneId zone) {
    NaiveSchedule schedule = new NaiveSchedule(zone);
    int some = 1 + random.nextInt(3);
    for (int i = 0; i < some; i++) {
      schedule.minutes.set(random.nextInt(60));
      schedule.hours.set(random.nextInt(3) == 0 ? random.nextInt(24) : random.nextInt(5));
    }
    if (random.nextInt(3) == 0) {
      schedule.hours.set(0, 24);
    }
    switch (random.nextInt(6)) {
      case 0 -> schedule.days.set(1 + random.nextInt(29));
      case 1 -> schedule.weekdays.set(random.nextInt(7));
      case 2 -> schedule.days.set(28, 32);
      default -> {}
    }
    return schedule;
  }

  public ZoneId zone() {
    return zone;
  }

  /** The same as cron's five fields. */
  public String expression() {
    return String.join(
        " ",
        list(minutes),
        hours.cardinality() == 24 ? "*" : list(hours),
        list(days),
        "*",
        list(weekdays));
  }

  private static String list(BitSet values) {
    return values.isEmpty()
        ? "*"
        : values.stream().mapToObj(Integer::toString).collect(Collectors.joining(","));
  }

  /** The first full minute after a moment that is named. */
  public Instant firstAfter(Instant moment) {
    Instant minute = moment.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
    while (!isNamed(minute)) {
      minute = minute.plusSeconds(60);
    }
    return minute;
  }

  private boolean isNamed(Instant minute) {
    LocalDateTime shown = shown(minute);
    if (hours.cardinality() == 24) { // every time that the clock shows it
      return matches(shown);
    }
    if (matches(shown) && isShownForTheFirstTime(minute, shown)) {
      return true;
    }
    // What the clock never showed comes right after.
    LocalDateTime before = shown(minute.minusSeconds(60));
    for (LocalDateTime never = before.plusMinutes(1);
        never.isBefore(shown);
        never = never.plusMinutes(1)) {
      if (matches(never)) {
        return true;
      }
    }
    return false;
  }

  private boolean isShownForTheFirstTime(Instant minute, LocalDateTime shown) {
    for (int back = 1; back <= 180; back++) {
      if (shown(minute.minusSeconds(60L * back)).equals(shown)) {
        return false;
      }
    }
    return true;
  }

  private LocalDateTime shown(Instant minute) {
    ZoneOffset offset = rules.getOffset(minute);
    return LocalDateTime.ofEpochSecond(minute.getEpochSecond(), 0, offset);
  }

  private boolean matches(LocalDateTime time) {
    return minutes.get(time.getMinute())
        && hours.get(time.getHour())
        && (days.isEmpty() || days.get(time.getDayOfMonth()))
        && (weekdays.isEmpty() || weekdays.get(time.getDayOfWeek().getValue() % 7));
  }
}
