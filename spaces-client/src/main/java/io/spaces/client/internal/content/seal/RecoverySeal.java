package io.spaces.client.internal.content.seal;

import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * Seals a short secret to the public half of a pair of keys: HPKE (RFC 9180) in base mode, with
 * DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20Poly1305. What is sealed does not tell to
 * which public key.
 */
public final class RecoverySeal {
  /** The length of either half of a pair, and of an encapsulated key. */
  public static final int KEY = 32;

  private static final byte[] NO_DATA = new byte[0];

  private RecoverySeal() {}

  /** What was sealed, and what it takes besides the private half to open it. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Sealed(byte[] encapsulated, byte[] text) {}

  /**
   * Seals.
   *
   * @param publicKey the public half
   * @param context what the secret is bound to
   * @param secret the secret
   * @return 16 bytes more than the secret
   * @throws IllegalArgumentException when there is no such public key
   */
  public static Sealed seal(byte[] publicKey, byte[] context, byte[] secret) {
    HPKE hpke = hpke();
    try {
      HPKEContextWithEncapsulation sender =
          hpke.setupBaseS(hpke.deserializePublicKey(publicKey), context);
      return new Sealed(sender.getEncapsulation(), sender.seal(NO_DATA, secret));
    } catch (InvalidCipherTextException | IllegalStateException e) {
      throw new IllegalArgumentException("is no public key that anything can be sealed to", e);
    }
  }

  /**
   * Opens.
   *
   * @param privateKey the private half
   * @param encapsulated what was sealed comes with
   * @param sealed what was sealed
   * @param context what it is bound to
   * @return the secret, or null when it does not open
   */
  public static byte @Nullable [] open(
      byte[] privateKey, byte[] encapsulated, byte[] sealed, byte[] context) {
    return open(privateKey, encapsulated, sealed, context, NO_DATA);
  }

  static byte @Nullable [] open(
      byte[] privateKey, byte[] encapsulated, byte[] sealed, byte[] context, byte[] data) {
    X25519PrivateKeyParameters key = new X25519PrivateKeyParameters(privateKey, 0);
    AsymmetricCipherKeyPair pair = new AsymmetricCipherKeyPair(key.generatePublicKey(), key);
    try {
      return hpke().setupBaseR(encapsulated, pair, context).open(data, sealed);
    } catch (InvalidCipherTextException | IllegalStateException | IllegalArgumentException e) {
      return null; // no such point, or not for this key
    }
  }

  /**
   * Returns the public half of a pair.
   *
   * @param privateKey the private half
   * @return 32 bytes
   */
  public static byte[] publicKey(byte[] privateKey) {
    return new X25519PrivateKeyParameters(privateKey, 0).generatePublicKey().getEncoded();
  }

  /**
   * Tells whether a public key is one of the few that make every secret known to all (of low
   * order).
   *
   * @param publicKey 32 bytes
   * @return true for one that nothing may be sealed to
   */
  public static boolean isWeak(byte[] publicKey) {
    byte[] probe = new byte[KEY];
    Arrays.fill(probe, (byte) 0x55);
    try {
      seal(publicKey, NO_DATA, probe);
      return false;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static HPKE hpke() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
  }
}
