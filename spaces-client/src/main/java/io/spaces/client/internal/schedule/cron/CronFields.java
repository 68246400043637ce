package io.spaces.client.internal.schedule.cron;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The values that each field of a cron expression allows. Days of the week count from 0, Sunday.
 *
 * @param eitherDay whether a day has to match only one of the two day fields: so when both are
 *     restricted
 */
public record CronFields(
    BitSet seconds,
    BitSet minutes,
    BitSet hours,
    BitSet daysOfMonth,
    BitSet months,
    BitSet daysOfWeek,
    boolean eitherDay) {
  /** Leap days are at most eight years apart; with a day of the week, no rule here takes longer. */
  private static final int YEARS_AHEAD = 30;

  /** Whether the hour is left open. */
  boolean everyHour() {
    return hours.cardinality() == 24;
  }

  /** The first wall-clock time after the given one that the fields allow, or null. */
  @Nullable LocalDateTime next(LocalDateTime after) {
    LocalDateTime from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    LocalTime time = timeFrom(from.toLocalTime());
    LocalDate date = from.toLocalDate();
    if (time != null && allows(date)) {
      return date.atTime(time);
    }
    LocalDate last = date.plusYears(YEARS_AHEAD);
    for (LocalDate day = date.plusDays(1); day.isBefore(last); ) {
      if (!months.get(day.getMonthValue())) {
        day = day.withDayOfMonth(1).plusMonths(1);
      } else if (allows(day)) {
        return day.atTime(hours.nextSetBit(0), minutes.nextSetBit(0), seconds.nextSetBit(0));
      } else {
        day = day.plusDays(1);
      }
    }
    return null;
  }

  private boolean allows(LocalDate day) {
    if (!months.get(day.getMonthValue())) {
      return false;
    }
    boolean ofMonth = daysOfMonth.get(day.getDayOfMonth());
    boolean ofWeek = daysOfWeek.get(day.getDayOfWeek().getValue() % 7);
    return eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
  }

  /** The first allowed time of a day from the given one on, or null when the day has no more. */
  private @Nullable LocalTime timeFrom(LocalTime from) {
    int hour = hours.nextSetBit(from.getHour());
    if (hour < 0) {
      return null;
    }
    int minute = minutes.nextSetBit(0);
    int second = seconds.nextSetBit(0);
    if (hour == from.getHour()) {
      minute = minutes.nextSetBit(from.getMinute());
      if (minute == from.getMinute()) {
        int rest = seconds.nextSetBit(from.getSecond());
        if (rest >= 0) {
          return LocalTime.of(hour, minute, rest);
        }
        minute = minutes.nextSetBit(minute + 1);
      }
      if (minute < 0) {
        hour = hours.nextSetBit(hour + 1);
        minute = minutes.nextSetBit(0);
      }
    }
    return hour < 0 ? null : LocalTime.of(hour, minute, second);
  }
}
