package io.spaces.client.testkit.internal.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.testkit.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;

/** A record as one line of JSON. */
final class RecordLine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RecordLine() {}

  static byte[] encode(StoredRecord record) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", record.id());
    node.put("actionType", record.actionType());
    node.put("status", record.status());
    node.put("reason", record.message());
    node.put("createdAt", record.createdAt().toString());
    node.put("updatedAt", record.updatedAt().toString());
    node.set("data", JSON.valueToTree(record.data()));
    try {
      return JSON.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static StoredRecord decode(byte[] bytes) {
    try {
      JsonNode node = JSON.readTree(bytes);
      @SuppressWarnings("unchecked")
      Map<String, Object> data = JSON.convertValue(node.get("data"), Map.class);
      return new StoredRecord(
          node.get("id").asText(),
          node.get("actionType").asText(),
          node.get("status").asText(),
          node.get("reason").asText(),
          Instant.parse(node.get("createdAt").asText()),
          Instant.parse(node.get("updatedAt").asText()),
          data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
