package io.spaces.client.internal.source;

/** Numbers in as few bytes as they need: seven bits a byte, the lowest first. */
final class Varint {
  private Varint() {}

  /** Writes an unsigned number, in up to ten bytes, and returns the position behind it. */
  static int put(byte[] bytes, int position, long value) {
    int at = position;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    return at;
  }

  /** Writes a number so that small negative ones are short too. */
  static int putSigned(byte[] bytes, int position, long value) {
    return put(bytes, position, value << 1 ^ value >> 63);
  }

  /** Reads numbers one after the other. */
  static final class Reader {
    private final byte[] bytes;
    private int position;

    Reader(byte[] bytes, int position) {
      this.bytes = bytes;
      this.position = position;
    }

    long next() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte b = bytes[position++];
        value |= (b & 0x7FL) << shift;
        if (b >= 0) {
          return value;
        }
      }
    }

    int nextInt() {
      return (int) next();
    }

    long nextSigned() {
      long value = next();
      return value >>> 1 ^ -(value & 1);
    }

    void skip(int length) {
      position += length;
    }

    byte[] bytes() {
      return bytes;
    }

    int position() {
      return position;
    }
  }
}
