package io.spaces.client.internal.crypto;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Ed25519 (RFC 8032). The secret key is 64 bytes: the seed, then the public key. */
public final class Ed25519Key implements SigningKey {
  public static final int SEED_SIZE = Ed25519.SECRET_KEY_SIZE;
  public static final int PUBLIC_KEY_SIZE = Ed25519.PUBLIC_KEY_SIZE;
  public static final int SIGNATURE_SIZE = Ed25519.SIGNATURE_SIZE;

  private final byte[] secret;

  private Ed25519Key(byte[] secret) {
    this.secret = secret;
  }

  public static Ed25519Key ofSeed(byte[] seed) {
    byte[] secret = Arrays.copyOf(seed, SEED_SIZE + PUBLIC_KEY_SIZE);
    Ed25519.generatePublicKey(secret, 0, secret, SEED_SIZE);
    return new Ed25519Key(secret);
  }

  public static Ed25519Key random() {
    byte[] seed = new byte[SEED_SIZE];
    new SecureRandom().nextBytes(seed);
    return ofSeed(seed);
  }

  /** Whether these 64 bytes end in the public key of the seed they begin with. */
  public boolean isWrittenAs(byte[] seedAndPublicKey) {
    return MessageDigest.isEqual(secret, seedAndPublicKey);
  }

  @Override
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[SIGNATURE_SIZE];
    Ed25519.sign(secret, 0, secret, SEED_SIZE, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public byte[] publicKey() {
    return Arrays.copyOfRange(secret, SEED_SIZE, secret.length);
  }

  @Override
  public byte[] secretKey() {
    return secret.clone();
  }

  public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    return publicKey.length == PUBLIC_KEY_SIZE
        && signature.length == SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }
}
