package io.spaces.client.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.content.seal.RecoverySeal;
import io.spaces.client.internal.crypto.Hashes;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.security.auth.Destroyable;

/**
 * A pair of keys to recover a vault with: a vault that has its public half as one of its keys is
 * opened by its private half, which the application never needs, and which is to be kept apart from
 * it, on paper or in a safe.
 *
 * <p>The public half opens nothing. It is better not published all the same: whoever has it and
 * controls the space can make up another vault that the private half opens.
 *
 * <p>Immutable but for {@link #destroy}. Safe for use by several threads. Never printed.
 *
 * @since 0.1.0
 */
public final class RecoveryKey implements Destroyable {
  private static final String PUBLIC = "spaces-recovery-public-";
  private static final String PRIVATE = "spaces-recovery-private-";
  private static final int CHECK = 4;

  private final byte[] secret;
  private final byte[] publicKey;
  private boolean destroyed;

  private RecoveryKey(byte[] secret) {
    this.secret = secret;
    publicKey = RecoverySeal.publicKey(secret);
  }

  /**
   * Makes a new pair.
   *
   * @return of random bytes
   */
  public static RecoveryKey random() {
    byte[] secret = new byte[RecoverySeal.KEY];
    new SecureRandom().nextBytes(secret);
    return new RecoveryKey(secret);
  }

  /**
   * Reads a pair.
   *
   * @param privateKey what {@link #exportPrivateKey} has returned
   * @return the pair
   * @throws InvalidParameterException when it is something else; the message does not repeat it
   */
  public static RecoveryKey of(String privateKey) {
    requireNonNull(privateKey, "privateKey");
    return new RecoveryKey(decode(PRIVATE, privateKey));
  }

  /**
   * Makes sure that a text is the public half of a pair.
   *
   * @param publicKey some text
   * @return its 32 bytes, a fresh array
   * @throws InvalidParameterException when it is something else; the message does not repeat it
   */
  public static byte[] parsePublicKey(String publicKey) {
    requireNonNull(publicKey, "publicKey");
    byte[] key = decode(PUBLIC, publicKey);
    if (RecoverySeal.isWeak(key)) {
      throw wrong("is no public key that anything can be sealed to");
    }
    return key;
  }

  /**
   * Returns the public half, to add to vaults.
   *
   * @return {@code spaces-recovery-public-…}, 96 characters with a checksum
   */
  public String publicKey() {
    return encode(PUBLIC, publicKey);
  }

  /**
   * Returns the private half, to be kept safe.
   *
   * @return {@code spaces-recovery-private-…}, 97 characters with a checksum
   * @throws IllegalStateException when it was destroyed
   */
  public synchronized String exportPrivateKey() {
    return encode(PRIVATE, requireSecret());
  }

  /**
   * Returns what opens the vaults that have this pair as one of their keys.
   *
   * @return to be destroyed by itself
   * @throws IllegalStateException when it was destroyed
   */
  public synchronized Encryption encryption() {
    return Encryption.ofRecovery(requireSecret().clone());
  }

  private byte[] requireSecret() {
    if (destroyed) {
      throw new IllegalStateException("The recovery key was destroyed and cannot be used");
    }
    return secret;
  }

  /** Overwrites the private half. */
  @Override
  public synchronized void destroy() {
    destroyed = true;
    Arrays.fill(secret, (byte) 0);
  }

  @Override
  public synchronized boolean isDestroyed() {
    return destroyed;
  }

  /**
   * Returns nothing that opens or names anything.
   *
   * @return a constant
   */
  @Override
  public String toString() {
    return "RecoveryKey[x25519]";
  }

  private static String encode(String prefix, byte[] key) {
    HexFormat hex = HexFormat.of();
    return prefix + hex.formatHex(key) + "-" + hex.formatHex(check(prefix, key));
  }

  private static byte[] check(String prefix, byte[] key) {
    MessageDigest sha256 = Hashes.newSha256();
    sha256.update(prefix.getBytes(US_ASCII));
    return Arrays.copyOf(sha256.digest(key), CHECK);
  }

  private static byte[] decode(String prefix, String text) {
    String trimmed = text.strip();
    String other = prefix.equals(PUBLIC) ? PRIVATE : PUBLIC;
    if (trimmed.startsWith(other)) {
      throw wrong(
          prefix.equals(PUBLIC)
              ? "is the private half; expected the public one. Keep the private one away from here"
              : "is the public half, which opens nothing; expected the private one");
    }
    String hex = "[0-9a-f]{" + 2 * RecoverySeal.KEY + "}-[0-9a-f]{" + 2 * CHECK + "}";
    if (!trimmed.startsWith(prefix) || !trimmed.substring(prefix.length()).matches(hex)) {
      throw wrong("is no recovery key; expected " + prefix + "… of hexadecimal digits");
    }
    String digits = trimmed.substring(prefix.length());
    int dash = digits.indexOf('-');
    byte[] key = HexFormat.of().parseHex(digits, 0, dash);
    byte[] check = HexFormat.of().parseHex(digits, dash + 1, digits.length());
    if (!MessageDigest.isEqual(check, check(prefix, key))) {
      Arrays.fill(key, (byte) 0);
      throw wrong("has a mistake in it: its last 8 digits do not fit the others");
    }
    return key;
  }

  private static InvalidParameterException wrong(String problem) {
    return new InvalidParameterException("recovery key", problem);
  }
}
