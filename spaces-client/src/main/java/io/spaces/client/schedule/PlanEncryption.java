package io.spaces.client.schedule;

/**
 * How a plan's backups are encrypted, with a reference to the secret.
 *
 * @param kind what the secret is
 * @param secret where it is
 */
public record PlanEncryption(Kind kind, SecretRef secret) {
  /** What an encryption's secret is. */
  public enum Kind {
    /** A key of 32 bytes, in hex. */
    KEY,
    /** A passphrase. */
    PASSPHRASE
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
}
