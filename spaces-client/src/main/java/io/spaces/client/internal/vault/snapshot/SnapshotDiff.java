package io.spaces.client.internal.vault.snapshot;

import io.spaces.client.internal.vault.format.EntryFormat;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.snapshot.SnapshotChange;
import io.spaces.client.snapshot.SnapshotEntry;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The differences between two snapshots, found by going through both at once. */
public final class SnapshotDiff implements Iterator<SnapshotChange> {
  private final Iterator<VaultEntry> older;
  private final Iterator<VaultEntry> newer;
  private @Nullable VaultEntry before;
  private @Nullable VaultEntry after;
  private @Nullable SnapshotChange next;

  /**
   * Starts to compare.
   *
   * @param older the entries of one snapshot, in order
   * @param newer the entries of the other, in order
   */
  public SnapshotDiff(Iterator<VaultEntry> older, Iterator<VaultEntry> newer) {
    this.older = older;
    this.newer = newer;
    before = advance(older);
    after = advance(newer);
    find();
  }

  private static @Nullable VaultEntry advance(Iterator<VaultEntry> entries) {
    return entries.hasNext() ? entries.next() : null;
  }

  private void find() {
    next = null;
    while (next == null && (before != null || after != null)) {
      VaultEntry left = before;
      VaultEntry right = after;
      int order = order(left, right);
      if (order <= 0) {
        before = advance(older);
      }
      if (order >= 0) {
        after = advance(newer);
      }
      next = compare(order <= 0 ? left : null, order >= 0 ? right : null);
    }
  }

  private static int order(@Nullable VaultEntry left, @Nullable VaultEntry right) {
    if (left == null) {
      return 1;
    }
    return right == null ? -1 : EntryFormat.comparePaths(left.entry().path(), right.entry().path());
  }

  private static @Nullable SnapshotChange compare(
      @Nullable VaultEntry left, @Nullable VaultEntry right) {
    if (left == null) {
      return right == null
          ? null
          : new SnapshotChange(
              SnapshotChange.Kind.ADDED, right.entry().path(), null, right.entry());
    }
    SnapshotEntry old = left.entry();
    if (right == null) {
      return new SnapshotChange(SnapshotChange.Kind.REMOVED, old.path(), old, null);
    }
    SnapshotEntry now = right.entry();
    boolean same =
        old.type() == now.type()
            && left.blobs().equals(right.blobs())
            && Objects.equals(old.linkTarget(), now.linkTarget());
    if (!same) {
      return new SnapshotChange(SnapshotChange.Kind.CHANGED, old.path(), old, now);
    }
    return old.equals(now)
        ? null
        : new SnapshotChange(SnapshotChange.Kind.TOUCHED, old.path(), old, now);
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public SnapshotChange next() {
    SnapshotChange current = next;
    if (current == null) {
      throw new NoSuchElementException();
    }
    find();
    return current;
  }
}
