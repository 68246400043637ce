package io.spaces.client.internal.vault.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * A lock's object.
 *
 * @param exclusive whether nobody else may hold one
 * @param purpose what it is held for, in words
 * @param counter how often it was refreshed
 * @param machine names the machine of its owner
 * @param process the owner's process number
 * @param started when that process started, as {@code LockOwner} counts it, or 0
 */
public record LockRecord(
    boolean exclusive, String purpose, long counter, String machine, long process, long started) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * Writes the object.
   *
   * @return JSON
   */
  public byte[] write() {
    try {
      return JSON.writeValueAsBytes(
          JSON.createObjectNode()
              .put("exclusive", exclusive)
              .put("purpose", purpose)
              .put("counter", counter)
              .put("machine", machine)
              .put("process", process)
              .put("started", started));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A lock cannot be written", e);
    }
  }

  /**
   * Reads the object.
   *
   * @param bytes JSON
   * @return the lock
   * @throws FormatException when it is none
   */
  public static LockRecord read(byte[] bytes) throws FormatException {
    try {
      JsonNode root = JSON.readTree(bytes);
      if (!root.path("exclusive").isBoolean()) {
        throw new FormatException("is no lock");
      }
      return new LockRecord(
          root.path("exclusive").asBoolean(),
          root.path("purpose").asText(),
          root.path("counter").asLong(),
          root.path("machine").asText(),
          root.path("process").asLong(),
          root.path("started").asLong());
    } catch (FormatException e) {
      throw e;
    } catch (IOException e) {
      throw new FormatException("is no lock");
    }
  }
}
