package io.spaces.client.internal.schedule.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.schedule.SecretRef;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, read by name: what is wrong is told with its path, and what nobody
 * asked for is an error too, so that a typing mistake in a file of plans does not go unnoticed.
 */
public final class JsonFields {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,10})([dhms]?)");

  /** The largest first. */
  private static final Map<String, ChronoUnit> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("d", ChronoUnit.DAYS);
    UNITS.put("h", ChronoUnit.HOURS);
    UNITS.put("m", ChronoUnit.MINUTES);
    UNITS.put("s", ChronoUnit.SECONDS);
  }

  private final JsonNode node;
  private final String path;
  private final Set<String> asked = new HashSet<>();

  JsonFields(JsonNode node, String path) {
    if (!node.isObject()) {
      throw new InvalidParameterException(
          path.isEmpty() ? "plan" : path.substring(0, path.length() - 1), "is not an object");
    }
    this.node = node;
    this.path = path;
  }

  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void ifPresent(String name, Runnable then) {
    asked.add(name);
    if (node.hasNonNull(name)) {
      checked(name, then);
    }
  }

  /** Does what is to be done with a field that is required. */
  void require(String name, Runnable then) {
    required(name);
    checked(name, then);
  }

  /** What is made of all fields; what it complains of is told by the names that the fields have. */
  <T> T make(Supplier<T> maker, Map<String, String> names) {
    try {
      return maker.get();
    } catch (InvalidParameterException e) {
      throw !path.isEmpty() && e.parameter().startsWith(path)
          ? e
          : wrong(names.getOrDefault(e.parameter(), e.parameter()), problem(e));
    }
  }

  private void checked(String name, Runnable then) {
    try {
      then.run();
    } catch (InvalidParameterException e) {
      throw e.parameter().startsWith(path + name) ? e : wrong(name, problem(e));
    }
  }

  /** An error's message without the parameter's name. */
  static String problem(InvalidParameterException e) {
    return String.valueOf(e.getMessage()).substring(e.parameter().length() + 1);
  }

  String text(String name) {
    JsonNode value = required(name);
    if (!value.isTextual()) {
      throw wrong(name, "is not a text");
    }
    return value.textValue();
  }

  @Nullable String textOrNull(String name) {
    asked.add(name);
    return node.hasNonNull(name) ? text(name) : null;
  }

  boolean isNumber(String name) {
    return required(name).isNumber();
  }

  int number(String name) {
    JsonNode value = required(name);
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw wrong(name, "is not a whole number");
    }
    return value.intValue();
  }

  long bigNumber(String name) {
    JsonNode value = required(name);
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw wrong(name, "is not a whole number");
    }
    return value.longValue();
  }

  boolean flag(String name) {
    JsonNode value = required(name);
    if (!value.isBoolean()) {
      throw wrong(name, "is neither true nor false");
    }
    return value.booleanValue();
  }

  boolean flagOrFalse(String name) {
    asked.add(name);
    return node.hasNonNull(name) && flag(name);
  }

  ZoneId zone(String name) {
    String text = text(name);
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw wrong(name, "is \"" + text + "\"; expected a time zone such as Europe/Berlin");
    }
  }

  /** A time as {@link #text(Duration)} writes it. */
  Duration duration(String name) {
    String text = text(name);
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw wrong(name, "is \"" + text + "\"; expected a time such as 0, 30s, 15m, 12h or 7d");
    }
    String unit = matcher.group(2);
    long number = Long.parseLong(matcher.group(1));
    if (unit.isEmpty() && number != 0) {
      throw wrong(name, "is \"" + text + "\", without a unit; expected s, m, h or d behind it");
    }
    return unit.isEmpty() ? Duration.ZERO : Duration.of(number, UNITS.get(unit));
  }

  /** A time of whole seconds as a number with the largest unit that fits, such as {@code 90m}. */
  static String text(Duration time) {
    if (time.isZero()) {
      return "0";
    }
    for (Map.Entry<String, ChronoUnit> unit : UNITS.entrySet()) {
      long seconds = unit.getValue().getDuration().toSeconds();
      if (time.toSeconds() % seconds == 0) {
        return time.toSeconds() / seconds + unit.getKey();
      }
    }
    throw new IllegalArgumentException(time.toString());
  }

  @Nullable SecretRef secretOrNull(String name) {
    asked.add(name);
    return node.hasNonNull(name) ? secret(name) : null;
  }

  SecretRef secret(String name) {
    try {
      return SecretRef.parse(text(name));
    } catch (InvalidParameterException e) {
      throw wrong(name, problem(e));
    }
  }

  <E extends Enum<E>> E word(String name, Class<E> type) {
    return constant(name, text(name), type);
  }

  /** A list of words, or the one word {@code all}. */
  <E extends Enum<E>> List<E> words(String name, Class<E> type) {
    JsonNode value = required(name);
    if (value.isTextual() && value.textValue().equals("all")) {
      return List.of(type.getEnumConstants());
    }
    return texts(name).stream().map(text -> constant(name, text, type)).toList();
  }

  List<String> texts(String name) {
    JsonNode value = required(name);
    if (value.isTextual()) {
      return List.of(value.textValue());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(name, value)) {
      if (!element.isTextual()) {
        throw wrong(name, "holds something that is not a text");
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  JsonFields object(String name) {
    return new JsonFields(required(name), path + name + ".");
  }

  List<JsonFields> list(String name) {
    List<JsonFields> elements = new ArrayList<>();
    for (JsonNode element : array(name, required(name))) {
      elements.add(new JsonFields(element, path + name + "[" + elements.size() + "]."));
    }
    return elements;
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Refuses fields that nobody asked for. */
  void nothingElse() {
    for (String name : names()) {
      if (!asked.contains(name)) {
        throw wrong(name, "is unknown here; known are " + asked.stream().sorted().toList());
      }
    }
  }

  InvalidParameterException wrong(String name, String problem) {
    return new InvalidParameterException(path + name, problem);
  }

  private JsonNode required(String name) {
    asked.add(name);
    if (!node.hasNonNull(name)) {
      throw wrong(name, "is missing; it is required");
    }
    return node.get(name);
  }

  private JsonNode array(String name, JsonNode value) {
    if (!value.isArray()) {
      throw wrong(name, "is not a list");
    }
    return value;
  }

  private <E extends Enum<E>> E constant(String name, String text, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
        return constant;
      }
    }
    throw wrong(
        name,
        "is \""
            + text
            + "\"; expected "
            + Arrays.stream(type.getEnumConstants())
                .map(JsonFields::word)
                .collect(Collectors.joining(", ")));
  }
}
