package io.spaces.client.internal.vault.upkeep;

import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.PackFormat;
import io.spaces.client.internal.vault.index.BlobIndex;
import java.util.Arrays;
import java.util.BitSet;

/** How much of each pack is needed, and which packs to give up. */
final class PackUsage {
  /** A pack of which less than this share is needed is not worth its place. */
  private static final double WORTH = 0.5;

  /** Packs shorter than this are worth being put together, once there are enough of them. */
  private static final long SHORT = PackFormat.TARGET / 4;

  private static final int MANY = 16;

  private final long[] total;
  private final long[] used;
  private final int[] contents;
  private final int[] entries;

  PackUsage(BlobIndex index, UsedBlobs blobs) {
    total = new long[index.packCount()];
    used = new long[index.packCount()];
    contents = new int[index.packCount()];
    entries = new int[index.packCount()];
    for (int number = 0; number < index.size(); number++) {
      BlobIndex.Location location = index.location(number);
      long length = (long) BlobHeader.LENGTH + location.header().storedLength();
      // The last blob's end: what the index holds only once may lie in two packs.
      total[location.pack()] = Math.max(total[location.pack()], location.offset() + length);
      if (blobs.isUsed(number)) {
        used[location.pack()] += length;
        (blobs.holdsEntries(number) ? entries : contents)[location.pack()]++;
      }
    }
  }

  boolean isUsed(int pack) {
    return used[pack] > 0;
  }

  /** How many bytes of the pack are needed. */
  long neededBytes(int pack) {
    return used[pack];
  }

  /** How many needed blobs of one kind the pack has: entries of snapshots, or contents. */
  int needed(int pack, boolean ofEntries) {
    return (ofEntries ? entries : contents)[pack];
  }

  /** Returns the packs to rewrite: needed, but mostly waste, or short and many. */
  BitSet toRewrite() {
    BitSet rewrite = new BitSet();
    long shortOnes = Arrays.stream(usedPacks()).filter(pack -> total[pack] < SHORT).count();
    for (int pack : usedPacks()) {
      boolean waste = used[pack] < total[pack] * WORTH;
      if (waste || (shortOnes >= MANY && total[pack] < SHORT)) {
        rewrite.set(pack);
      }
    }
    return rewrite;
  }

  private int[] usedPacks() {
    int[] packs = new int[used.length];
    int count = 0;
    for (int pack = 0; pack < used.length; pack++) {
      if (used[pack] > 0) {
        packs[count++] = pack;
      }
    }
    return Arrays.copyOf(packs, count);
  }
}
