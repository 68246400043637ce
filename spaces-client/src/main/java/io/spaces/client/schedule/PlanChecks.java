package io.spaces.client.schedule;

import io.spaces.client.error.InvalidParameterException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what plans are made of, where it is given. */
final class PlanChecks {
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_LIMIT = Duration.ofDays(24);
  private static final Pattern USER_INFO_WITH_PASSWORD = Pattern.compile("//[^/@]*:[^/@]+@");

  private PlanChecks() {}

  static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new InvalidParameterException(name, "is missing; it is required");
    }
    return value;
  }

  /** A copy of what has no null in it. */
  static <T> List<T> all(String name, List<T> values) {
    for (T value : required(name, values)) {
      if (value == null) {
        throw new InvalidParameterException(name, "holds null; expected none in it");
      }
    }
    return List.copyOf(values);
  }

  static String text(String name, String value) {
    if (required(name, value).isBlank()) {
      throw new InvalidParameterException(name, "is blank; expected some text");
    }
    return value.strip();
  }

  static int between(String name, int low, int high, int value) {
    if (value < low || value > high) {
      throw new InvalidParameterException(
          name, "is " + value + "; expected " + low + " to " + high);
    }
    return value;
  }

  static Duration wholeSeconds(String name, Duration value) {
    if (value.isNegative()
        || !value.equals(value.truncatedTo(ChronoUnit.SECONDS))
        || value.compareTo(LONGEST) > 0) {
      throw new InvalidParameterException(
          name, "is " + value + "; expected 0 to 36,500 days, in whole seconds");
    }
    return value;
  }

  static Duration positive(String name, Duration value) {
    if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new InvalidParameterException(
          name, "is " + value + "; expected a positive duration of 36,500 days at the most");
    }
    return value;
  }

  /** Checks a time limit, if there is one: whole seconds, as plans are written. */
  static void limit(@Nullable Duration limit) {
    if (limit != null
        && (limit.compareTo(SHORTEST_LIMIT) < 0
            || limit.compareTo(LONGEST_LIMIT) > 0
            || !limit.equals(limit.truncatedTo(ChronoUnit.SECONDS)))) {
      throw new InvalidParameterException(
          "timeLimit", "is " + limit + "; expected 1 second to 24 days, in whole seconds");
    }
  }

  /** Leaves the address out of the message: it could show the password it should not have. */
  static void withoutPassword(String name, String url) {
    text(name, url);
    if (USER_INFO_WITH_PASSWORD.matcher(url).find()
        || url.toLowerCase(Locale.ROOT).contains("password=")) {
      throw new InvalidParameterException(
          name, "holds a password; expected an address without one, and a reference beside it");
    }
  }
}
