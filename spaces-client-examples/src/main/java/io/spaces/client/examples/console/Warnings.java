package io.spaces.client.examples.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spaces.client.transfer.Warning;
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
}
