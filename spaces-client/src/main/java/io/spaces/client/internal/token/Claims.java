package io.spaces.client.internal.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON object in a part of a token: its plain values as text, and the permissions. */
final class Claims {
  private static final int LONGEST_NAME = 1024;
  private static final int LONGEST_NUMBER = 64;
  private static final int DEEPEST = 64;

  /** Whoever wrote it may be hostile: names are kept in no table, and nothing is read deeper. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(SignedToken.MAX_LENGTH)
                  .maxNameLength(LONGEST_NAME)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxNestingDepth(DEEPEST)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private static final int MAX_TIME_DIGITS = 12;

  private final Map<String, String> texts = new HashMap<>();
  private final List<String> permittedRoles = new ArrayList<>();

  private Claims() {}

  static Claims parse(byte[] json) throws InvalidTokenException {
    Claims claims = new Claims();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new InvalidTokenException("has a part that is not a JSON object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        claims.read(parser);
      }
      if (parser.nextToken() != null) {
        throw new InvalidTokenException("has a part with more than one JSON object");
      }
    } catch (IOException e) {
      throw new InvalidTokenException("has a part that is not JSON");
    }
    return claims;
  }

  private void read(JsonParser parser) throws IOException {
    String name = parser.currentName();
    JsonToken value = parser.nextToken();
    if (value.isScalarValue()) {
      if (value != JsonToken.VALUE_NULL) {
        texts.put(name, parser.getText());
      }
    } else if (value == JsonToken.START_ARRAY && name.equals("permissions")) {
      readPermissions(parser);
    } else {
      parser.skipChildren();
    }
  }

  private void readPermissions(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        continue;
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean role = parser.currentName().equals("role");
        if (parser.nextToken() == JsonToken.VALUE_STRING && role) {
          permittedRoles.add(parser.getText());
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  @Nullable String text(String name) {
    return texts.get(name);
  }

  String require(String name) throws InvalidTokenException {
    String text = texts.get(name);
    if (text == null) {
      throw new InvalidTokenException("has no " + name);
    }
    return text;
  }

  /** Seconds since 1970, which official tokens write as text. */
  Instant time(String name) throws InvalidTokenException {
    String text = require(name);
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || text.length() > MAX_TIME_DIGITS) {
      throw new InvalidTokenException("has an " + name + " that is not a time in seconds");
    }
    return Instant.ofEpochSecond(Long.parseLong(text));
  }

  List<String> permittedRoles() {
    return List.copyOf(permittedRoles);
  }
}
