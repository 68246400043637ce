package io.spaces.client.internal.vault.pack;

import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.IndexFormat;
import io.spaces.client.internal.vault.object.SegmentedBytes;
import java.nio.ByteBuffer;
import java.util.List;

/** Packs and indexes that no client would write. */
public final class CraftedPacks {
  private CraftedPacks() {}

  /** Stores a pack with one blob of whatever name, length and content, and lists it in an index. */
  public static void store(Vault vault, BlobHeader blob, byte[] stored) {
    PackBuilder pack = new PackBuilder(vault.objects(), new SegmentedBytes());
    pack.add(blob, stored);
    vault.objects().store().put(pack.key(), pack.finish());
    vault.index().write(List.of(pack.indexed()));
  }

  /** Stores an index that lists one blob, in a pack that does not exist. */
  public static void storeIndex(Vault vault, BlobHeader blob) {
    ByteBuffer header = ByteBuffer.allocate(BlobHeader.LENGTH);
    blob.write(header);
    vault.index().write(List.of(new IndexFormat.Pack(new byte[16], header.array())));
  }
}
