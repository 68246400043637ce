package io.spaces.client.backup;

import static java.util.Objects.requireNonNull;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.content.seal.KeyMaterial;
import io.spaces.client.internal.content.seal.ScryptCost;
import io.spaces.client.internal.secret.SecretText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/**
 * What a vault is encrypted with: a key or a passphrase, and optionally an extra salt. The same is
 * needed to restore; whoever loses it has lost the backup.
 *
 * <p>Immutable but for {@link #destroy}, after which it cannot be used. Safe for use by several
 * threads. Never printed: {@link #toString} tells only the kind.
 *
 * @since 0.1.0
 */
public final class Encryption implements Destroyable {
  private static final int KEY_LENGTH = 32;
  private static final int MIN_IV = 12;
  private static final int MAX_IV = 64;

  static {
    KeyMaterial.accessBy(encryption -> encryption.material);
  }

  private final KeyMaterial material;

  private Encryption(KeyMaterial material) {
    this.material = material;
  }

  /**
   * Encrypts with a key.
   *
   * @param hex 64 hexadecimal digits (32 random bytes), with or without {@code 0x} in front
   * @return the choice
   * @throws InvalidParameterException when it is not 32 bytes in hexadecimal
   */
  public static Encryption key(String hex) {
    requireNonNull(hex, "hex");
    byte[] key = decode("key", hex);
    if (key.length != KEY_LENGTH) {
      throw new InvalidParameterException(
          "key", "has " + key.length + " bytes; expected 32, as 64 hexadecimal digits");
    }
    return new Encryption(new KeyMaterial(KeyMaterial.Kind.KEY, key, null));
  }

  /**
   * Encrypts with a passphrase. It is stretched by scrypt, which takes some 0.3 seconds and 128 MiB
   * of the heap each time a vault is opened; a guesser pays the same for every guess. One of less
   * than 12 characters opens vaults that have it, but no new one, unless {@link #allowShort}.
   *
   * @param passphrase not empty; copied, so that the caller can overwrite it. Spellings that
   *     Unicode holds equal (normal form C) are the same passphrase.
   * @return the choice
   * @throws InvalidParameterException when it is empty, or holds half a surrogate pair or U+FFFD,
   *     which stand for bytes that are no characters
   */
  public static Encryption passphrase(char[] passphrase) {
    requireNonNull(passphrase, "passphrase");
    if (passphrase.length == 0) {
      throw new InvalidParameterException("passphrase", "is empty; expected some characters");
    }
    CharBuffer characters = CharBuffer.wrap(passphrase);
    if (!SecretText.isText(characters)) {
      throw new InvalidParameterException(
          "passphrase", "holds what is no character; expected text, as it was typed");
    }
    // Normalising makes a string, which cannot be wiped: done only where it changes something.
    CharBuffer normal =
        Normalizer.isNormalized(characters, Normalizer.Form.NFC)
            ? characters
            : CharBuffer.wrap(Normalizer.normalize(characters, Normalizer.Form.NFC));
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(normal);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    encoded.clear();
    encoded.put(new byte[encoded.remaining()]);
    return new Encryption(new KeyMaterial(KeyMaterial.Kind.PASSPHRASE, bytes, null));
  }

  /** Takes the private half of a recovery key, not copied. */
  static Encryption ofRecovery(byte[] privateKey) {
    return new Encryption(new KeyMaterial(KeyMaterial.Kind.RECOVERY, privateKey, null));
  }

  /**
   * Opens a vault by the private half of a recovery key that was {@linkplain
   * io.spaces.client.KeySlots#addRecovery added} to it: to restore, above all. No new vault can be
   * made with it.
   *
   * @param privateKey {@code spaces-recovery-private-…}
   * @return the choice
   * @throws InvalidParameterException when it is something else; the message does not repeat it
   */
  public static Encryption recovery(String privateKey) {
    requireNonNull(privateKey, "privateKey");
    RecoveryKey pair = RecoveryKey.of(privateKey);
    try {
      return pair.encryption();
    } finally {
      pair.destroy();
    }
  }

