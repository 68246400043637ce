package io.spaces.client.examples.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a moment to come: itself, or how long it is until then. */
final class ExpiryConverter implements ITypeConverter<Instant> {
  private static final Pattern LATER = Pattern.compile("([1-9]\\d{0,5})([hdw])");
  private static final int DAYS_OF_A_WEEK = 7;

  @Override
  public Instant convert(String text) {
    return expiry(text, Instant.now());
  }

  static Instant expiry(String text, Instant now) {
    Instant expiry = moment(text, now);
    if (!expiry.isAfter(now)) {
      throw new TypeConversionException("\"" + text + "\" is over");
    }
    return expiry;
  }

  private static Instant moment(String text, Instant now) {
    Matcher later = LATER.matcher(text);
    if (later.matches()) {
      return now.plus(duration(Integer.parseInt(later.group(1)), later.group(2)));
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "\"" + text + "\" is neither a moment such as 2030-01-31T12:00:00Z nor 12h, 30d or 8w");
    }
  }

  private static Duration duration(int number, String unit) {
    return switch (unit) {
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofDays((long) number * DAYS_OF_A_WEEK);
    };
  }
}
