package io.spaces.client.internal.vault.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.internal.content.chunk.ChunkSizes;
import io.spaces.client.internal.content.seal.KeyMaterial;
import io.spaces.client.internal.content.seal.ScryptCost;
import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a vault is: the one object that can be read without a key.
 *
 * @param id the vault's id: 32 hexadecimal digits
 * @param chunks how long contents are cut
 * @param wrap how the vault's key is wrapped, or null for a vault without encryption
 */
public record VaultConfig(String id, ChunkSizes chunks, @Nullable KeyWrap wrap) {
  /** The number of the format that this package reads and writes. */
  public static final int FORMAT = 1;

  private static final String CIPHER = "aes-256-gcm";
  private static final String SCRYPT = "scrypt";
  private static final String HKDF = "hkdf-sha256";

  /**
   * How the vault's key is wrapped.
   *
   * @param kind what it takes to unwrap it
   * @param scrypt how a passphrase is stretched; without meaning for a key
   * @param extraSalt whether an extra salt is needed too
   * @param saltHex of the derivation: 32 bytes in hexadecimal
   * @param wrappedHex the vault's key, sealed: 48 bytes in hexadecimal
   */
  public record KeyWrap(
      KeyMaterial.Kind kind,
      ScryptCost scrypt,
      boolean extraSalt,
      String saltHex,
      String wrappedHex) {

    /**
     * Returns the salt.
     *
     * @return a fresh array
     */
    public byte[] salt() {
      return HexFormat.of().parseHex(saltHex);
    }

    /**
     * Returns the sealed key.
     *
     * @return a fresh array
     */
    public byte[] wrapped() {
      return HexFormat.of().parseHex(wrappedHex);
    }
  }

  /**
   * Returns what the wrapped key is bound to: everything else that the object says.
   *
   * @param kind what unwraps it
   * @param scrypt how a passphrase is stretched
   * @return a fresh array
   */
  public byte[] binding(KeyMaterial.Kind kind, ScryptCost scrypt) {
    String derivation =
        kind == KeyMaterial.Kind.KEY
            ? HKDF
            : SCRYPT + "," + scrypt.n() + "," + scrypt.r() + "," + scrypt.p();
    String text =
        String.join(
            "\n",
            "spaces-vault/1/config",
            id,
            chunks.min() + "," + chunks.average() + "," + chunks.max(),
            CIPHER,
            derivation);
    return text.getBytes(US_ASCII);
  }

  /**
   * Writes the object.
   *
   * @return JSON
   */
  public byte[] write() {
    return JsonObject.write(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeStringField("vault", id);
          json.writeObjectFieldStart("chunks");
          json.writeNumberField("min", chunks.min());
          json.writeNumberField("average", chunks.average());
          json.writeNumberField("max", chunks.max());
          json.writeEndObject();
          if (wrap != null) {
            json.writeObjectFieldStart("encryption");
            write(wrap, json);
            json.writeEndObject();
          }
        });
  }

  private static void write(KeyWrap wrap, JsonGenerator json) throws IOException {
    json.writeStringField("cipher", CIPHER);
    if (wrap.kind() == KeyMaterial.Kind.KEY) {
      json.writeStringField("derivation", HKDF);
    } else {
      json.writeStringField("derivation", SCRYPT);
      json.writeNumberField("n", wrap.scrypt().n());
      json.writeNumberField("r", wrap.scrypt().r());
      json.writeNumberField("p", wrap.scrypt().p());
    }
    json.writeBooleanField("extraSalt", wrap.extraSalt());
    json.writeStringField("salt", wrap.saltHex());
    json.writeStringField("key", wrap.wrappedHex());
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
        throw new FormatException(
            "has format " + format + ", which is newer than this program; use a newer one");
      }
      String id = root.text("vault");
      JsonObject chunks = root.objectOrNull("chunks");
      if (format < 1 || !id.matches("[0-9a-f]{32}") || chunks == null) {
        throw new FormatException("is not a vault's configuration");
      }
      ChunkSizes sizes =
          new ChunkSizes(
              chunks.smallNumber("min"), chunks.smallNumber("average"), chunks.smallNumber("max"));
      JsonObject encryption = root.objectOrNull("encryption");
      return new VaultConfig(id, sizes, encryption == null ? null : readWrap(encryption));
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof FormatException known) {
        throw known;
      }
      throw new FormatException("is not a vault's configuration: " + firstLine(e.getMessage()));
    }
  }

  private static KeyWrap readWrap(JsonObject encryption) throws FormatException {
    String cipher = encryption.text("cipher");
    if (!cipher.equals(CIPHER)) {
      throw new FormatException("names an unknown cipher");
    }
    String salt = encryption.text("salt");
    String wrapped = encryption.text("key");
    if (!salt.matches("[0-9a-f]{64}") || !wrapped.matches("[0-9a-f]{96}")) {
      throw new FormatException("has a salt or a wrapped key of impossible length");
    }
    boolean extraSalt = encryption.flag("extraSalt");
    return switch (encryption.text("derivation")) {
      case HKDF -> new KeyWrap(KeyMaterial.Kind.KEY, ScryptCost.DEFAULT, extraSalt, salt, wrapped);
      case SCRYPT ->
          new KeyWrap(
              KeyMaterial.Kind.PASSPHRASE,
              new ScryptCost(
                  encryption.smallNumber("n"),
                  encryption.smallNumber("r"),
                  encryption.smallNumber("p")),
              extraSalt,
              salt,
              wrapped);
      default -> throw new FormatException("names an unknown key derivation");
    };
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "malformed" : message.lines().findFirst().orElse("malformed");
  }
}
