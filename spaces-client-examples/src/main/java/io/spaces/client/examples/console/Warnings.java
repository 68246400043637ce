package io.spaces.client.examples.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spaces.client.transfer.Warning;
import java.util.ArrayList;
import java.util.List;

/** Warnings of a job or a restore in JSON. */
final class Warnings {
  private Warnings() {}

  static ArrayNode toJson(List<Warning> warnings) {
    ArrayNode array = Json.array();
    warnings.forEach(
        warning ->
            array.addObject().put("code", Json.word(warning.code())).put("text", warning.text()));
    return array;
  }

  /** A code that this version does not know is left out. */
  static List<Warning> read(JsonNode array) {
    List<Warning> warnings = new ArrayList<>();
    for (JsonNode node : array) {
      for (Warning.Code code : Warning.Code.values()) {
        if (Json.word(code).equals(node.path("code").asText())) {
          warnings.add(new Warning(code, node.path("text").asText()));
        }
      }
    }
    return warnings;
  }
}
