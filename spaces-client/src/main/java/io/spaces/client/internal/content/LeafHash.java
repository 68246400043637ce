package io.spaces.client.internal.content;

import io.spaces.client.internal.crypto.Hashes;
import java.security.DigestException;
import java.security.MessageDigest;

/** Hashes single leaves of the tree that {@link ContentHash} makes of a file. For one thread. */
public final class LeafHash {
  static final int SIZE = 32;

  private final MessageDigest sha256;
  private final byte[] framing = new byte[UnixFs.MAX_LEAF_FRAMING];

  /** Hashes leaves with a SHA-256 of its own. */
  public LeafHash() {
    this(Hashes.newSha256());
  }

  LeafHash(MessageDigest sha256) {
    this.sha256 = sha256;
  }

  /** Returns the digest of a leaf, at most {@link ContentHash#CHUNK_SIZE} bytes. */
  public byte[] of(byte[] bytes, int offset, int length) {
    byte[] leaf = new byte[SIZE];
    write(bytes, offset, length, leaf);
    return leaf;
  }

  void write(byte[] bytes, int offset, int length, byte[] leaf) {
    sha256.update(framing, 0, UnixFs.leafPrefix(length, framing));
    sha256.update(bytes, offset, length);
    sha256.update(framing, 0, UnixFs.leafSuffix(length, framing));
    try {
      sha256.digest(leaf, 0, SIZE);
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes are too few for SHA-256", e);
    }
  }
}
