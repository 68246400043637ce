package io.spaces.client.testkit.internal.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.RefusedException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON in and out. */
final class Json {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static byte[] bytes(@Nullable Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static ObjectNode read(Call call) throws IOException {
    byte[] text = call.text();
    if (!call.isComplete()) {
      throw RefusedException.badRequest("The body is shorter than announced.");
    }
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw RefusedException.badRequest("The body is not JSON: " + e.getOriginalMessage());
    }
    throw RefusedException.badRequest("The body is not a JSON object.");
  }

  /** Tells whether a text is a JSON object. */
  static boolean isObject(String text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Reads a JSON object; what is none is as good as an empty one. */
  static ObjectNode object(String text) {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // Nobody checked it.
    }
    return MAPPER.createObjectNode();
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(JsonNode node) {
    return MAPPER.convertValue(node, Map.class);
  }
}
