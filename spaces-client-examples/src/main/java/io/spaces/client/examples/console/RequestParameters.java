package io.spaces.client.examples.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request says, in its query or its body: each value checked as it is asked for. */
final class RequestParameters {
  private static final int LONGEST_NUMBER = 9;
  private static final int LONGEST_LIST = 100;

  private final ObjectNode values;

  /** Refuses values that nobody will ask for: they are typing mistakes, or worse. */
  RequestParameters(ObjectNode values, Set<String> known) {
    for (Iterator<String> names = values.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw RefusedRequestException.badRequest(
            "\"" + shortened(name) + "\" is not known here; expected " + expected(known));
      }
    }
    this.values = values;
  }

  boolean has(String name) {
    JsonNode value = values.get(name);
    return value != null && !value.isNull();
  }

  /** Whether it is given, be it as null. */
  boolean mentions(String name) {
    return values.has(name);
  }

  String text(String name, int longest) {
    String text = textOrNull(name, longest);
    if (text == null || text.isBlank()) {
      throw RefusedRequestException.badRequest(name + " is missing");
    }
    return text;
  }

  String text(String name, int longest, String fallback) {
    String text = textOrNull(name, longest);
    return text == null ? fallback : text;
  }

  @Nullable String textOrNull(String name, int longest) {
    if (!has(name)) {
      return null;
    }
    JsonNode value = values.get(name);
    if (!value.isTextual()) {
      throw RefusedRequestException.badRequest(name + " is not a text");
    }
    return checked(name, value.textValue(), longest);
  }

  private static String checked(String name, String text, int longest) {
    if (text.length() > longest) {
      throw RefusedRequestException.badRequest(
          name + " has " + text.length() + " characters; expected " + longest + " at the most");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw RefusedRequestException.badRequest(name + " has a control character");
    }
    return text;
  }

  /** A number, also one in digits, as a query has it. */
  int number(String name, int least, int most, int fallback) {
    if (!has(name)) {
      return fallback;
    }
    JsonNode value = values.get(name);
    String digits = value.isIntegralNumber() || value.isTextual() ? value.asText() : "";
    if (digits.matches("[0-9]{1," + LONGEST_NUMBER + "}")) {
      int number = Integer.parseInt(digits);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw RefusedRequestException.badRequest(
        name + " is not a number from " + least + " to " + most + " in whole digits");
  }

  boolean flag(String name, boolean fallback) {
    if (!has(name)) {
      return fallback;
    }
    String word = values.get(name).asText();
    if (!word.equals("true") && !word.equals("false")) {
      throw RefusedRequestException.badRequest(name + " is neither true nor false");
    }
    return word.equals("true");
  }

  @Nullable Instant momentOrNull(String name) {
    String text = textOrNull(name, 40);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw RefusedRequestException.badRequest(
          name + " is not a time such as 2030-01-31T12:00:00Z");
    }
  }

  ZoneId zone(String name, ZoneId fallback) {
    String text = textOrNull(name, 60);
    try {
      return text == null ? fallback : ZoneId.of(text);
    } catch (DateTimeException e) {
      throw RefusedRequestException.badRequest(name + " is not a time zone such as Europe/Berlin");
    }
  }

  /** One of the words, or null. */
  <T> @Nullable T wordOrNull(String name, Map<String, T> words) {
    String word = textOrNull(name, 40);
    return word == null || word.isEmpty() ? null : chosen(name, word, words);
  }

  <T> List<T> words(String name, Map<String, T> words) {
    return texts(name, 40).stream().map(word -> chosen(name, word, words)).toList();
  }

  List<String> texts(String name, int longest) {
    JsonNode list = values.path(name);
    if (!list.isArray() || list.size() > LONGEST_LIST) {
      throw RefusedRequestException.badRequest(
          name + " is not a list of up to " + LONGEST_LIST + " texts");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list) {
      if (!each.isTextual()) {
        throw RefusedRequestException.badRequest(name + " has something else in it than texts");
      }
      texts.add(checked(name, each.textValue(), longest));
    }
    return texts;
  }

  private static <T> T chosen(String name, String word, Map<String, T> words) {
    T value = words.get(word);
    if (value == null) {
      throw RefusedRequestException.badRequest(
          name + " is \"" + word + "\"; expected one of " + sorted(words.keySet()));
    }
    return value;
  }

  static String shortened(String name) {
    return name.length() > 40 ? name.substring(0, 40) + "…" : name;
  }

  private static String expected(Set<String> known) {
    return known.isEmpty() ? "none" : "some of " + sorted(known);
  }

  private static String sorted(Set<String> words) {
    return String.join(", ", words.stream().sorted().toList());
  }
}
