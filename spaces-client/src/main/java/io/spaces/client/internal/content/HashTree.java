package io.spaces.client.internal.content;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The balanced tree over a file's chunks, folded up from the left as they come. */
final class HashTree {
  private static final int MAX_LINKS = 174;
  private static final int DIGEST_SIZE = 32;

  private final MessageDigest sha256;
  private final List<Level> levels = new ArrayList<>();
  // A file of one chunk, as most are, needs no levels: the chunk is the root.
  private final byte[] first = new byte[DIGEST_SIZE];
  private long firstSize;
  private long firstTreeSize;
  private long leaves;

  HashTree(MessageDigest sha256) {
    this.sha256 = sha256;
  }

  boolean isEmpty() {
    return leaves == 0;
  }

  void add(byte[] digest, long size, long treeSize) {
    if (leaves == 0) {
      System.arraycopy(digest, 0, first, 0, DIGEST_SIZE);
      firstSize = size;
      firstTreeSize = treeSize;
    } else {
      if (leaves == 1) {
        add(0, first, firstSize, firstTreeSize);
      }
      add(0, digest, size, treeSize);
    }
    leaves++;
  }

  /** The root's digest; the tree is empty again. */
  byte[] finish() {
    byte[] root = leaves == 1 ? first.clone() : fold();
    leaves = 0;
    for (Level level : levels) {
      level.count = 0;
    }
    return root;
  }

  private void add(int height, byte[] digest, long size, long treeSize) {
    if (height == levels.size()) {
      levels.add(new Level());
    }
    Level level = levels.get(height);
    if (level.count == MAX_LINKS) {
      close(height);
    }
    level.add(digest, size, treeSize);
  }

  private void close(int height) {
    Level level = levels.get(height);
    level.hash(sha256);
    add(height + 1, level.digest, level.size, level.treeSize);
    level.count = 0;
  }

  private byte[] fold() {
    for (int height = 0; ; height++) {
      Level level = levels.get(height);
      boolean top = isTop(height);
      if (top && level.count == 1) {
        return Arrays.copyOf(level.digests, DIGEST_SIZE);
      }
      if (level.count > 0) {
        close(height);
      }
    }
  }

  private boolean isTop(int height) {
    for (int above = height + 1; above < levels.size(); above++) {
      if (levels.get(above).count > 0) {
        return false;
      }
    }
    return true;
  }

  /** The nodes of one height that have no parent yet. */
  private static final class Level {
    private final byte[] digests = new byte[MAX_LINKS * DIGEST_SIZE];
    private final long[] sizes = new long[MAX_LINKS];
    private final long[] treeSizes = new long[MAX_LINKS];
    private final byte[] node = new byte[MAX_LINKS * UnixFs.MAX_CHILD_SIZE + UnixFs.MAX_NODE_SIZE];
    private int count;

    private final byte[] digest = new byte[DIGEST_SIZE];
    private long size;
    private long treeSize;

    void add(byte[] child, long childSize, long childTreeSize) {
      System.arraycopy(child, 0, digests, count * DIGEST_SIZE, DIGEST_SIZE);
      sizes[count] = childSize;
      treeSizes[count] = childTreeSize;
      count++;
    }

    /** Makes the parent of what is here: its digest and sizes are left in the fields. */
    void hash(MessageDigest sha256) {
      int length = 0;
      size = 0;
      treeSize = 0;
      for (int i = 0; i < count; i++) {
        length = UnixFs.link(digests, i * DIGEST_SIZE, treeSizes[i], node, length);
        size += sizes[i];
        treeSize += treeSizes[i];
      }
      length = UnixFs.innerData(sizes, count, node, length);
      treeSize += length;
      sha256.update(node, 0, length);
      try {
        sha256.digest(digest, 0, DIGEST_SIZE);
      } catch (DigestException e) {
        throw new IllegalStateException("32 bytes are too few for SHA-256", e);
      }
    }
  }
}
