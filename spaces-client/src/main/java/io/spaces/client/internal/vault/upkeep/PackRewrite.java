package io.spaces.client.internal.vault.upkeep;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.IndexFormat;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.PackFormat;
import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.internal.vault.object.ListedObjects;
import io.spaces.client.internal.vault.pack.PackBuilder;
import io.spaces.client.internal.vault.pack.PackStore;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntPredicate;

/** Stores anew what is still needed of packs that are to be given up. */
final class PackRewrite {
  private final Vault vault;
  private final BlobIndex index;
  private final UsedBlobs used;
  private final PackUsage usage;
  private final Cancellation cancellation;
  private final Monitor monitor;
  private final List<IndexFormat.Pack> written = new ArrayList<>();
  private final Queue<Throwable> failed = new ConcurrentLinkedQueue<>();

  PackRewrite(
      Vault vault,
      BlobIndex index,
      UsedBlobs used,
      PackUsage usage,
      Cancellation cancellation,
      Monitor monitor) {
    this.vault = vault;
    this.index = index;
    this.used = used;
    this.usage = usage;
    this.cancellation = cancellation;
    this.monitor = monitor;
  }

  static IntegrityException missing(String key) {
    return new IntegrityException(
        "The vault's object "
            + key
            + " is missing in the space, but a snapshot needs it. Nothing was deleted; see what"
            + " verify finds",
        null);
  }

  /** Returns the packs that were written: stored, and in no index yet. */
  List<IndexFormat.Pack> run(BitSet packs) {
    Map<String, Long> lengths = new HashMap<>();
    // Entries of snapshots keep to packs of their own, so that listing them stays cheap.
    for (boolean entries : new boolean[] {false, true}) {
      try (PackStore target =
          new PackStore(
              vault.objects(),
              1,
              cancellation,
              (pack, failure) -> {
                if (failure == null) {
                  synchronized (written) {
                    written.add(pack.indexed());
                  }
                } else {
                  failed.add(failure);
                }
              })) {
        packs.stream()
            .filter(pack -> usage.needed(pack, entries) > 0)
            .forEach(
                pack -> {
                  copy(pack, entries, target);
                  if (entries || usage.needed(pack, true) == 0) {
                    monitor.settled(0); // it does not come again
                  }
                });
        target.flush();
        lengths.putAll(target.stored());
      }
      if (!failed.isEmpty()) {
        throw PackStore.asUnchecked(failed.iterator().next());
      }
    }
    ListedObjects.await(vault.objects().store(), ObjectNames.PACKS, lengths);
    return written;
  }

  private void copy(int pack, boolean entries, PackStore target) {
    cancellation.throwIfCancelled();
    String key = index.packKey(pack);
    IntPredicate wanted =
        number ->
            used.isUsed(number)
                && used.holdsEntries(number) == entries
                && index.location(number).pack() == pack;
    Map<BlobHeader, byte[]> blobs =
        vault
            .objects()
            .get(key, vault.objects().sealedLength(PackFormat.LONGEST), in -> readBlobs(in, wanted))
            .orElseThrow(() -> missing(key));
    if (blobs.size() < usage.needed(pack, entries)) {
      throw new IntegrityException(
          "The vault's object "
              + key
              + " lacks a blob that its index names and a snapshot needs. No pack was deleted; see"
              + " what verify finds",
          null);
    }
    blobs.forEach(
        (header, stored) -> {
          PackBuilder builder = target.take();
          try {
            builder.add(header, stored);
          } finally {
            target.giveBack(builder);
          }
        });
  }

  private Map<BlobHeader, byte[]> readBlobs(InputStream pack, IntPredicate wanted)
      throws IOException {
    Map<BlobHeader, byte[]> blobs = new LinkedHashMap<>();
    PackFormat.read(
        pack,
        (header, offset, stored) -> {
          int number = index.number(header.id());
          if (number >= 0 && wanted.test(number)) {
            blobs.put(header, stored);
          }
        });
    return blobs;
  }
}
