package io.spaces.client.internal.schedule.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spaces.client.error.InvalidParameterException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** In which lines of a file of plans its fields are, to say where a mistake is. */
final class PlanLines {
  private final Path file;
  private final Map<String, Integer> lines = new HashMap<>();

  private PlanLines(Path file) {
    this.file = file;
  }

  /** Reads the file's text a second time. */
  static PlanLines of(Path file, String text, ObjectMapper mapper) throws IOException {
    PlanLines all = new PlanLines(file);
    try (JsonParser parser = mapper.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        JsonStreamContext context = parser.getParsingContext();
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
          context = context.getParent();
        }
        if (context != null && !token.isStructEnd()) {
          all.lines.putIfAbsent(path(context), parser.currentTokenLocation().getLineNr());
        }
      }
    }
    return all;
  }

  /** As {@link JsonFields} names fields: {@code plans[0].sources[1].path}. */
  private static String path(JsonStreamContext context) {
    JsonStreamContext parent = context.getParent();
    String before = parent == null ? "" : path(parent);
    if (context.inArray()) {
      return (before.isEmpty() ? "plans" : before) + "[" + context.getCurrentIndex() + "]";
    }
    String name = context.getCurrentName();
    return before.isEmpty() || name == null
        ? before + (name == null ? "" : name)
        : before + "." + name;
  }

  /** The same error with the file and the line, that of what is around a field that is missing. */
  InvalidParameterException locate(InvalidParameterException e) {
    String path = e.parameter();
    while (!lines.containsKey(path) && path.matches(".*[.\\[].*")) {
      path = path.substring(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('[')));
    }
    int line = lines.getOrDefault(path, 1);
    return new InvalidParameterException(
        e.parameter(), JsonFields.problem(e) + " (" + file + ", line " + line + ")");
  }
}
