package io.spaces.client.internal.compact;

/** Numbers in as few bytes as they need: seven bits a byte, the lowest first. */
public final class Varint {
  private Varint() {}

  /** Writes an unsigned number, in up to ten bytes, and returns the position behind it. */
  public static int put(byte[] bytes, int position, long value) {
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
  public static int putSigned(byte[] bytes, int position, long value) {
    return put(bytes, position, value << 1 ^ value >> 63);
  }

  /** Reads numbers one after the other. */
  public static final class Reader {
    private final byte[] bytes;
    private int position;

    public Reader(byte[] bytes, int position) {
      this.bytes = bytes;
      this.position = position;
    }

    public long next() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte b = bytes[position++];
        value |= (b & 0x7FL) << shift;
        if (b >= 0) {
          return value;
        }
      }
    }

    public int nextInt() {
      return (int) next();
    }

    public long nextSigned() {
      long value = next();
      return value >>> 1 ^ -(value & 1);
    }

    public void skip(int length) {
      position += length;
    }

    public byte[] bytes() {
      return bytes;
    }

    public int position() {
      return position;
    }
  }
}
