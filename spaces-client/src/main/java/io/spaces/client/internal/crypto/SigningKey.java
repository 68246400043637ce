package io.spaces.client.internal.crypto;

/** A secret key, ready to sign. Immutable, safe to share, and silent about itself. */
public interface SigningKey {
  /** Signs bytes; deterministic. Ed25519 yields 64 bytes, ECDSA a DER sequence with a low s. */
  byte[] sign(byte[] message);

  /** A fresh copy of the public key, as DIDs are derived from it. */
  byte[] publicKey();

  /** A fresh copy of the secret key, as the ecosystem writes it. */
  byte[] secretKey();
}
