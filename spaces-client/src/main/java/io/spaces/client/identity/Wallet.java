package io.spaces.client.identity;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.crypto.Ed25519Key;
import io.spaces.client.internal.crypto.Secp256k1Key;
import io.spaces.client.internal.crypto.Secp256k1Key.PublicKeyForm;
import io.spaces.client.internal.crypto.SigningKey;
import io.spaces.client.internal.library.RequiredLibraries;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A DID with its secret key: what signs requests. Immutable and safe to share between threads.
 * Nothing but {@link #exportSecretKey} reveals the secret key.
 *
 * @since 0.1.0
 */
public final class Wallet {
  private final SigningKey key;
  private final Did did;
  private final String publicKey;

  private Wallet(SigningKey key, KeyType keyType, DidRole role) {
    this.key = key;
    byte[] publicBytes = key.publicKey();
    HashType hashType = keyType == KeyType.ETHEREUM ? HashType.KECCAK : HashType.SHA3;
    did = Did.of(role, keyType, hashType, publicBytes);
    publicKey = hex(publicBytes);
  }

  /**
   * Makes the wallet of an Ed25519 secret key, with the role {@link DidRole#ACCOUNT}.
   *
   * @param secretKey 64 bytes (the seed, then the public key) or a bare 32-byte seed in hex, with
   *     or without {@code 0x}
   * @return the wallet
   * @throws InvalidParameterException when it is not such a key
   */
  public static Wallet fromSecretKey(String secretKey) {
    return fromSecretKey(secretKey, KeyType.ED25519, DidRole.ACCOUNT);
  }

  /**
   * Makes the wallet of a secret key.
   *
   * @param secretKey the key in hex, with or without {@code 0x}: 32 bytes, or for Ed25519 also 64
   *     (the seed, then the public key)
   * @param keyType the kind of the key; not {@link KeyType#PASSKEY}
   * @param role what the wallet's DID stands for; an Ethereum address carries none
   * @return the wallet
   * @throws InvalidParameterException when it is not such a key
   */
  public static Wallet fromSecretKey(String secretKey, KeyType keyType, DidRole role) {
    Objects.requireNonNull(secretKey, "secretKey");
    Objects.requireNonNull(keyType, "keyType");
    Objects.requireNonNull(role, "role");
    RequiredLibraries.check();
    byte[] bytes = parseHex(secretKey);
    SigningKey key =
        switch (keyType) {
          case ED25519 -> ed25519(bytes);
          case SECP256K1 -> secp256k1(bytes, PublicKeyForm.UNCOMPRESSED);
          case ETHEREUM -> secp256k1(bytes, PublicKeyForm.ETHEREUM);
          case PASSKEY -> throw noPasskeys();
        };
    return new Wallet(key, keyType, role);
  }

  /**
   * Makes a new Ed25519 wallet with the role {@link DidRole#ACCOUNT}.
   *
   * @return a wallet that nobody had before
   */
  public static Wallet random() {
    return random(KeyType.ED25519, DidRole.ACCOUNT);
  }

  /**
   * Makes a new wallet.
   *
   * @param keyType the kind of key; not {@link KeyType#PASSKEY}
   * @param role what the wallet's DID stands for; an Ethereum address carries none
   * @return a wallet that nobody had before
   * @throws InvalidParameterException when the key type is {@link KeyType#PASSKEY}
   */
  public static Wallet random(KeyType keyType, DidRole role) {
    Objects.requireNonNull(keyType, "keyType");
    Objects.requireNonNull(role, "role");
    RequiredLibraries.check();
    SigningKey key =
        switch (keyType) {
          case ED25519 -> Ed25519Key.random();
          case SECP256K1 -> Secp256k1Key.random(PublicKeyForm.UNCOMPRESSED);
          case ETHEREUM -> Secp256k1Key.random(PublicKeyForm.ETHEREUM);
          case PASSKEY -> throw noPasskeys();
        };
    return new Wallet(key, keyType, role);
  }

  /**
   * Returns the wallet's DID.
   *
   * @return the DID
   */
  public Did did() {
    return did;
  }

  /**
   * Returns the address of the wallet's DID.
   *
   * @return the address
   */
  public String address() {
    return did.address();
  }

  /**
   * Returns the public key.
   *
   * @return {@code 0x} and hex in lower case
   */
  public String publicKey() {
    return publicKey;
  }

  /**
   * Returns the kind of key.
   *
   * @return the key type
   */
  public KeyType keyType() {
    return did.keyType();
  }

  /**
   * Signs a message. The same message always yields the same signature. An ECDSA signature
   * (secp256k1, Ethereum) covers 32 bytes: hash longer messages first.
   *
   * @param message what to sign
   * @return 64 bytes for Ed25519, else a DER sequence
   */
  public byte[] sign(byte[] message) {
    Objects.requireNonNull(message, "message");
    return key.sign(message);
  }

  /**
   * Returns the secret key, to be kept where secrets are kept.
   *
   * @return {@code 0x} and hex in lower case, in the form that {@link #fromSecretKey(String)} takes
   */
  public String exportSecretKey() {
    return hex(key.secretKey());
  }

  /** Returns a text with the address, never the secret key. */
  @Override
  public String toString() {
    return "Wallet[" + did + "]";
  }

  private static Ed25519Key ed25519(byte[] bytes) {
    boolean full = bytes.length == Ed25519Key.SEED_SIZE + Ed25519Key.PUBLIC_KEY_SIZE;
    if (!full && bytes.length != Ed25519Key.SEED_SIZE) {
      throw invalid(
          "has "
              + bytes.length
              + " bytes; an Ed25519 key has 64 (the seed, then the public key) or 32 (the seed)");
    }
    Ed25519Key key = Ed25519Key.ofSeed(bytes);
    // To sign with a public key that is not the seed's would give the secret away.
    if (full && !key.isWrittenAs(bytes)) {
      throw invalid("is damaged: its second half is not the public key of its first half");
    }
    return key;
  }

  private static Secp256k1Key secp256k1(byte[] bytes, PublicKeyForm form) {
    if (bytes.length != Secp256k1Key.SECRET_KEY_SIZE) {
      throw invalid("has " + bytes.length + " bytes; a secp256k1 key has 32");
    }
    if (!Secp256k1Key.isSecretKey(bytes)) {
      throw invalid("is out of range: zero, or not below the order of the curve");
    }
    return Secp256k1Key.of(bytes, form);
  }

  private static byte[] parseHex(String text) {
    String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    try {
      return HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException e) {
      // The cause would repeat the key.
      throw invalid("is not written in hex; expected an even number of the digits 0-9 and a-f");
    }
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  private static InvalidParameterException invalid(String problem) {
    return new InvalidParameterException("secretKey", problem);
  }

  private static InvalidParameterException noPasskeys() {
    return new InvalidParameterException(
        "keyType", "is PASSKEY; a wallet has an ED25519, SECP256K1 or ETHEREUM key");
  }
}
