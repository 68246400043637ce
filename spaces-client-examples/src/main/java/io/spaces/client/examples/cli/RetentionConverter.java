package io.spaces.client.examples.cli;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.snapshot.Retention;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code all}, or rules such as {@code last:3,daily:7}. */
final class RetentionConverter implements ITypeConverter<Retention> {
  @Override
  public Retention convert(String text) {
    if (text.equals("all")) {
      return Retention.all();
    }
    Retention.Builder retention = Retention.builder();
    Set<String> kinds = new HashSet<>();
    for (String rule : text.split(",", -1)) {
      String[] parts = rule.split(":", 2);
      if (parts.length != 2 || !kinds.add(kind(parts[0]))) {
        throw mistake(text);
      }
      try {
        add(parts[0], Integer.parseInt(parts[1]), retention);
      } catch (InvalidParameterException | NumberFormatException e) {
        throw mistake(text);
      }
    }
    return retention.build();
  }

  /** Each kind of rule can be given once. */
  private static String kind(String rule) {
    return switch (rule) {
      case "files" -> "last";
      case "hours" -> "days";
      default -> rule;
    };
  }

  private static void add(String rule, int number, Retention.Builder retention) {
    switch (rule) {
      case "last", "files" -> retention.keepLast(number);
      case "hours" -> retention.keepWithin(Duration.ofHours(number));
      case "days" -> retention.keepWithin(Duration.ofDays(number));
      case "daily" -> retention.keepDaily(number);
      case "weekly" -> retention.keepWeekly(number);
      case "monthly" -> retention.keepMonthly(number);
      case "yearly" -> retention.keepYearly(number);
      default -> throw new InvalidParameterException("keep", "has an unknown rule");
    }
  }

  private static TypeConversionException mistake(String text) {
    return new TypeConversionException(
        "\""
            + text
            + "\" is neither all nor rules, each once and of 1 or more, such as"
            + " last:3,daily:7,monthly:12 (last or files, hours or days, daily, weekly, monthly,"
            + " yearly)");
  }
}
