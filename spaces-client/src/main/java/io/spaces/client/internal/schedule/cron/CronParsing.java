package io.spaces.client.internal.schedule.cron;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.value.FieldValue;
import com.cronutils.parser.CronParser;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads cron expressions with cron-utils, one field at a time, so that a mistake has a place. */
public final class CronParsing {
  private enum Field {
    SECOND("second", CronFieldName.SECOND, 0, 59),
    MINUTE("minute", CronFieldName.MINUTE, 0, 59),
    HOUR("hour", CronFieldName.HOUR, 0, 23),
    DAY_OF_MONTH("day of month", CronFieldName.DAY_OF_MONTH, 1, 31),
    MONTH("month", CronFieldName.MONTH, 1, 12),
    DAY_OF_WEEK("day of week", CronFieldName.DAY_OF_WEEK, 0, 7);

    static final Field[] ALL = values();

    final String title;
    final CronFieldName name;
    final int first;
    final int last;

    Field(String title, CronFieldName name, int first, int last) {
      this.title = title;
      this.name = name;
      this.first = first;
      this.last = last;
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
    try {
      return parse(expression, NAMED.getOrDefault(lower(expression), expression));
    } catch (NoClassDefFoundError e) {
      throw new SpaceException(
          "Cron expressions are read by cron-utils: add com.cronutils:cron-utils to the"
              + " application, and \"requires com.cronutils\" to its module if it is one",
          e);
    }
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
      StringBuilder alone = new StringBuilder();
      for (Field other : Field.ALL) {
        alone.append(other == field ? text : "*").append(' ');
      }
      Cron cron = new CronParser(Definition.SECONDS_FIRST).parse(alone.toString().strip());
      cron.validate();
      BitSet allowed = new BitSet();
      add(allowed, field, cron.retrieve(field.name).getExpression());
      if (field == Field.DAY_OF_WEEK && allowed.get(7)) {
        allowed.clear(7);
        allowed.set(0);
      }
      if (allowed.isEmpty()) {
        throw new IllegalArgumentException("allows no value at all");
      }
      return allowed;
    } catch (RuntimeException e) {
      throw new InvalidParameterException(
          "cron",
          "is \""
              + given
              + "\": the field "
              + field.title
              + " is \""
              + text
              + "\" ("
              + reason(e)
              + "); expected *, a value from "
              + field.first
              + " to "
              + field.last
              + ", a range, a list or a step");
    }
  }

  private static void add(BitSet allowed, Field field, FieldExpression expression) {
    if (expression instanceof Always) {
      allowed.set(field.first, field.last + 1);
    } else if (expression instanceof And and) {
      and.getExpressions().forEach(part -> add(allowed, field, part));
    } else if (expression instanceof On on) {
      allowed.set(on.getTime().getValue());
    } else if (expression instanceof Between between) {
      addRange(allowed, number(between.getFrom()), number(between.getTo()), 1);
    } else if (expression instanceof Every every) {
      addSteps(allowed, field, every);
    } else {
      throw new IllegalArgumentException("a form that is not supported");
    }
  }

  private static void addSteps(BitSet allowed, Field field, Every every) {
    int step = every.getPeriod().getValue();
    FieldExpression base = every.getExpression();
    if (base instanceof Between between) {
      addRange(allowed, number(between.getFrom()), number(between.getTo()), step);
    } else if (base instanceof On on) {
      addRange(allowed, on.getTime().getValue(), field.last, step);
    } else {
      // A step over the days of the week counts from Sunday to Saturday, not to Sunday again.
      int last = field == Field.DAY_OF_WEEK ? 6 : field.last;
      addRange(allowed, field.first, last, step);
    }
  }

  private static void addRange(BitSet allowed, int from, int to, int step) {
    if (step < 1 || from > to) {
      throw new IllegalArgumentException("goes backwards or has no step");
    }
    for (int value = from; value <= to; value += step) {
      allowed.set(value);
    }
  }

  private static int number(FieldValue<?> value) {
    if (value.getValue() instanceof Integer number) {
      return number;
    }
    throw new IllegalArgumentException("not a number");
  }

  private static String reason(RuntimeException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Apart, so that the lack of cron-utils shows where it can be told. */
  private static final class Definition {
    static final CronDefinition SECONDS_FIRST =
        CronDefinitionBuilder.defineCron()
            .withSeconds()
            .withValidRange(0, 59)
            .withStrictRange()
            .and()
            .withMinutes()
            .withValidRange(0, 59)
            .withStrictRange()
            .and()
            .withHours()
            .withValidRange(0, 23)
            .withStrictRange()
            .and()
            .withDayOfMonth()
            .withValidRange(1, 31)
            .withStrictRange()
            .and()
            .withMonth()
            .withValidRange(1, 12)
            .withStrictRange()
            .and()
            .withDayOfWeek()
            .withValidRange(0, 7)
            .withMondayDoWValue(1)
            .withStrictRange()
            .and()
            .instance();
  }
}
