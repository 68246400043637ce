package io.spaces.client.internal.content;

/**
 * How UnixFS writes a file's nodes in dag-pb. Both are protocol buffers: a node is {@code {Data =
 * 1, Links = 2}} with the links first, its data {@code {Type = 1, Data = 2, filesize = 3,
 * blocksizes = 4}}, a link {@code {Hash = 1, Name = 2, Tsize = 3}}.
 */
final class UnixFs {
  static final int MAX_LEAF_FRAMING = 32;

  /** What an inner node grows by for a child at most, in its links and in its data. */
  static final int MAX_CHILD_SIZE = 64;

  /** An inner node without its children. */
  static final int MAX_NODE_SIZE = 32;

  private static final int NODE_DATA = 1 << 3 | 2;
  private static final int NODE_LINK = 2 << 3 | 2;
  private static final int LINK_HASH = 1 << 3 | 2;
  private static final int LINK_NAME = 2 << 3 | 2;
  private static final int LINK_TSIZE = 3 << 3;
  private static final int TYPE = 1 << 3;
  private static final int TYPE_FILE = 2;
  private static final int DATA = 2 << 3 | 2;
  private static final int FILE_SIZE = 3 << 3;
  private static final int BLOCK_SIZES = 4 << 3;

  // Children are named in the old way, by the bare multihash, though the root is named by a CIDv1.
  private static final byte[] MULTIHASH_PREFIX = {0x12, 0x20};
  private static final int MULTIHASH_SIZE = 34;

  private UnixFs() {}

  /** Writes what comes before a leaf's content; returns how long it is. */
  static int leafPrefix(int length, byte[] out) {
    int at = 0;
    out[at++] = NODE_DATA;
    at = varint(leafData(length), out, at);
    out[at++] = TYPE;
    out[at++] = TYPE_FILE;
    if (length > 0) {
      out[at++] = DATA;
      at = varint(length, out, at);
    }
    return at;
  }

  /** The size of a leaf with so much content. */
  static long leafSize(int length) {
    int data = leafData(length);
    return 1L + varintSize(data) + data;
  }

  private static int leafData(int length) {
    // An empty file has no data field at all.
    int data = length == 0 ? 0 : 1 + varintSize(length) + length;
    return 2 + data + 1 + varintSize(length);
  }

  /** Writes what comes after a leaf's content; returns how long it is. */
  static int leafSuffix(int length, byte[] out) {
    out[0] = FILE_SIZE;
    return varint(length, out, 1);
  }

  /** Writes a link; returns where it ends. */
  static int link(byte[] digests, int digestAt, long treeSize, byte[] out, int start) {
    int at = start;
    out[at++] = NODE_LINK;
    at = varint(2 + MULTIHASH_SIZE + 2 + 1 + varintSize(treeSize), out, at);
    out[at++] = LINK_HASH;
    out[at++] = MULTIHASH_SIZE;
    System.arraycopy(MULTIHASH_PREFIX, 0, out, at, MULTIHASH_PREFIX.length);
    at += MULTIHASH_PREFIX.length;
    System.arraycopy(digests, digestAt, out, at, MULTIHASH_SIZE - MULTIHASH_PREFIX.length);
    at += MULTIHASH_SIZE - MULTIHASH_PREFIX.length;
    out[at++] = LINK_NAME;
    out[at++] = 0;
    out[at++] = LINK_TSIZE;
    return varint(treeSize, out, at);
  }

  /** Writes the data of an inner node; returns where it ends. */
  static int innerData(long[] sizes, int count, byte[] out, int start) {
    long fileSize = 0;
    int length = 2;
    for (int i = 0; i < count; i++) {
      fileSize += sizes[i];
      length += 1 + varintSize(sizes[i]);
    }
    int at = start;
    out[at++] = NODE_DATA;
    at = varint(length + 1 + varintSize(fileSize), out, at);
    out[at++] = TYPE;
    out[at++] = TYPE_FILE;
    out[at++] = FILE_SIZE;
    at = varint(fileSize, out, at);
    for (int i = 0; i < count; i++) {
      out[at++] = BLOCK_SIZES;
      at = varint(sizes[i], out, at);
    }
    return at;
  }

  private static int varintSize(long value) {
    return Math.max(1, (63 - Long.numberOfLeadingZeros(value)) / 7 + 1);
  }

  private static int varint(long value, byte[] out, int start) {
    int at = start;
    long rest = value;
    while (rest > 0x7f) {
      out[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[at++] = (byte) rest;
    return at;
  }
}
