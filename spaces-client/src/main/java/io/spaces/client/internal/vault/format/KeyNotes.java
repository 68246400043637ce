package io.spaces.client.internal.vault.format;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a vault's configuration says of its keys to those only who have one.
 *
 * @param revision how often the keys were changed: of several configurations the highest counts
 * @param slots what each key is, by its id
 */
public record KeyNotes(long revision, Map<String, Note> slots) {
  /** What is known of a vault whose configuration has no such notes. */
  public static final KeyNotes NONE =
      new KeyNotes(0, Map.of(KeyWrap.FIRST, new Note(Note.FIRST, null, null)));

  /**
   * What one key is.
   *
   * @param label what its owner calls it
   * @param created when it was added; null when that was not noted
   * @param recipient a recovery key's public half in hexadecimal; null for others
   */
  public record Note(String label, @Nullable Instant created, @Nullable String recipient) {
    /** What the key is called that a vault was made with. */
    public static final String FIRST = "first";
  }

  /** Copies the notes. */
  public KeyNotes {
    slots = Map.copyOf(slots);
  }

  /**
   * Writes them.
   *
   * @return JSON
   */
  public byte[] write() {
    return JsonObject.write(
        json -> {
          json.writeNumberField("revision", revision);
          json.writeObjectFieldStart("slots");
          for (Map.Entry<String, Note> slot : new TreeMap<>(slots).entrySet()) {
            Note note = slot.getValue();
            json.writeObjectFieldStart(slot.getKey());
            json.writeStringField("label", note.label());
            if (note.created() != null) {
              json.writeStringField("created", note.created().toString());
            }
            if (note.recipient() != null) {
              json.writeStringField("recipient", note.recipient());
            }
            json.writeEndObject();
          }
          json.writeEndObject();
        });
  }

  /**
   * Reads them.
   *
   * @param bytes JSON
   * @return what it says
   * @throws FormatException when it is no such object
   */
  public static KeyNotes read(byte[] bytes) throws FormatException {
    try {
      JsonObject root = JsonObject.read(bytes);
      JsonObject slots = root.objectOrNull("slots");
      Map<String, Note> notes = new TreeMap<>();
      if (slots == null) {
        throw new FormatException("has no notes on its keys");
      }
      for (String id : slots.names()) {
        JsonObject slot = slots.objectOrNull(id);
        if (slot != null) {
          String created = slot.textOrNull("created");
          notes.put(
              id,
              new Note(
                  slot.text("label"),
                  created == null ? null : Instant.parse(created),
                  slot.textOrNull("recipient")));
        }
      }
      return new KeyNotes(root.number("revision"), notes);
    } catch (IOException | DateTimeException e) {
      if (e instanceof FormatException known) {
        throw known;
      }
      throw new FormatException("has notes on its keys that cannot be read");
    }
  }
}
