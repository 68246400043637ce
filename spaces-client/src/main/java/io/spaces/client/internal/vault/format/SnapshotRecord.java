package io.spaces.client.internal.vault.format;

import com.fasterxml.jackson.core.JsonGenerator;
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
    Strategy strategy = snapshot.strategy();
    Instant expiresAt = snapshot.expiresAt();
    return JsonObject.write(
        json -> {
          json.writeStringField("id", snapshot.id());
          json.writeNumberField("revision", revision);
          json.writeStringField("time", snapshot.time().toString());
          json.writeStringField("description", snapshot.description());
          writeIfKnown(json, "expiresAt", expiresAt == null ? null : expiresAt.toString());
          writeIfKnown(json, "parent", snapshot.parent());
          json.writeBooleanField("complete", snapshot.complete());
          json.writeNumberField("files", snapshot.files());
          json.writeNumberField("directories", snapshot.directories());
          json.writeNumberField("links", snapshot.links());
          json.writeNumberField("size", snapshot.size());
          json.writeNumberField("sent", snapshot.sent());
          writeIfKnown(
              json, "strategy", strategy == null ? null : strategy.name().toLowerCase(Locale.ROOT));
          writeIfKnown(json, "record", snapshot.recordId());
          json.writeStringField("entries", Base64.getEncoder().encodeToString(entries.bytes()));
        });
  }

  private static void writeIfKnown(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
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
      JsonObject root = JsonObject.read(bytes);
      String id = root.text("id");
      if (!id.matches("[0-9a-f]{16}")) {
        throw new FormatException("is no snapshot");
      }
      String expiresAt = root.textOrNull("expiresAt");
      Snapshot snapshot =
          new Snapshot(
              id,
              Instant.parse(root.text("time")),
              root.text("description"),
              expiresAt == null ? null : Instant.parse(expiresAt),
              root.textOrNull("parent"),
              root.flag("complete"),
              root.number("files"),
              root.number("directories"),
              root.number("links"),
              root.number("size"),
              root.number("sent"),
              strategy(root.text("strategy")),
              root.textOrNull("record"));
      BlobIds entries = BlobIds.of(Base64.getDecoder().decode(root.text("entries")));
      return new SnapshotRecord(snapshot, root.smallNumber("revision"), entries);
    } catch (FormatException e) {
      throw e;
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new FormatException("is no snapshot");
    }
  }
}
