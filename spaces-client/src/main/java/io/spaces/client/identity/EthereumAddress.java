package io.spaces.client.identity;

import io.spaces.client.internal.crypto.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Ethereum addresses; the case of their letters is a checksum (EIP-55). */
final class EthereumAddress {
  private static final int LENGTH = 42;

  private EthereumAddress() {}

  static String format(byte[] address) {
    return checksummed(HexFormat.of().formatHex(address));
  }

  /** The address with its checksum, or null when it is none or its checksum does not fit. */
  static @Nullable String normalize(String address) {
    if (address.length() != LENGTH || !address.startsWith("0x")) {
      return null;
    }
    String digits = address.substring(2);
    if (!digits.chars().allMatch(HexFormat::isHexDigit)) {
      return null;
    }
    String lower = digits.toLowerCase(Locale.ROOT);
    String checksummed = checksummed(lower);
    boolean oneCase = digits.equals(lower) || digits.equals(lower.toUpperCase(Locale.ROOT));
    return oneCase || checksummed.equals(address) ? checksummed : null;
  }

  private static String checksummed(String lower) {
    byte[] hash = Hashes.keccak(256, lower.getBytes(StandardCharsets.US_ASCII));
    StringBuilder address = new StringBuilder(LENGTH).append("0x");
    for (int i = 0; i < lower.length(); i++) {
      int nibble = hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0xf;
      char digit = lower.charAt(i);
      address.append(nibble >= 8 ? Character.toUpperCase(digit) : digit);
    }
    return address.toString();
  }
}
