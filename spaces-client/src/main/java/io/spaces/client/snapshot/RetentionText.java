package io.spaces.client.snapshot;

import io.spaces.client.error.InvalidParameterException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules in text: one grammar for Java, plans and the command line. */
final class RetentionText {
  private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final int MOST_HOURS = 24_000_000;
  private static final int HOURS_A_DAY = 24;

  private RetentionText() {}

  static Retention parse(String text) {
    List<String> words = Arrays.asList(BETWEEN.split(text.strip(), -1));
    if (words.size() == 1 && words.get(0).equalsIgnoreCase("ALL")) {
      return Retention.all();
    }
    Retention.Builder rules = Retention.builder();
    Set<String> given = new HashSet<>();
    for (Iterator<String> left = words.iterator(); left.hasNext(); ) {
      String word = left.next();
      int colon = word.indexOf(':');
      String name = (colon < 0 ? word : word.substring(0, colon)).toUpperCase(Locale.ROOT);
      String value = colon >= 0 ? word.substring(colon + 1) : left.hasNext() ? left.next() : "";
      if (!given.add(kind(name))) {
        throw new InvalidParameterException(
            "retention", "is \"" + text + "\", which says the same rule twice; expected it once");
      }
      try {
        add(name, value, rules);
      } catch (InvalidParameterException | DateTimeException e) {
        throw malformed(text);
      }
    }
    if (given.equals(Set.of("ZONE"))) {
      throw malformed(text);
    }
    return rules.build();
  }

  /** What can be said once, by whichever of its names. */
  private static String kind(String rule) {
    return switch (rule) {
      case "LAST" -> "FILES";
      case "HOURS", "DAYS" -> "WITHIN";
      default -> rule;
    };
  }

  private static void add(String rule, String value, Retention.Builder rules) {
    switch (rule) {
      case "FILES", "LAST" -> rules.keepLast(number(value));
      case "HOURS" -> rules.keepWithin(Retention.hours(number(value)).within());
      case "DAYS" -> rules.keepWithin(Retention.days(number(value)).within());
      case "WITHIN" -> rules.keepWithin(Duration.parse(value));
      case "DAILY" -> rules.keepDaily(number(value));
      case "WEEKLY" -> rules.keepWeekly(number(value));
      case "MONTHLY" -> rules.keepMonthly(number(value));
      case "YEARLY" -> rules.keepYearly(number(value));
      case "ZONE" -> rules.zone(ZoneId.of(value));
      default -> throw new InvalidParameterException("retention", "has the unknown rule " + rule);
    }
  }

  private static int number(String text) {
    return NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
  }

  private static InvalidParameterException malformed(String text) {
    return new InvalidParameterException(
        "retention",
        "is \""
            + text
            + "\"; expected ALL, or some of FILES n (or LAST n), HOURS n or DAYS n, DAILY n, WEEKLY"
            + " n, MONTHLY n, YEARLY n, each once, such as FILES 3 DAILY 7 or last:3,daily:7");
  }

  static String write(Retention rules) {
    if (rules.keepsAll()) {
      return "ALL";
    }
    List<String> words = new ArrayList<>();
    add(words, "FILES", rules.last());
    if (!rules.within().isZero()) {
      words.add(within(rules.within()));
    }
    add(words, "DAILY", rules.daily());
    add(words, "WEEKLY", rules.weekly());
    add(words, "MONTHLY", rules.monthly());
    add(words, "YEARLY", rules.yearly());
    ZoneId zone = rules.zone();
    if (zone != null) {
      words.add("ZONE " + zone.getId());
    }
    return String.join(" ", words);
  }

  private static void add(List<String> words, String rule, int count) {
    if (count > 0) {
      words.add(rule + " " + count);
    }
  }

  private static String within(Duration age) {
    long hours = age.toHours();
    if (hours > MOST_HOURS || !age.equals(Duration.ofHours(hours))) {
      return "WITHIN " + age;
    }
    return hours % HOURS_A_DAY == 0 ? "DAYS " + hours / HOURS_A_DAY : "HOURS " + hours;
  }
}
