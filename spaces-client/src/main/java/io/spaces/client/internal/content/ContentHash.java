package io.spaces.client.internal.content;

import io.spaces.client.internal.crypto.Hashes;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The hash by which spaces know content: SHA-256 of the root of the tree that IPFS makes of a file
 * (UnixFS in dag-pb, chunks of 256 KiB, at most 174 links a node). Written as a CID it begins with
 * {@code bafybei}.
 *
 * <p>One pass, memory for one chunk and one node a level. Content is copied only where a chunk
 * comes in pieces.
 */
public final class ContentHash implements Digest {
  /** The size of a chunk; content handed over in multiples of it is never copied. */
  public static final int CHUNK_SIZE = 256 * 1024;

  private final MessageDigest sha256 = Hashes.newSha256();
  private final LeafHash leaves = new LeafHash(sha256);
  private final HashTree tree = new HashTree(sha256);
  private final byte[] leaf = new byte[LeafHash.SIZE];

  private byte[] pending = new byte[0];
  private int pendingLength;

  @Override
  public void update(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    if (pendingLength > 0) {
      int taken = Math.min(left, CHUNK_SIZE - pendingLength);
      keep(bytes, from, taken);
      from += taken;
      left -= taken;
      if (pendingLength < CHUNK_SIZE) {
        return;
      }
      addLeaf(pending, 0, CHUNK_SIZE);
      pendingLength = 0;
    }
    while (left >= CHUNK_SIZE) {
      addLeaf(bytes, from, CHUNK_SIZE);
      from += CHUNK_SIZE;
      left -= CHUNK_SIZE;
    }
    if (left > 0) {
      keep(bytes, from, left);
    }
  }

  @Override
  public byte[] finish() {
    return finish(pending, 0, 0);
  }

  /** Takes in the last of the content, without copying it where it can, and finishes. */
  public byte[] finish(byte[] bytes, int offset, int length) {
    int whole = pendingLength > 0 ? length : length - length % CHUNK_SIZE;
    update(bytes, offset, whole);
    if (pendingLength > 0) {
      addLeaf(pending, 0, pendingLength);
    } else if (length > whole || tree.isEmpty()) {
      addLeaf(bytes, offset + whole, length - whole);
    }
    pendingLength = 0;
    return tree.finish();
  }

  private void keep(byte[] bytes, int offset, int length) {
    int needed = pendingLength + length;
    if (needed > pending.length) {
      int doubled = Math.min(CHUNK_SIZE, 2 * pending.length);
      pending = Arrays.copyOf(pending, Math.max(needed, doubled));
    }
    System.arraycopy(bytes, offset, pending, pendingLength, length);
    pendingLength = needed;
  }

  /**
   * Takes in a leaf that was hashed elsewhere: the next {@link #CHUNK_SIZE} bytes of the content,
   * or what is left at its end.
   *
   * @param digest by a {@link LeafHash}
   * @param length how many bytes of content it stands for
   */
  public void addLeaf(byte[] digest, int length) {
    if (pendingLength > 0) {
      throw new IllegalStateException("A leaf cannot follow " + pendingLength + " loose bytes");
    }
    tree.add(digest, length, UnixFs.leafSize(length));
  }

  private void addLeaf(byte[] bytes, int offset, int length) {
    leaves.write(bytes, offset, length, leaf);
    tree.add(leaf, length, UnixFs.leafSize(length));
  }

  /** The CID of content, as a space writes it. */
  public static String cidOf(byte[] content) {
    return toCid(new ContentHash().finish(content, 0, content.length));
  }

  /** Writes a digest as a CID. */
  public static String toCid(byte[] digest) {
    return Cid.format(digest);
  }

  /** The digest in a CID, or null when it is not one of a file in dag-pb by SHA-256. */
  public static byte @Nullable [] fromCid(String cid) {
    return Cid.parse(cid);
  }
}
