package io.spaces.client.internal.source;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Tells whether two passes over a file saw the same, at a small part of what hashing costs: two
 * cyclic redundancy checks of different polynomials, which accidents outwit once in 2^64 times. Who
 * changes a file on purpose gains nothing from outwitting it: the hash that names the content still
 * tells whoever receives it.
 */
final class Fingerprint {
  private final CRC32 one = new CRC32();
  private final CRC32C other = new CRC32C();

  void update(byte[] bytes, int offset, int length) {
    one.update(bytes, offset, length);
    other.update(bytes, offset, length);
  }

  /** The value so far. */
  long value() {
    return one.getValue() << 32 | other.getValue();
  }

  static long of(byte[] bytes, int length) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.update(bytes, 0, length);
    return fingerprint.value();
  }
}
