package io.spaces.client.identity;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.crypto.Hashes;

/**
 * The hash function that makes a DID from a public key; the last five bits of its type.
 *
 * @since 0.1.0
 */
public enum HashType {
  /** Keccak-256, as Ethereum has it. */
  KECCAK(0),
  /** SHA3-256; the usual one. */
  SHA3(1),
  /** Keccak-384. */
  KECCAK_384(2),
  /** SHA3-384. */
  SHA3_384(3),
  /** Keccak-512. */
  KECCAK_512(4),
  /** SHA3-512. */
  SHA3_512(5),
  /** SHA-256. */
  SHA2(6);

  private final int code;

  HashType(int code) {
    this.code = code;
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
   * Returns the constant with a code.
   *
   * @param code the number that stands for it in a DID
   * @return the constant
   * @throws InvalidParameterException when no constant has the code
   */
  public static HashType fromCode(int code) {
    for (HashType candidate : values()) {
      if (candidate.code == code) {
        return candidate;
      }
    }
    throw new InvalidParameterException("code", "is " + code + "; no hash type has that code");
  }

  byte[] hash(byte[] content) {
    return switch (this) {
      case KECCAK -> Hashes.keccak(256, content);
      case SHA3 -> Hashes.sha3(256, content);
      case KECCAK_384 -> Hashes.keccak(384, content);
      case SHA3_384 -> Hashes.sha3(384, content);
      case KECCAK_512 -> Hashes.keccak(512, content);
      case SHA3_512 -> Hashes.sha3(512, content);
      case SHA2 -> Hashes.sha256(content);
    };
  }
}
