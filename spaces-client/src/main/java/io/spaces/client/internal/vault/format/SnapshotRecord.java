package io.spaces.client.internal.vault.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.history.Strategy;
import io.spaces.client.snapshot.Snapshot;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot's object: what it is, and which blobs hold its entries.
 *
 * @param snapshot what users see
 * @param revision how often its description or expiry was changed: the highest counts
 * @param entries the blobs that hold the entries, one stream cut like any content
 */
public record SnapshotRecord(Snapshot snapshot, int revision, BlobIds entries) {
  /** The most a snapshot's object may hold. */
  public static final int MAX_LENGTH = 64 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * Returns the object's key.
   *
   * @return the key
   */
  public String key() {
    return Keys.snapshot(snapshot.time(), snapshot.id(), revision);
  }

  /**
   * Writes the object.
   *
   * @return JSON
   */
  public byte[] write() {
    ObjectNode root = JSON.createObjectNode();
    root.put("id", snapshot.id())
        .put("revision", revision)
        .put("time", snapshot.time().toString())
        .put("description", snapshot.description());
    Instant expiresAt = snapshot.expiresAt();
    if (expiresAt != null) {
      root.put("expiresAt", expiresAt.toString());
    }
    if (snapshot.parent() != null) {
      root.put("parent", snapshot.parent());
    }
    root.put("complete", snapshot.complete())
        .put("files", snapshot.files())
        .put("directories", snapshot.directories())
        .put("links", snapshot.links())
        .put("size", snapshot.size())
        .put("sent", snapshot.sent());
    if (snapshot.strategy() != null) {
      root.put("strategy", snapshot.strategy().name().toLowerCase(Locale.ROOT));
    }
    if (snapshot.recordId() != null) {
      root.put("record", snapshot.recordId());
    }
    root.put("entries", Base64.getEncoder().encodeToString(entries.bytes()));
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A snapshot cannot be written", e);
    }
  }

  private static @Nullable Strategy strategy(String word) {
    return switch (word) {
      case "manual" -> Strategy.MANUAL;
      case "automatic" -> Strategy.AUTOMATIC;
      default -> null;
    };
  }

  /**
   * Reads the object.
   *
   * @param bytes JSON
   * @return the snapshot
   * @throws FormatException when it is none
   */
  public static SnapshotRecord read(byte[] bytes) throws FormatException {
    try {
      JsonNode root = JSON.readTree(bytes);
      String id = root.path("id").asText();
      if (!id.matches("[0-9a-f]{16}")) {
        throw new FormatException("is no snapshot");
      }
      JsonNode expiresAt = root.get("expiresAt");
      JsonNode parent = root.get("parent");
      JsonNode record = root.get("record");
      Snapshot snapshot =
          new Snapshot(
              id,
              Instant.parse(root.path("time").asText()),
              root.path("description").asText(),
              expiresAt == null ? null : Instant.parse(expiresAt.asText()),
              parent == null ? null : parent.asText(),
              root.path("complete").asBoolean(),
              root.path("files").asLong(),
              root.path("directories").asLong(),
              root.path("links").asLong(),
              root.path("size").asLong(),
              root.path("sent").asLong(),
              strategy(root.path("strategy").asText()),
              record == null ? null : record.asText());
      BlobIds entries = BlobIds.of(Base64.getDecoder().decode(root.path("entries").asText()));
      return new SnapshotRecord(snapshot, root.path("revision").asInt(), entries);
    } catch (FormatException e) {
      throw e;
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new FormatException("is no snapshot");
    }
  }
}
