package io.spaces.client.identity;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.crypto.Base58;
import io.spaces.client.internal.library.RequiredLibraries;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A decentralised identifier: the name of an application, an account, a space, derived from its
 * public key. Its address is {@code z} and base58 of a type, a hash of the key and a checksum, or
 * an Ethereum address with its mixed-case checksum (EIP-55). Immutable; two are equal when their
 * addresses are.
 *
 * @since 0.1.0
 */
public final class Did {
  private static final String URI_PREFIX = "did:abt:";
  private static final int TYPE_SIZE = 2;
  private static final int KEY_HASH_SIZE = 20;
  private static final int CHECKSUM_SIZE = 4;
  private static final int SIZE = TYPE_SIZE + KEY_HASH_SIZE + CHECKSUM_SIZE;
  // 26 bytes are never more base58 digits than this.
  private static final int MAX_ADDRESS_LENGTH = 1 + 36;

  private final String address;
  private final DidRole role;
  private final int roleCode;
  private final KeyType keyType;
  private final HashType hashType;

  private Did(String address, int roleCode, KeyType keyType, HashType hashType) {
    this.address = address;
    this.roleCode = roleCode;
    role = DidRole.orOther(roleCode);
    this.keyType = keyType;
    this.hashType = hashType;
  }

  /**
   * Reads a DID.
   *
   * @param text an address, with or without {@code did:<method>:} in front, whatever the method
   *     ({@code did:abt:}, {@code did:spaces:}); an Ethereum address may be all in lower or all in
   *     upper case, a mixed-case one must fit its checksum
   * @return the DID
   * @throws InvalidParameterException when it is not a DID or its checksum does not fit
   */
  public static Did parse(String text) {
    Objects.requireNonNull(text, "text");
    Did did = parseOrNull(text);
    if (did == null) {
      throw new InvalidParameterException(
          "did",
          "is \""
              + (text.length() <= 80 ? text : text.substring(0, 80) + "…")
              + "\"; expected a DID such as z1muQ3xqHQK2uiACHyChikobsiY5kLqtShA with an intact"
              + " checksum, or an Ethereum address");
    }
    return did;
  }

  /**
   * Tells whether a text is a DID, by the rules of {@link #parse}.
   *
   * @param text what may be a DID
   * @return true when it is one
   */
  public static boolean isValid(String text) {
    Objects.requireNonNull(text, "text");
    return parseOrNull(text) != null;
  }

  /**
   * Derives the DID of a public key. Ethereum keys hashed with Keccak yield an Ethereum address,
   * which carries no role: theirs is always {@link DidRole#ACCOUNT}.
   *
   * @param role what the DID stands for
   * @param keyType the kind of the key
   * @param hashType the hash function to derive with
   * @param publicKey the public key
   * @return its DID
   * @throws InvalidParameterException when the role is {@link DidRole#OTHER}
   */
  public static Did of(DidRole role, KeyType keyType, HashType hashType, byte[] publicKey) {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(keyType, "keyType");
    Objects.requireNonNull(hashType, "hashType");
    Objects.requireNonNull(publicKey, "publicKey");
    if (role == DidRole.OTHER) {
      throw new InvalidParameterException("role", "is OTHER; expected one that is known");
    }
    return of(role.code(), keyType, hashType, publicKey);
  }

  private static Did of(int role, KeyType keyType, HashType hashType, byte[] publicKey) {
    RequiredLibraries.check();
    byte[] keyHash = hashType.hash(publicKey);
    if (keyType == KeyType.ETHEREUM && hashType == HashType.KECCAK) {
      byte[] tail = Arrays.copyOfRange(keyHash, keyHash.length - KEY_HASH_SIZE, keyHash.length);
      return new Did(EthereumAddress.format(tail), DidRole.ACCOUNT.code(), keyType, hashType);
    }
    int type = role << 10 | keyType.code() << 5 | hashType.code();
    byte[] bytes = new byte[SIZE];
    bytes[0] = (byte) (type >> 8);
    bytes[1] = (byte) type;
    System.arraycopy(keyHash, 0, bytes, TYPE_SIZE, KEY_HASH_SIZE);
    System.arraycopy(checksum(bytes, hashType), 0, bytes, SIZE - CHECKSUM_SIZE, CHECKSUM_SIZE);
    return new Did("z" + Base58.encode(bytes), role, keyType, hashType);
  }

  /**
   * Returns the address: the DID as it is written on the wire, without {@code did:abt:}.
   *
   * @return the address; an Ethereum one with its checksum
   */
  public String address() {
    return address;
  }

  /**
   * Returns the DID in full.
   *
   * @return {@code did:abt:} and the address
   */
  public String toUri() {
    return URI_PREFIX + address;
  }

  /**
   * Returns what the DID stands for.
   *
   * @return its role
   */
  public DidRole role() {
    return role;
  }

  /**
   * Returns the kind of key behind the DID.
   *
   * @return its key type
   */
  public KeyType keyType() {
    return keyType;
  }

  /**
   * Returns the hash function that the DID was derived with.
   *
   * @return its hash type
   */
  public HashType hashType() {
    return hashType;
  }

  /**
   * Returns the number that stands for the role in the DID, also where {@link #role} does not know
   * it.
   *
   * @return 0 to 63
   */
  public int roleCode() {
    return roleCode;
  }

  /**
   * Tells whether this is the DID of a public key.
   *
   * @param publicKey the public key
   * @return true when the DID was derived from it
   */
  public boolean matches(byte[] publicKey) {
    Objects.requireNonNull(publicKey, "publicKey");
    return of(roleCode, keyType, hashType, publicKey).equals(this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Did did && did.address.equals(address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  /** Returns the address. */
  @Override
  public String toString() {
    return address;
  }

  private static @Nullable Did parseOrNull(String text) {
    RequiredLibraries.check();
    String address = withoutMethod(text);
    if (address.startsWith("0x")) {
      String checked = EthereumAddress.normalize(address);
      return checked == null
          ? null
          : new Did(checked, DidRole.ACCOUNT.code(), KeyType.ETHEREUM, HashType.KECCAK);
    }
    if (!address.startsWith("z") || address.length() > MAX_ADDRESS_LENGTH) {
      return null;
    }
    byte @Nullable [] bytes = Base58.decode(address.substring(1));
    if (bytes == null || bytes.length != SIZE) {
      return null;
    }
    int type = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    try {
      int role = type >> 10;
      KeyType keyType = KeyType.fromCode((type >> 5) & 0x1f);
      HashType hashType = HashType.fromCode(type & 0x1f);
      byte[] expected = checksum(bytes, hashType);
      return Arrays.equals(expected, 0, CHECKSUM_SIZE, bytes, SIZE - CHECKSUM_SIZE, SIZE)
          ? new Did(address, role, keyType, hashType)
          : null;
    } catch (InvalidParameterException e) {
      return null;
    }
  }

  /** Without {@code did:<method>:} in front; methods are spelt as in DID Core 1.0, section 3.1. */
  private static String withoutMethod(String text) {
    if (!text.startsWith("did:")) {
      return text;
    }
    int end = 4;
    while (end < text.length() && isMethodCharacter(text.charAt(end))) {
      end++;
    }
    return end > 4 && end < text.length() && text.charAt(end) == ':'
        ? text.substring(end + 1)
        : text;
  }

  private static boolean isMethodCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static byte[] checksum(byte[] bytes, HashType hashType) {
    byte[] hash = hashType.hash(Arrays.copyOf(bytes, TYPE_SIZE + KEY_HASH_SIZE));
    return Arrays.copyOf(hash, CHECKSUM_SIZE);
  }
}
