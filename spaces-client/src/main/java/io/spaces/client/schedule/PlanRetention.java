package io.spaces.client.schedule;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.snapshot.Retention;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which snapshots a plan keeps, as a value that can be written down; a snapshot stays when any of
 * the rules keeps it. In text: {@code ALL}, or one rule or several, each once: {@code FILES 7} (or
 * {@code LAST 7}), either {@code HOURS 48} or {@code DAYS 30}, and {@code DAILY 7 WEEKLY 4 MONTHLY
 * 12 YEARLY 3}.
 *
 * @param files the newest so many; 0 for no such rule
 * @param hours those of the last so many hours; 0 for no such rule
 * @param daily the last of each of so many days; 0 for no such rule
 * @param weekly the last of each of so many weeks; 0 for no such rule
 * @param monthly the last of each of so many months; 0 for no such rule
 * @param yearly the last of each of so many years; 0 for no such rule
 */
public record PlanRetention(int files, int hours, int daily, int weekly, int monthly, int yearly) {
  /** Keeps every snapshot. */
  public static final PlanRetention ALL = new PlanRetention(0, 0, 0, 0, 0, 0);

  private static final int MOST = 100_000;
  private static final int HOURS_A_DAY = 24;

  /**
   * Checks the numbers.
   *
   * @param files see {@link #files}
   * @param hours see {@link #hours}
   * @param daily see {@link #daily}
   * @param weekly see {@link #weekly}
   * @param monthly see {@link #monthly}
   * @param yearly see {@link #yearly}
   * @throws InvalidParameterException when one is negative or above 100,000 (hours: 2,400,000)
   */
  public PlanRetention {
    check(files);
    PlanChecks.between("retention", 0, MOST * HOURS_A_DAY, hours);
    check(daily);
    check(weekly);
    check(monthly);
    check(yearly);
  }

  /**
   * Keeps the newest snapshots.
   *
   * @param count how many, 1 to 100,000
   * @return the rule
   * @throws InvalidParameterException when out of range
   */
  public static PlanRetention files(int count) {
    return parse("FILES " + count);
  }

  /**
   * Keeps the snapshots of the last hours.
   *
   * @param hours how many, 1 to 2,400,000
   * @return the rule
   * @throws InvalidParameterException when out of range
   */
  public static PlanRetention hours(int hours) {
    return parse("HOURS " + hours);
  }

  /**
   * Keeps the snapshots of the last days of 24 hours.
   *
   * @param days how many, 1 to 100,000
   * @return the rule
   * @throws InvalidParameterException when out of range
   */
  public static PlanRetention days(int days) {
    return parse("DAYS " + days);
  }

  /**
   * Reads the text form.
   *
   * @param text such as {@code DAYS 30}, in whatever case
   * @return the rules
   * @throws InvalidParameterException when it is not of that form
   */
  public static PlanRetention parse(String text) {
    String[] words = text.strip().toUpperCase(Locale.ROOT).split("[\\s,]+", -1);
    if (words.length == 1 && words[0].equals("ALL")) {
      return ALL;
    }
    if (words.length % 2 != 0) {
      throw malformed(text);
    }
    int[] rules = new int[6];
    for (int i = 0; i < words.length; i += 2) {
      int rule = rule(text, words[i]);
      if (rules[rule] != 0) {
        throw new InvalidParameterException(
            "retention", "is \"" + text + "\", which says the same rule twice; expected it once");
      }
      boolean hours = words[i].equals("HOURS");
      int count = count(text, words[i + 1], hours ? MOST * HOURS_A_DAY : MOST);
      rules[rule] = words[i].equals("DAYS") ? count * HOURS_A_DAY : count;
    }
    return new PlanRetention(rules[0], rules[1], rules[2], rules[3], rules[4], rules[5]);
  }

  /**
   * Returns the rules as {@link io.spaces.client.snapshot} applies them.
   *
   * @param zone the time zone that says when days begin
   * @return the rules
   */
  public Retention in(ZoneId zone) {
    if (equals(ALL)) {
      return Retention.all();
    }
    Retention.Builder builder = Retention.builder().zone(zone);
    if (files > 0) {
      builder.keepLast(files);
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

  /** Returns the text form. */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    add(words, "FILES", files);
    boolean days = hours % HOURS_A_DAY == 0;
    add(words, days ? "DAYS" : "HOURS", days ? hours / HOURS_A_DAY : hours);
    add(words, "DAILY", daily);
    add(words, "WEEKLY", weekly);
    add(words, "MONTHLY", monthly);
    add(words, "YEARLY", yearly);
    return words.isEmpty() ? "ALL" : String.join(" ", words);
  }

  private static void add(List<String> words, String rule, int count) {
    if (count > 0) {
      words.add(rule + " " + count);
    }
  }

  private static int rule(String text, String word) {
    return switch (word) {
      case "FILES", "LAST" -> 0;
      case "HOURS", "DAYS" -> 1;
      case "DAILY" -> 2;
      case "WEEKLY" -> 3;
      case "MONTHLY" -> 4;
      case "YEARLY" -> 5;
      default -> throw malformed(text);
    };
  }

  private static int count(String text, String word, int most) {
    try {
      int count = Integer.parseInt(word);
      if (count >= 1 && count <= most) {
        return count;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw malformed(text);
  }

  private static void check(int count) {
    PlanChecks.between("retention", 0, MOST, count);
  }

  private static InvalidParameterException malformed(String text) {
    return new InvalidParameterException(
        "retention",
        "is \""
            + text
            + "\"; expected ALL, FILES n, HOURS n, DAYS n, or some of DAILY n WEEKLY n MONTHLY n"
            + " YEARLY n");
  }
}
