package io.spaces.client.internal.vault.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a vault: its texts, numbers, flags and the objects within. Lists are skipped,
 * since the fields that are known have none, and a field that is null is as good as none.
 *
 * <p>Only Jackson's streams are used: its mapper takes some 90 ms to load, which every first backup
 * or restore of a process would wait for.
 */
final class JsonObject {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Interning names that somebody else makes up would fill a table of the whole JVM.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(SnapshotRecord.MAX_LENGTH).build())
          .build();

  private final Map<String, Object> fields = new HashMap<>();
  private final Map<String, String> unknown = new HashMap<>();

  private JsonObject() {}

  /** Writes the fields of an object. */
  @FunctionalInterface
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] write(Fields fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * Reads an object.
   *
   * @throws IOException when there is none, or something after it
   */
  static JsonObject read(byte[] bytes) throws IOException {
    return read(bytes, null);
  }

  /**
   * Reads an object, and keeps what is not known to be written again.
   *
   * @param known the names of the fields that this client understands, or null to keep none
   * @throws IOException when there is none, or something after it
   */
  static JsonObject read(byte[] bytes, @Nullable Set<String> known) throws IOException {
    try (JsonParser json = JSON.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new FormatException("is no JSON object");
      }
      JsonObject object = readFields(json, known);
      if (json.nextToken() != null) {
        throw new FormatException("has something after its JSON object");
      }
      return object;
    }
  }

  private static JsonObject readFields(JsonParser json, @Nullable Set<String> known)
      throws IOException {
    JsonObject object = new JsonObject();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (known != null && !known.contains(name)) {
        json.nextToken();
        object.unknown.put(name, copy(json));
        continue;
      }
      Object value = readValue(json);
      if (value != null) {
        object.fields.put(name, value);
      }
    }
    return object;
  }

  private static @Nullable Object readValue(JsonParser json) throws IOException {
    return switch (json.nextToken()) {
      case START_OBJECT -> readFields(json, null);
      case START_ARRAY -> {
        json.skipChildren();
        yield null;
      }
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  /** The value that the parser stands at, digit by digit, in ASCII. */
  private static String copy(JsonParser json) throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator copy = ascii(out)) {
      int depth = 0;
      do {
        JsonToken token = json.currentToken();
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        }
        if (token.isNumeric()) {
          copy.writeNumber(json.getText());
        } else {
          copy.copyCurrentEvent(json);
        }
      } while (depth > 0 && json.nextToken() != null);
    }
    return out.toString();
  }

  /** A text as JSON. */
  static String quoted(String text) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = ascii(out)) {
      json.writeString(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** Raw values are not escaped again, so that half a surrogate pair could not be written. */
  private static JsonGenerator ascii(StringWriter out) throws IOException {
    return JSON.createGenerator(out).enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
  }

  /** The fields that are not known, as JSON. */
  Map<String, String> unknown() {
    return unknown;
  }

  /** The names of the fields that are something. */
  Set<String> names() {
    return fields.keySet();
  }

  /** The text of a field, or null when there is none. */
  @Nullable String textOrNull(String name) throws FormatException {
    return get(name, String.class, "text");
  }

  /** The text of a field, empty when there is none. */
  String text(String name) throws FormatException {
    String text = textOrNull(name);
    return text == null ? "" : text;
  }

  /** The flag that a field is, or null when there is none. */
  @Nullable Boolean flagOrNull(String name) throws FormatException {
    return get(name, Boolean.class, "flag");
  }

  /** Whether a field is true. */
  boolean flag(String name) throws FormatException {
    return Boolean.TRUE.equals(flagOrNull(name));
  }

  /** The whole number that a field is, 0 when there is none. */
  long number(String name) throws FormatException {
    Number number = get(name, Number.class, "number");
    if (number == null) {
      return 0;
    }
    if (number instanceof Integer || number instanceof Long) {
      return number.longValue();
    }
    throw new FormatException("has a " + name + " that is no whole number, or out of range");
  }

  /** The same, where it has to fit into 32 bits. */
  int smallNumber(String name) throws FormatException {
    long number = number(name);
    if (number != (int) number) {
      throw new FormatException("has a " + name + " out of range");
    }
    return (int) number;
  }

  /** The object that a field is, or null when there is none. */
  @Nullable JsonObject objectOrNull(String name) throws FormatException {
    return get(name, JsonObject.class, "object");
  }

  private <T> @Nullable T get(String name, Class<T> type, String kind) throws FormatException {
    Object value = fields.get(name);
    if (value == null) {
      return null;
    }
    if (!type.isInstance(value)) {
      throw new FormatException("has a " + name + " that is no " + kind);
    }
    return type.cast(value);
  }
}
