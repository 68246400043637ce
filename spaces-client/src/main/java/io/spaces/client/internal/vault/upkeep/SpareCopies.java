package io.spaces.client.internal.vault.upkeep;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.internal.vault.pack.PackCheck;
import io.spaces.client.internal.waiting.Cancellation;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Blobs of which there are several copies, of which a pruning leaves one: it had better be a good
 * one.
 */
final class SpareCopies {
  private final Vault vault;
  private final BlobIndex index;
  private final UsedBlobs used;

  SpareCopies(Vault vault, BlobIndex index, UsedBlobs used) {
    this.vault = vault;
    this.index = index;
    this.used = used;
  }

  /**
   * Reads the packs that are to stay, and with them the only copies of what is to be deleted.
   *
   * @param stays which packs stay as they are
   * @throws IntegrityException when one is damaged
   */
  void requireNeedless(IntPredicate stays, Cancellation cancellation) {
    BitSet relied = new BitSet();
    for (int number = 0; number < index.size(); number++) {
      if (used.isUsed(number)) {
        BlobIndex.Location kept = index.location(number);
        if (stays.test(kept.pack()) && isCopyGivenUp(kept.header().id(), stays)) {
          relied.set(kept.pack());
        }
      }
    }
    relied.stream().forEach(pack -> requireGood(index.packKey(pack), cancellation));
  }

  private boolean isCopyGivenUp(BlobId id, IntPredicate stays) {
    int copy = 0;
    for (BlobIndex.Location at = index.findCopy(id, copy);
        at != null;
        at = index.findCopy(id, ++copy)) {
      if (!stays.test(at.pack())) {
        return true;
      }
    }
    return false;
  }

  private void requireGood(String key, Cancellation cancellation) {
    cancellation.throwIfCancelled();
    try {
      if (!PackCheck.readSound(
          vault.objects(), vault.keys(), key, () -> (header, offset, sound) -> {})) {
        throw new IntegrityException(key + " is missing", null);
      }
    } catch (IntegrityException e) {
      throw new IntegrityException(
          "The vault's object "
              + key
              + " cannot stand for the copies of it that were to go: "
              + e.getMessage()
              + ". Nothing was deleted; a repair that reads all data keeps what is good",
          e);
    }
  }
}
