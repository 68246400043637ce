package io.spaces.client.internal.vault.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.internal.content.seal.KeyMaterial.Kind;
import io.spaces.client.internal.content.seal.ScryptCost;
import java.io.IOException;
import java.util.HexFormat;

/**
 * One of the user's keys that open a vault (a slot): the vault's key, wrapped by it.
 *
 * @param id its name within the vault: 16 hexadecimal digits
 * @param format the format that says what it is bound to: 1 when it was written before there were
 *     several
 * @param kind what it takes to unwrap the key
 * @param scrypt how a passphrase is stretched; without meaning for others
 * @param extraSalt whether an extra salt is needed too
 * @param saltHex the salt of the derivation, or of a recovery key the encapsulated key: 32 bytes in
 *     hexadecimal
 * @param wrappedHex the vault's key, sealed: 48 bytes in hexadecimal
 */
public record KeyWrap(
    String id,
    int format,
    Kind kind,
    ScryptCost scrypt,
    boolean extraSalt,
    String saltHex,
    String wrappedHex) {
  /** The name of the only one that a vault of format 1 has. */
  public static final String FIRST = "0000000000000000";

  /** The length of an id in bytes. */
  public static final int ID_LENGTH = 8;

  private static final String SCRYPT = "scrypt";
  private static final String HKDF = "hkdf-sha256";
  private static final String HPKE = "hpke-x25519-hkdf-sha256-chacha20poly1305";
  private static final String ID = "[0-9a-f]{16}";

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

  /** How the wrapping key is made, in a word. */
  static String derivation(Kind kind, ScryptCost scrypt) {
    return switch (kind) {
      case KEY -> HKDF;
      case PASSPHRASE -> SCRYPT + "," + scrypt.n() + "," + scrypt.r() + "," + scrypt.p();
      case RECOVERY -> HPKE;
    };
  }

  /**
   * Returns what a wrapped key of format 2 is bound to.
   *
   * @param vault the vault's id
   * @param id the slot's
   * @param kind what unwraps it
   * @param scrypt how a passphrase is stretched
   * @return a fresh array
   */
  public static byte[] binding(String vault, String id, Kind kind, ScryptCost scrypt) {
    String text =
        String.join(
            "\n", "spaces-vault/2/slot", vault, id, VaultConfig.CIPHER, derivation(kind, scrypt));
    return text.getBytes(US_ASCII);
  }

  /** All that it says, on one line. */
  String line() {
    return String.join(
        " ",
        "slot",
        id,
        String.valueOf(format),
        derivation(kind, scrypt),
        extraSalt ? "salted" : "plain",
        saltHex,
        wrappedHex);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField(
        "derivation", kind == Kind.PASSPHRASE ? SCRYPT : derivation(kind, scrypt));
    if (kind == Kind.PASSPHRASE) {
      json.writeNumberField("n", scrypt.n());
      json.writeNumberField("r", scrypt.r());
      json.writeNumberField("p", scrypt.p());
    }
    json.writeBooleanField("extraSalt", extraSalt);
    json.writeStringField("salt", saltHex);
    json.writeStringField("key", wrappedHex);
  }

  static KeyWrap read(String id, int format, JsonObject json) throws FormatException {
    String salt = json.text("salt");
    String wrapped = json.text("key");
    if (!id.matches(ID) || !salt.matches("[0-9a-f]{64}") || !wrapped.matches("[0-9a-f]{96}")) {
      throw new FormatException("has an id, a salt or a wrapped key of impossible length");
    }
    Kind kind =
        switch (json.text("derivation")) {
          case HKDF -> Kind.KEY;
          case SCRYPT -> Kind.PASSPHRASE;
          case HPKE -> Kind.RECOVERY;
          default -> throw new FormatException("names an unknown key derivation");
        };
    ScryptCost scrypt =
        kind == Kind.PASSPHRASE
            ? new ScryptCost(json.smallNumber("n"), json.smallNumber("r"), json.smallNumber("p"))
            : ScryptCost.DEFAULT;
    boolean extraSalt = json.flag("extraSalt");
    if (kind == Kind.RECOVERY && (extraSalt || format == 1)) {
      throw new FormatException("has a recovery key that there cannot be");
    }
    return new KeyWrap(id, format, kind, scrypt, extraSalt, salt, wrapped);
  }
}
