package io.spaces.client.internal.protocol.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** Times on the wire: milliseconds since 1970, or ISO-8601 text. */
public final class WireTime {
  /** No time that anybody could mean. */
  public static final long UNKNOWN = -1;

  private static final int SECONDS_A_DAY = 86_400;

  private WireTime() {}

  /** Reads a time; null when it is none. */
  public static @Nullable Instant instant(String text) {
    long millis = millis(text);
    return millis == UNKNOWN ? null : Instant.ofEpochMilli(millis);
  }

  /** Reads a time as milliseconds since 1970; {@link #UNKNOWN} when it is none. */
  public static long millis(String text) {
    long usual = usual(text);
    if (usual != UNKNOWN) {
      return usual;
    }
    try {
      return isNumber(text)
          ? Long.parseLong(text)
          : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
      return UNKNOWN;
    }
  }

  /**
   * Reads what JavaScript writes, {@code 2026-01-02T03:04:05.678Z}: a list has one for each object,
   * and the general parser makes two kilobytes of garbage for each.
   */
  private static long usual(String text) {
    if (text.length() != 24
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || text.charAt(19) != '.'
        || text.charAt(23) != 'Z') {
      return UNKNOWN;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    int milli = digits(text, 20, 23);
    boolean date = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    boolean time =
        hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    if (!date || !time || milli < 0 || day > YearMonth.of(year, month).lengthOfMonth()) {
      return UNKNOWN;
    }
    long days = LocalDate.of(year, month, day).toEpochDay();
    return (days * SECONDS_A_DAY + hour * 3600L + minute * 60L + second) * 1000 + milli;
  }

  /** The number written in some characters, or -1 when one of them is not a digit. */
  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c != '-' || i > 0)) {
        return false;
      }
    }
    return true;
  }
}
