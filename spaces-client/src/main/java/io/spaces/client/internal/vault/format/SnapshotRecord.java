package io.spaces.client.internal.vault.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.history.Strategy;
import io.spaces.client.snapshot.Snapshot;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot's object: what it is, and which blobs hold its entries.
 *
 * @param snapshot what users see
 * @param revision how often it was edited: the highest counts
 * @param entries the blobs that hold the entries, one stream cut like any content
 * @param place where the vault lay that it was made in; null when that was not noted
 * @param unknown what a later client wrote that this one does not understand, by the fields' names,
 *     as JSON: an edit keeps it
 */
public record SnapshotRecord(
    Snapshot snapshot,
    int revision,
    BlobIds entries,
    @Nullable VaultPlace place,
    Map<String, String> unknown) {
  /** The most a snapshot's object may hold. */
  public static final int MAX_LENGTH = 64 << 20;

  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "revision",
          "time",
          "set",
          "description",
          "expiresAt",
          "pinned",
          "deleted",
          "suspicion",
          "parent",
          "complete",
          "files",
          "directories",
          "links",
          "size",
          "sent",
          "strategy",
          "record",
          "entries",
          "place");

  /**
   * Copies what is unknown.
   *
   * @param snapshot see {@link #snapshot}
   * @param revision see {@link #revision}
   * @param entries see {@link #entries}
   * @param place see {@link #place}
   * @param unknown see {@link #unknown}
   */
  public SnapshotRecord {
    unknown = Map.copyOf(unknown);
  }

  /**
   * One that has nothing unknown in it.
   *
   * @param snapshot see {@link #snapshot}
   * @param revision see {@link #revision}
   * @param entries see {@link #entries}
   * @param place see {@link #place}
   */
  public SnapshotRecord(
      Snapshot snapshot, int revision, BlobIds entries, @Nullable VaultPlace place) {
    this(snapshot, revision, entries, place, Map.of());
  }

  /**
   * Returns the next revision.
   *
   * @param changed what users see from now on
   * @return the same entries and place, and the same that is unknown
   */
  public SnapshotRecord edited(Snapshot changed) {
    return new SnapshotRecord(changed, revision + 1, entries, place, unknown);
  }

  /**
   * Returns the same revision of another content.
   *
   * @param changed what users see from now on
   * @return the same in all else
   */
  public SnapshotRecord replaced(Snapshot changed) {
    return new SnapshotRecord(changed, revision, entries, place, unknown);
  }

  /**
   * Returns how much memory it takes, about.
   *
   * @return bytes
   */
  public long held() {
    long texts = (long) snapshot.set().length() + snapshot.description().length();
    for (Map.Entry<String, String> field : unknown.entrySet()) {
      texts += field.getKey().length() + field.getValue().length() + 100L;
    }
    return 1000 + 2 * texts + entries.bytes().length;
  }

  /**
   * Returns the object's key.
   *
   * @return the key
   */
  public String key() {
    return ObjectNames.snapshot(snapshot.time(), snapshot.id(), revision);
  }

  /**
   * Writes the object.
   *
   * @return JSON
   */
  public byte[] write() {
    Strategy strategy = snapshot.strategy();
    String set = snapshot.set();
    return JsonObject.write(
        json -> {
          json.writeStringField("id", snapshot.id());
          json.writeNumberField("revision", revision);
          json.writeStringField("time", snapshot.time().toString());
          writeIfKnown(json, "set", set.isEmpty() ? null : set);
          json.writeStringField("description", snapshot.description());
          writeIfKnown(json, "expiresAt", text(snapshot.expiresAt()));
          if (snapshot.pinned()) {
            json.writeBooleanField("pinned", true);
          }
          writeIfKnown(json, "deleted", text(snapshot.deletedAt()));
          writeIfKnown(json, "suspicion", snapshot.suspicion());
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
          if (place != null) {
            json.writeObjectFieldStart("place");
            place.fields().write(json);
            json.writeEndObject();
          }
          for (Map.Entry<String, String> field : new TreeMap<>(unknown).entrySet()) {
            json.writeFieldName(field.getKey());
            json.writeRawValue(field.getValue());
          }
        });
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
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
      JsonObject root = JsonObject.read(bytes, FIELDS);
      String id = root.text("id");
      if (!id.matches("[0-9a-f]{16}")) {
        throw new FormatException("is no snapshot");
      }
      Map<String, String> unknown = new HashMap<>(root.unknown());
      String word = root.textOrNull("strategy");
      Strategy strategy = word == null ? null : strategy(word);
      if (word != null && strategy == null) {
        unknown.put("strategy", JsonObject.quoted(word));
      }
      Snapshot snapshot =
          Snapshot.builder(id, Instant.parse(root.text("time")))
              .set(root.text("set"))
              .description(root.text("description"))
              .expiresAt(time(root.textOrNull("expiresAt")))
              .pinned(root.flag("pinned"))
              .deletedAt(time(root.textOrNull("deleted")))
              .suspicion(root.textOrNull("suspicion"))
              .parent(root.textOrNull("parent"))
              .complete(root.flag("complete"))
              .files(root.number("files"))
              .directories(root.number("directories"))
              .links(root.number("links"))
              .size(root.number("size"))
              .sent(root.number("sent"))
              .strategy(strategy)
              .recordId(root.textOrNull("record"))
              .build();
      BlobIds entries = BlobIds.of(Base64.getDecoder().decode(root.text("entries")));
      VaultPlace place = VaultPlace.read(root.objectOrNull("place"));
      return new SnapshotRecord(snapshot, root.smallNumber("revision"), entries, place, unknown);
    } catch (FormatException e) {
      throw e;
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new FormatException("is no snapshot");
    }
  }

  private static @Nullable Instant time(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }
}
