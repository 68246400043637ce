package io.spaces.client.identity;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.crypto.Ed25519Key;
import io.spaces.client.internal.crypto.Secp256k1Key;
import io.spaces.client.internal.crypto.Secp256k1Key.PublicKeyForm;
import java.util.Objects;

/**
 * The kind of key behind a DID; the middle five bits of its type.
 *
 * @since 0.1.0
 */
public enum KeyType {
  /** Ed25519 (RFC 8032): public keys and bare seeds of 32 bytes, signatures of 64. */
  ED25519(0, "Ed25519"),
  /** ECDSA over secp256k1: uncompressed public keys of 65 bytes, signatures in DER. */
  SECP256K1(1, "ES256K"),
  /** ECDSA over secp256k1, with Ethereum's 64-byte public keys and its addresses. */
  ETHEREUM(2, "Ethereum"),
  /** A passkey. It can be named, but wallets of this library have none. */
  PASSKEY(3, "Passkey");

  private final int code;
  private final String algorithm;

  KeyType(int code, String algorithm) {
    this.code = code;
    this.algorithm = algorithm;
  }

  /**
   * Returns the number that stands for it in a DID.
   *
   * @return the code
   */
  public int code() {
    return code;
  }

  /**
   * Returns the name by which a token says that it was signed with such a key.
   *
   * @return the {@code alg} of a token's header, such as {@code Ed25519}
   */
  public String algorithm() {
    return algorithm;
  }

  /**
   * Tells whether a signature was made over a message with the secret half of a key. What is not a
   * key or not a signature of this type fits nothing; passkeys are not supported and never fit.
   *
   * @param publicKey the public key
   * @param message what was signed
   * @param signature what {@link Wallet#sign} returned
   * @return true when the signature fits
   */
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    Objects.requireNonNull(publicKey, "publicKey");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(signature, "signature");
    return switch (this) {
      case ED25519 -> Ed25519Key.verify(publicKey, message, signature);
      case SECP256K1 ->
          Secp256k1Key.verify(publicKey, PublicKeyForm.UNCOMPRESSED, message, signature);
      case ETHEREUM -> Secp256k1Key.verify(publicKey, PublicKeyForm.ETHEREUM, message, signature);
      case PASSKEY -> false;
    };
  }

  /**
   * Returns the constant with a code.
   *
   * @param code the number that stands for it in a DID
   * @return the constant
   * @throws InvalidParameterException when no constant has the code
   */
  public static KeyType fromCode(int code) {
    for (KeyType candidate : values()) {
      if (candidate.code == code) {
        return candidate;
      }
    }
    throw new InvalidParameterException("code", "is " + code + "; no key type has that code");
  }
}
