package io.spaces.client.e2e;

import io.spaces.client.e2e.DeletionModel.Made;
import io.spaces.client.snapshot.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A rule as the library is told it, and what it keeps, once more and as plainly as can be.
 *
 * @param all whether everything stays that has not expired
 * @param hours how far back everything stays
 */
record DeletionRule(
    boolean all, int last, int hours, int daily, int weekly, int monthly, int yearly, ZoneId zone) {
  static final DeletionRule ALL = new DeletionRule(true, 0, 0, 0, 0, 0, 0, ZoneOffset.UTC);

  /** One of every kind there is, or several at once. */
  static DeletionRule random(Random random) {
    int kind = random.nextInt(9);
    boolean several = kind == 8;
    return kind == 0
        ? ALL
        : new DeletionRule(
            false,
            kind <= 2 || several ? 1 + random.nextInt(3) : 0,
            kind == 3 || (several && random.nextBoolean()) ? 1 + random.nextInt(60) : 0,
            kind == 4 || several ? 1 + random.nextInt(4) : 0,
            kind == 5 || (several && random.nextBoolean()) ? 1 + random.nextInt(3) : 0,
            kind == 6 || (several && random.nextBoolean()) ? 1 + random.nextInt(3) : 0,
            kind == 7 || (several && random.nextBoolean()) ? 1 : 0,
            ZoneId.of(random.nextBoolean() ? "America/New_York" : "Pacific/Kiritimati"));
  }

  Retention retention() {
    if (all) {
      return Retention.all();
    }
    if (last > 0 && daily == 0) {
      return Retention.files(last);
    }
    if (hours > 0 && daily == 0) {
      return hours % 24 == 0 ? Retention.days(hours / 24) : Retention.hours(hours);
    }
    Retention.Builder builder = Retention.builder().zone(zone);
    if (last > 0) {
      builder.keepLast(last);
    }
    if (hours > 0) {
      builder.keepWithin(Duration.ofHours(hours));
    }
    if (daily > 0) {
      builder.keepDaily(daily);
    }
    if (weekly > 0) {
      builder.keepWeekly(weekly);
    }
    if (monthly > 0) {
      builder.keepMonthly(monthly);
    }
    if (yearly > 0) {
      builder.keepYearly(yearly);
    }
    return builder.build();
  }

  @Override
  public String toString() {
    return retention() + (zone.equals(ALL.zone) ? "" : " in " + zone);
  }

  Set<String> keeps(List<Made> newestFirst, Instant now) {
    Set<String> kept = new HashSet<>();
    Map<String, Set<String>> periods = new HashMap<>();
    for (Made made : newestFirst) {
      boolean recent = hours > 0 && !made.time.plus(Duration.ofHours(hours)).isBefore(now);
      // Each rule counts by itself, also what another one keeps. Weeks are those of ISO 8601 in
      // the locale en-GB.
      boolean isOne = isNewIn(periods, "last", made.id, last);
      isOne |= isNewIn(periods, "daily", period(made, "yyyy-MM-dd"), daily);
      isOne |= isNewIn(periods, "weekly", period(made, "YYYY-'W'ww"), weekly);
      isOne |= isNewIn(periods, "monthly", period(made, "yyyy-MM"), monthly);
      isOne |= isNewIn(periods, "yearly", period(made, "yyyy"), yearly);
      if (all || recent || isOne) {
        kept.add(made.id);
      }
    }
    return kept;
  }

  private static boolean isNewIn(
      Map<String, Set<String>> periods, String rule, String period, int most) {
    Set<String> seen = periods.computeIfAbsent(rule, each -> new HashSet<>());
    return seen.size() < most && seen.add(period);
  }

  private String period(Made made, String pattern) {
    return ZonedDateTime.ofInstant(made.time, zone)
        .format(DateTimeFormatter.ofPattern(pattern, Locale.UK));
  }
}
