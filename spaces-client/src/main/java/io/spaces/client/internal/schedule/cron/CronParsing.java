package io.spaces.client.internal.schedule.cron;

import io.spaces.client.error.InvalidParameterException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads cron expressions, one field at a time, so that a mistake has a place. */
public final class CronParsing {
  private enum Field {
    SECOND("second", 0, 59, ""),
    MINUTE("minute", 0, 59, ""),
    HOUR("hour", 0, 23, ""),
    DAY_OF_MONTH("day of month", 1, 31, ""),
    MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    DAY_OF_WEEK("day of week", 0, 7, "MON TUE WED THU FRI SAT SUN");

    static final Field[] ALL = values();

    final String title;
    final int first;
    final int last;

    /** What the values from 1 on may be called, three letters each. */
    private final String names;

    Field(String title, int first, int last, String names) {
      this.title = title;
      this.first = first;
      this.last = last;
      this.names = names;
    }

    int value(String text) {
      int name = text.matches("[A-Za-z]{3}") ? names.indexOf(text.toUpperCase(Locale.ROOT)) : -1;
      int value = name < 0 ? number(text) : 1 + name / 4;
      if (value < first || value > last) {
        throw new IllegalArgumentException(text + " is out of range");
      }
      return value;
    }
  }

  private static final Map<String, String> NAMED =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *");

  private CronParsing() {}

  /** The values that an expression allows; throws InvalidParameterException about {@code cron}. */
  public static CronFields parse(String expression) {
    return parse(expression, NAMED.getOrDefault(lower(expression), expression));
  }

  private static CronFields parse(String given, String expression) {
    if (expression.startsWith("@")) {
      throw new InvalidParameterException(
          "cron",
          "is \""
              + given
              + "\"; of the expressions that start with @ there are @hourly, @daily, @midnight,"
              + " @weekly, @monthly, @yearly and @annually");
    }
    List<String> parts = Arrays.asList(expression.split("\\s+", -1));
    if (parts.size() != 5 && parts.size() != 6) {
      throw new InvalidParameterException(
          "cron",
          "is \""
              + given
              + "\", which has "
              + (given.isEmpty() ? 0 : parts.size())
              + " fields; expected five (minute, hour, day of month, month, day of week), or six"
              + " with the second in front");
    }
    BitSet[] allowed = new BitSet[Field.ALL.length];
    allowed[0] = new BitSet();
    allowed[0].set(0);
    int skipped = Field.ALL.length - parts.size();
    for (int i = 0; i < parts.size(); i++) {
      allowed[skipped + i] = parse(given, Field.ALL[skipped + i], parts.get(i));
    }
    return new CronFields(
        allowed[0],
        allowed[1],
        allowed[2],
        allowed[3],
        allowed[4],
        allowed[5],
        allowed[3].cardinality() < 31 && allowed[5].cardinality() < 7);
  }

  private static BitSet parse(String given, Field field, String text) {
    try {
      BitSet allowed = new BitSet();
      for (String part : text.split(",", -1)) {
        add(allowed, field, part);
      }
      if (field == Field.DAY_OF_WEEK && allowed.get(7)) {
        allowed.clear(7);
        allowed.set(0);
      }
      return allowed;
    } catch (IllegalArgumentException e) {
      throw new InvalidParameterException(
          "cron",
          "is \""
              + given
              + "\": the field "
              + field.title
              + " is \""
              + text
              + "\" ("
              + e.getMessage()
              + "); expected *, a value from "
              + field.first
              + " to "
              + field.last
              + ", a range, a list or a step");
    }
  }

  /** Adds {@code *}, a value or a range, each perhaps with a step. */
  private static void add(BitSet allowed, Field field, String part) {
    int slash = part.indexOf('/');
    int step = slash < 0 ? 1 : number(part.substring(slash + 1));
    String range = slash < 0 ? part : part.substring(0, slash);
    int dash = range.indexOf('-');
    int from;
    int to;
    // A step alone, "/5", is in no manual, but may be in a plan that was stored by an earlier
    // version.
    if (range.equals("*") || (range.isEmpty() && slash == 0)) {
      from = field.first;
      // A step over the days of the week counts from Sunday to Saturday, not to Sunday again.
      to = field == Field.DAY_OF_WEEK ? 6 : field.last;
    } else if (dash < 0) {
      from = field.value(range);
      to = slash < 0 ? from : field.last;
    } else {
      from = field.value(range.substring(0, dash));
      to = field.value(range.substring(dash + 1));
    }
    if (step < 1 || step > field.last) {
      throw new IllegalArgumentException("the step " + step + " leads nowhere");
    }
    if (from > to) {
      throw new IllegalArgumentException(range + " goes backwards");
    }
    for (int value = from; value <= to; value += step) {
      allowed.set(value);
    }
  }

  private static int number(String text) {
    // Four digits are more than any field has.
    if (!text.matches("[0-9]{1,4}")) {
      throw new IllegalArgumentException(
          text.isEmpty() ? "a number is missing" : text + " is not a number");
    }
    return Integer.parseInt(text);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
