package io.spaces.client.internal.vault.index;

import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.IndexFormat;

/** Puts the packs of an index object into memory. */
final class IndexFiller implements IndexFormat.Visitor {
  private static final int MISSING = -1;

  private final BlobIndex target;
  private final boolean whole;
  private final boolean onlyCopies;
  private int pack;

  /**
   * Fills an index.
   *
   * @param target takes what is read
   * @param whole whether the packs are there and not cut off; of others only the names are kept
   */
  IndexFiller(BlobIndex target, boolean whole) {
    this(target, whole, false);
  }

  private IndexFiller(BlobIndex target, boolean whole, boolean onlyCopies) {
    this.target = target;
    this.whole = whole;
    this.onlyCopies = onlyCopies;
  }

  /** Adds further copies only of what is known already. */
  static IndexFiller ofCopies(BlobIndex target) {
    return new IndexFiller(target, true, true);
  }

  @Override
  public void pack(byte[] id, int padding) {
    if (whole) {
      pack = target.addPack(id, padding);
    } else {
      pack = MISSING;
      target.addMissingPack(id);
    }
  }

  @Override
  public void blob(BlobHeader header, int offset) {
    if (pack != MISSING && (!onlyCopies || target.contains(header.id()))) {
      target.add(header, pack, offset);
    }
  }
}
