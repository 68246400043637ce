package io.spaces.client.internal.vault.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.internal.content.chunk.ChunkSizes;
import io.spaces.client.internal.content.seal.KeyMaterial;
import io.spaces.client.internal.content.seal.ScryptCost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a vault is: the one object that can be read without a key.
 *
 * @param format the number of the format it is written in: 1 for a vault without encryption, or
 *     with one key that nobody has changed since there can be several; 2 otherwise
 * @param id the vault's id: 32 hexadecimal digits
 * @param chunks how long contents are cut
 * @param cutter by what contents are cut
 * @param place where the vault belongs; null when that was not noted. Without encryption anybody
 *     can have written it
 * @param slots the keys that open it, by their ids; none for a vault without encryption
 * @param sealedHex the {@link KeyNotes}, sealed by the vault's key and bound to all the rest, in
 *     hexadecimal; empty in format 1
 */
public record VaultConfig(
    int format,
    String id,
    ChunkSizes chunks,
    Cutter cutter,
    @Nullable VaultPlace place,
    List<KeyWrap> slots,
    String sealedHex) {
  /** The number of the newest format that this package reads and writes. */
  public static final int FORMAT = 2;

  /** How many keys can open a vault at the most: a foreign one must not make us try for hours. */
  public static final int MAX_SLOTS = 16;

  /** What encrypted vaults are encrypted with. */
  public static final String CIPHER = "aes-256-gcm";

  /** All passphrases of a vault together: some ten seconds. */
  private static final long MAX_WORK = 4L << 30;

  /** In hexadecimal: a salt, a tag and something between them, to 64 KiB with all the rest. */
  private static final int MIN_SEALED = 98;

  /** Puts the keys into the order of their ids. */
  public VaultConfig {
    slots = slots.stream().sorted(Comparator.comparing(KeyWrap::id)).toList();
  }

  /**
   * A vault without encryption.
   *
   * @param id its id
   * @param chunks how long contents are cut
   * @param place where it belongs, or null when that is not to be noted
   */
  public VaultConfig(String id, ChunkSizes chunks, @Nullable VaultPlace place) {
    this(1, id, chunks, Cutter.GEAR, place, List.of(), "");
  }

  /**
   * Returns the same vault at another place.
   *
   * @param other where it belongs from now on
   * @return to be given keys
   */
  public VaultConfig at(VaultPlace other) {
    return new VaultConfig(format, id, chunks, cutter, other, slots, sealedHex);
  }

  /**
   * Returns the same vault with other keys, of which nothing is noted yet.
   *
   * @param keys at least one
   * @return to be sealed
   */
  public VaultConfig with(List<KeyWrap> keys) {
    return new VaultConfig(FORMAT, id, chunks, cutter, place, keys, "");
  }

  /**
   * Returns the same vault, cut otherwise: for one in which nothing is yet.
   *
   * @param next by what its contents are to be cut
   * @return to be sealed
   */
  public VaultConfig with(Cutter next) {
    return new VaultConfig(format, id, chunks, next, place, slots, "");
  }

  /**
   * Returns the same with notes on its keys.
   *
   * @param sealed the notes, bound to {@link #terms}, in hexadecimal
   * @return complete
   */
  public VaultConfig sealed(String sealed) {
    return new VaultConfig(format, id, chunks, cutter, place, slots, sealed);
  }

  /**
   * Tells whether all passphrases together can be tried in bounded time.
   *
   * @return false for a vault that no reader opens
   */
  public boolean isBounded() {
    long work =
        slots.stream()
            .filter(slot -> slot.kind() == KeyMaterial.Kind.PASSPHRASE)
            .mapToLong(slot -> slot.scrypt().work())
            .sum();
    return slots.size() <= MAX_SLOTS && work <= MAX_WORK;
  }

  /**
   * Returns what a key's wrap is bound to.
   *
   * @param slot the wrap
   * @return a fresh array
   */
  public byte[] binding(KeyWrap slot) {
    return slot.format() == 1
        ? binding(slot.kind(), slot.scrypt())
        : KeyWrap.binding(id, slot.id(), slot.kind(), slot.scrypt());
  }

  /**
   * Returns what the wrapped key of format 1 is bound to: everything else that the object says.
   *
   * @param kind what unwraps it
   * @param scrypt how a passphrase is stretched
   * @return a fresh array
   */
  public byte[] binding(KeyMaterial.Kind kind, ScryptCost scrypt) {
    String text =
        String.join(
            "\n", "spaces-vault/1/config", id, lengths(), CIPHER, KeyWrap.derivation(kind, scrypt));
    return text.getBytes(US_ASCII);
  }

  /**
   * Returns what the notes on the keys are bound to: everything else that the object says.
   *
   * @return a fresh array
   */
  public byte[] terms() {
    List<String> lines = new ArrayList<>();
    lines.add("spaces-vault/2/config");
    lines.add(id);
    lines.add(cutter == Cutter.GEAR ? lengths() : lengths() + "," + cutter.word());
    lines.add(CIPHER);
    if (place != null) {
      lines.add(place.line());
    }
    slots.forEach(slot -> lines.add(slot.line()));
    return String.join("\n", lines).getBytes(US_ASCII);
  }

  private String lengths() {
    return chunks.min() + "," + chunks.average() + "," + chunks.max();
  }

  /**
   * Writes the object.
   *
   * @return JSON
   */
  public byte[] write() {
    return JsonObject.write(
        json -> {
          json.writeNumberField("format", format);
          json.writeStringField("vault", id);
          json.writeObjectFieldStart("chunks");
          json.writeNumberField("min", chunks.min());
          json.writeNumberField("average", chunks.average());
          json.writeNumberField("max", chunks.max());
          if (cutter != Cutter.GEAR) {
            json.writeStringField("cutter", cutter.word());
          }
          json.writeEndObject();
          if (place != null) {
            json.writeObjectFieldStart("place");
            place.fields().write(json);
            json.writeEndObject();
          }
          if (!slots.isEmpty()) {
            json.writeObjectFieldStart("encryption");
            json.writeStringField("cipher", CIPHER);
            writeSlots(json);
            json.writeEndObject();
          }
        });
  }

  private void writeSlots(JsonGenerator json) throws IOException {
    if (format == 1) {
      slots.get(0).write(json);
      return;
    }
    json.writeObjectFieldStart("slots");
    for (KeyWrap slot : slots) {
      json.writeObjectFieldStart(slot.id());
      if (slot.format() == 1) {
        json.writeNumberField("format", 1);
      }
      slot.write(json);
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeStringField("sealed", sealedHex);
  }

  /**
   * Reads the object.
   *
   * @param bytes JSON
   * @return what it says
   * @throws FormatException when it is not such an object, or of a newer format
   */
  public static VaultConfig read(byte[] bytes) throws FormatException {
    try {
      JsonObject root = JsonObject.read(bytes);
      long format = root.number("format");
      if (format > FORMAT) {
        throw FormatException.newer(format);
      }
      String id = root.text("vault");
      JsonObject chunks = root.objectOrNull("chunks");
      if (format < 1 || !id.matches("[0-9a-f]{32}") || chunks == null) {
        throw new FormatException("is not a vault's configuration");
      }
      ChunkSizes sizes =
          new ChunkSizes(
              chunks.smallNumber("min"), chunks.smallNumber("average"), chunks.smallNumber("max"));
      if (!sizes.areForVaults()) {
        throw new FormatException("would cut contents into pieces that are too small");
      }
      JsonObject encryption = root.objectOrNull("encryption");
      // In format 1 the keys are not bound to it, so that it could be anybody's.
      VaultPlace place =
          format == 1 && encryption != null ? null : VaultPlace.read(root.objectOrNull("place"));
      if (encryption == null) {
        return new VaultConfig((int) format, id, sizes, Cutter.GEAR, place, List.of(), "");
      }
      if (!encryption.text("cipher").equals(CIPHER)) {
        throw new FormatException("names an unknown cipher");
      }
      if (format == 1) {
        KeyWrap first = KeyWrap.read(KeyWrap.FIRST, 1, encryption);
        return new VaultConfig(1, id, sizes, Cutter.GEAR, null, List.of(first), "");
      }
      Cutter cutter = Cutter.of(chunks.textOrNull("cutter"));
      return new VaultConfig(
              FORMAT, id, sizes, cutter, place, readSlots(encryption), sealed(encryption))
          .checked();
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof FormatException known) {
        throw known;
      }
      throw new FormatException("is not a vault's configuration: " + firstLine(e.getMessage()));
    }
  }

  private static List<KeyWrap> readSlots(JsonObject encryption) throws FormatException {
    JsonObject slots = encryption.objectOrNull("slots");
    Set<String> names = slots == null ? Set.of() : new HashSet<>(slots.names());
    if (slots == null || names.isEmpty() || names.size() > MAX_SLOTS) {
      throw new FormatException("has no key that opens the vault, or too many");
    }
    List<KeyWrap> read = new ArrayList<>();
    for (String name : names) {
      JsonObject slot = slots.objectOrNull(name);
      if (slot == null) {
        throw new FormatException("has a key that is none");
      }
      read.add(KeyWrap.read(name, slot.number("format") == 1 ? 1 : 2, slot));
    }
    return read;
  }

  private static String sealed(JsonObject encryption) throws FormatException {
    String sealed = encryption.text("sealed");
    if (sealed.length() < MIN_SEALED || sealed.length() % 2 != 0 || !sealed.matches("[0-9a-f]+")) {
      throw new FormatException("has notes on its keys of impossible length");
    }
    return sealed;
  }

  private VaultConfig checked() throws FormatException {
    if (!isBounded()) {
      throw new FormatException("asks for more scrypt than any vault should");
    }
    return this;
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "malformed" : message.lines().findFirst().orElse("malformed");
  }
}
