package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.schedule.plan.SecretLookup;
import org.jspecify.annotations.Nullable;

/**
 * How a plan's backups are encrypted, with a reference to the secret.
 *
 * @param kind what the secret is
 * @param secret where it is
 * @param allowShort whether a passphrase may have less than 12 characters where it is to open a new
 *     vault
 * @param scrypt what stretching the passphrase costs in a new vault, as {@link
 *     Encryption#scrypt(String)} takes it; null for the default
 * @param iv where more bytes for the derivation of keys are, 24 to 128 hexadecimal digits, which
 *     whoever restores needs, too; or null
 * @since 0.1.0
 */
public record PlanEncryption(
    Kind kind,
    SecretRef secret,
    boolean allowShort,
    @Nullable String scrypt,
    @Nullable SecretRef iv) {
  /**
   * What an encryption's secret is.
   *
   * @since 0.1.0
   */
  public enum Kind {
    /** A key of 32 bytes, in hex. */
    KEY,
    /** A passphrase. */
    PASSPHRASE
  }

  /**
   * Checks the cost.
   *
   * @param kind what the secret is
   * @param secret where it is
   * @param allowShort whether a new vault may have a short passphrase
   * @param scrypt what stretching costs, or null
   * @param iv where the bytes for the derivation are, or null
   * @throws InvalidParameterException when it is no such text, or out of range
   */
  public PlanEncryption {
    required("kind", kind);
    required("secret", secret);
    if (scrypt != null) {
      Encryption.key("0".repeat(64)).scrypt(scrypt);
    }
  }

  /**
   * Encryption with the defaults for new vaults.
   *
   * @param kind what the secret is
   * @param secret where it is
   */
  public PlanEncryption(Kind kind, SecretRef secret) {
    this(kind, secret, false, null, null);
  }

  /**
   * Encryption with a key of 32 bytes.
   *
   * @param key where it is, in hex
   * @return the encryption
   */
  public static PlanEncryption key(SecretRef key) {
    return new PlanEncryption(Kind.KEY, key);
  }

  /**
   * Encryption with a passphrase.
   *
   * @param passphrase where it is
   * @return the encryption
   */
  public static PlanEncryption passphrase(SecretRef passphrase) {
    return new PlanEncryption(Kind.PASSPHRASE, passphrase);
  }

  /**
   * Lets a passphrase of less than 12 characters open a new vault.
   *
   * @return a copy that may be short
   */
  public PlanEncryption allowingShort() {
    return new PlanEncryption(kind, secret, true, scrypt, iv);
  }

  /**
   * Mixes more bytes into the derivation of keys; whoever restores needs them, too.
   *
   * @param hex where they are, 24 to 128 hexadecimal digits
   * @return a copy with them
   */
  public PlanEncryption iv(SecretRef hex) {
    return new PlanEncryption(kind, secret, allowShort, scrypt, required("iv", hex));
  }

  /**
   * Returns the encryption itself.
   *
   * @param resolver knows the secret
   * @return to be destroyed by the caller
   * @throws InvalidParameterException when the secret cannot be had, or is none of its kind
   */
  public Encryption resolve(SecretResolver resolver) {
    Encryption encryption = own(SecretLookup.of(secret, required("resolver", resolver)));
    return iv == null ? encryption : encryption.iv(SecretLookup.of(iv, resolver));
  }

  private Encryption own(String text) {
    if (kind == Kind.KEY) {
      return Encryption.key(text);
    }
    Encryption encryption = Encryption.passphrase(text.toCharArray());
    if (scrypt != null) {
      encryption = encryption.scrypt(scrypt);
    }
    return allowShort ? encryption.allowShort() : encryption;
  }
}
