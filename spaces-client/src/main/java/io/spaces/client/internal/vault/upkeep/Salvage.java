package io.spaces.client.internal.vault.upkeep;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.IndexFormat;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.internal.vault.index.IndexStore;
import io.spaces.client.internal.vault.object.ListedObjects;
import io.spaces.client.internal.vault.pack.BlobReader;
import io.spaces.client.internal.vault.pack.PackBuilder;
import io.spaces.client.internal.vault.pack.PackCache;
import io.spaces.client.internal.vault.pack.PackStore;
import io.spaces.client.internal.waiting.Cancellation;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Copies what is still good in damaged packs to new ones. */
final class Salvage implements AutoCloseable {
  private final Vault vault;
  private final PackCache packs;
  private final PackStore target;
  private final Queue<IndexFormat.Pack> written = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failed = new ConcurrentLinkedQueue<>();

  Salvage(Vault vault, Path temporaryDirectory, Cancellation cancellation) {
    this.vault = vault;
    packs = new PackCache(vault.objects(), temporaryDirectory, 1);
    target =
        new PackStore(
            vault.objects(),
            1,
            cancellation,
            (pack, failure) -> {
              if (failure == null) {
                written.add(pack.indexed());
              } else {
                failed.add(failure);
              }
            });
  }

  /**
   * Copies the good ones of a pack's blobs.
   *
   * @param elsewhere the blobs that need no copy; those copied are added
   * @return how many could not be copied, and are not elsewhere
   */
  int save(IndexFormat.Pack pack, BlobIndex elsewhere) {
    BlobIndex blobs = new BlobIndex();
    IndexStore.replay(pack, blobs);
    int place = elsewhere.addPack(pack.id(), 0);
    int lost = 0;
    try (BlobReader reader = new BlobReader(vault.keys(), () -> blobs, () -> blobs, packs)) {
      for (int number = 0; number < blobs.size(); number++) {
        BlobIndex.Location location = blobs.location(number);
        BlobHeader header = location.header();
        if (elsewhere.contains(header.id())) {
          continue;
        }
        if (isGood(reader, header)) {
          copy(blobs, location);
          elsewhere.add(header, place, location.offset());
        } else {
          lost++;
        }
      }
    }
    return lost;
  }

  private static boolean isGood(BlobReader reader, BlobHeader header) {
    try {
      reader.read(header.id());
      return true;
    } catch (IntegrityException e) {
      return false;
    }
  }

  private void copy(BlobIndex blobs, BlobIndex.Location location) {
    byte[] stored = new byte[location.header().storedLength()];
    packs.read(
        blobs.packId(location.pack()),
        blobs.packEnd(location.pack()),
        (long) location.offset() + BlobHeader.LENGTH,
        stored,
        stored.length);
    PackBuilder builder = target.take();
    try {
      builder.add(location.header(), stored);
    } finally {
      target.giveBack(builder);
    }
  }

  /** Waits until all that was saved is stored; returns the packs it is in. */
  List<IndexFormat.Pack> finish() {
    target.flush();
    for (Throwable failure : failed) {
      throw PackStore.asUnchecked(failure);
    }
    ListedObjects.await(vault.objects().store(), ObjectNames.PACKS, target.stored());
    return List.copyOf(written);
  }

  @Override
  public void close() {
    target.close();
    packs.close();
  }
}
