package io.spaces.client.identity;

import io.spaces.client.error.InvalidParameterException;

/**
 * What a DID stands for; the first six bits of its type.
 *
 * @since 0.1.0
 */
public enum DidRole {
  /** A person or another account that stands for itself. */
  ACCOUNT(0),
  /** A node of a network. */
  NODE(1),
  /** A device. */
  DEVICE(2),
  /** An application; what a space keeps data for. */
  APPLICATION(3),
  /** A smart contract. */
  SMART_CONTRACT(4),
  /** A bot. */
  BOT(5),
  /** An asset. */
  ASSET(6),
  /** A stake. */
  STAKE(7),
  /** A validator. */
  VALIDATOR(8),
  /** A group. */
  GROUP(9),
  /** A transaction. */
  TX(10),
  /** A tether. */
  TETHER(11),
  /** A swap. */
  SWAP(12),
  /** A delegation. */
  DELEGATION(13),
  /** A verifiable credential. */
  VC(14),
  /** A blocklet: the package of an application. */
  BLOCKLET(15),
  /** A store of blocklets. */
  STORE(16),
  /** A token. */
  TOKEN(17),
  /** A factory of assets. */
  FACTORY(18),
  /** A rollup. */
  ROLLUP(19),
  /** A space: storage that a user owns. */
  STORAGE(20),
  /** A profile of an account. */
  PROFILE(21),
  /** A passkey. */
  PASSKEY(22),
  /** A factory of tokens. */
  TOKEN_FACTORY(23),
  /** A provider of services. */
  PROVIDER(24),
  /** Any role. */
  ANY(63),
  /** One that this library does not know; a DID keeps its {@linkplain Did#roleCode() code}. */
  OTHER(-1);

  private final int code;

  DidRole(int code) {
    this.code = code;
  }

  /**
   * Returns the number that stands for it in a DID.
   *
   * @return the code; -1 for {@link #OTHER}
   */
  public int code() {
    return code;
  }

  /**
   * Returns the constant with a code, other than {@link #OTHER}.
   *
   * @param code the number that stands for it in a DID
   * @return the constant
   * @throws InvalidParameterException when no constant has the code
   */
  public static DidRole fromCode(int code) {
    for (DidRole candidate : values()) {
      if (candidate.code == code) {
        return candidate;
      }
    }
    throw new InvalidParameterException("code", "is " + code + "; no role has that code");
  }

  static DidRole orOther(int code) {
    for (DidRole candidate : values()) {
      if (candidate.code == code) {
        return candidate;
      }
    }
    return OTHER;
  }
}