  /**
   * Adds an extra salt to the derivation of keys. It is not stored: it is needed again to restore,
   * exactly like the key. (No nonce is made of it: a fixed nonce for many objects would break the
   * encryption.)
   *
   * @param hex 24 to 128 hexadecimal digits (12 to 64 bytes), with or without {@code 0x} in front
   * @return a copy with the extra salt; this one is unchanged
   * @throws InvalidParameterException when it is not such hexadecimal
   */
  public Encryption iv(String hex) {
    requireNonNull(hex, "hex");
    byte[] iv = decode("iv", hex);
    if (iv.length < MIN_IV || iv.length > MAX_IV) {
      throw new InvalidParameterException(
          "iv", "has " + iv.length + " bytes; expected 12 to 64, in hexadecimal");
    }
    return new Encryption(material.withExtraSalt(iv));
  }

  /**
   * Says what stretching the passphrase costs where it is to open a new vault, or a vault anew
   * (scrypt, RFC 7914): {@code 131072, 8, 1} by default. Never less than what the vault's
   * passphrases cost already. Without effect on how a vault is opened, which the vault says itself.
   *
   * @param n time and memory: a power of two, at least 16,384
   * @param r block size, 8 to 64; {@code 128 · n · r} bytes of memory are needed, at most 256 MiB
   * @param p how often that is done, one after the other: 1 to 4
   * @return a copy with that cost; this one is unchanged
   * @throws InvalidParameterException when they are out of range
   */
  public Encryption scrypt(int n, int r, int p) {
    try {
      return new Encryption(material.withCost(new ScryptCost(n, r, p)));
    } catch (IllegalArgumentException e) {
      throw new InvalidParameterException(
          "scrypt",
          "is "
              + n
              + ", "
              + r
              + ", "
              + p
              + "; expected n, a power of two from 16384, r from 8 to 64 and p from 1 to 4, with"
              + " 128 · n · r at most 256 MiB");
    }
  }

  /**
   * Says what stretching costs, as {@link #scrypt(int, int, int)} does.
   *
   * @param cost {@code n,r,p}, or {@code n} alone for {@code n,8,1}
   * @return a copy with that cost; this one is unchanged
   * @throws InvalidParameterException when it is no such text, or out of range
   */
  public Encryption scrypt(String cost) {
    requireNonNull(cost, "cost");
    if (!cost.matches("[0-9]{1,9}(,[0-9]{1,9},[0-9]{1,9})?")) {
      throw new InvalidParameterException(
          "scrypt", "is \"" + cost + "\"; expected n,r,p in digits, such as 131072,8,1");
    }
    String[] parts = cost.split(",", -1);
    return parts.length == 1
        ? scrypt(Integer.parseInt(cost), 8, 1)
        : scrypt(
            Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }

  /**
   * Lets a passphrase of less than 12 characters open a new vault, or a vault anew. Whoever gets at
   * the vault, its server above all, can try all short passphrases.
   *
   * @return a copy that may be short; this one is unchanged
   */
  public Encryption allowShort() {
    return new Encryption(material.allowingShort());
  }

  /** Overwrites the key or passphrase. Vaults that are open stay open until they are closed. */
  @Override
  public void destroy() {
    material.destroy();
  }

  @Override
  public boolean isDestroyed() {
    return material.isDestroyed();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Encryption that && material.equals(that.material);
  }

  @Override
  public int hashCode() {
    return material.hashCode();
  }

  /**
   * Returns what kind of secret this is.
   *
   * @return such as {@code Encryption[aes-256-gcm, key]}; never the secret
   */
  @Override
  public String toString() {
    return "Encryption[aes-256-gcm, " + material + "]";
  }

  private static byte[] decode(String parameter, String hex) {
    int start = hex.startsWith("0x") || hex.startsWith("0X") ? 2 : 0;
    int digits = hex.length() - start;
    byte[] bytes = new byte[digits / 2];
    boolean fits = digits % 2 == 0;
    for (int i = 0; fits && i < bytes.length; i++) {
      int high = Character.digit(hex.charAt(start + 2 * i), 16);
      int low = Character.digit(hex.charAt(start + 2 * i + 1), 16);
      fits = high >= 0 && low >= 0;
      bytes[i] = (byte) (high << 4 | low);
    }
    if (!fits) {
      Arrays.fill(bytes, (byte) 0);
      throw new InvalidParameterException(parameter, "is not hexadecimal");
    }
    return bytes;
  }
}
