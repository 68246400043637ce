package io.spaces.client.internal.vault.pack;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.internal.vault.object.VaultKeys;
import io.spaces.client.internal.vault.pack.PackCache.MissingPackException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads blobs; each is verified against its name. Serves one thread. */
public final class BlobReader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BlobReader.class);

  private final Supplier<BlobIndex> index;
  private final Supplier<BlobIndex> reload;
  private final PackCache packs;
  private final BlobCheck check;
  private byte[] record = new byte[1 << 16];

  /**
   * A reader.
   *
   * @param keys those of the vault
   * @param index tells where blobs lie
   * @param reload reads the index anew: another client may have moved blobs to other packs
   * @param packs holds packs
   */
  public BlobReader(
      VaultKeys keys, Supplier<BlobIndex> index, Supplier<BlobIndex> reload, PackCache packs) {
    this.index = index;
    this.reload = reload;
    this.packs = packs;
    check = new BlobCheck(keys);
  }

  /**
   * Reads a blob.
   *
   * @param id its name
   * @return its content
   * @throws IntegrityException when it is not there or not what its name says
   */
  public byte[] read(BlobId id) {
    BlobIndex current = index.get();
    try {
      return read(current, id);
    } catch (MissingPackException e) {
      try {
        return read(reload.get(), id);
      } catch (MissingPackException again) {
        return readCopy(index.get(), id, packs.giveUp(again));
      }
    }
  }

  private byte[] read(BlobIndex from, BlobId id) {
    try {
      return read(from, id, from.find(id));
    } catch (IntegrityException e) {
      return readCopy(from, id, e);
    }
  }

  /** Any other copy will do, if there is one. */
  private byte[] readCopy(BlobIndex from, BlobId id, IntegrityException problem) {
    for (int copy = 0; ; copy++) {
      BlobIndex.Location location = from.findCopy(id, copy);
      if (location == null) {
        throw problem;
      }
      try {
        return read(from, id, location);
      } catch (IntegrityException | MissingPackException e) {
        log.debug("A copy of blob {} cannot be read, either: {}", id, e.getMessage());
      }
    }
  }

  private byte[] read(BlobIndex from, BlobId id, BlobIndex.@Nullable Location location) {
    if (location == null) {
      throw missing(from, id);
    }
    BlobHeader header = location.header();
    int length = BlobHeader.LENGTH + header.storedLength();
    if (record.length < length) {
      record = new byte[Math.max(length, Math.min(record.length * 2, 1 << 24))];
    }
    byte[] pack = from.packId(location.pack());
    packs.read(pack, from.packEnd(location.pack()), location.offset(), record, length);
    return verify(from, location, header);
  }

  /** Says that a blob is in no index. */
  public static IntegrityException missing(BlobIndex from, BlobId id) {
    return new IntegrityException(
        "The vault's blob "
            + id
            + " is "
            + from.describeMissing()
            + ", but a snapshot needs it. Where the space still has its pack, repair finds it",
        null);
  }

  private byte[] verify(BlobIndex from, BlobIndex.Location location, BlobHeader header) {
    ByteBuffer expected = ByteBuffer.allocate(BlobHeader.LENGTH);
    header.write(expected);
    boolean asIndexed = ByteBuffer.wrap(record, 0, BlobHeader.LENGTH).equals(expected.flip());
    byte[] content = asIndexed ? check.expand(header, record, BlobHeader.LENGTH) : null;
    if (content != null) {
      return content;
    }
    throw new IntegrityException(
        "The vault's object "
            + from.packKey(location.pack())
            + " does not hold what its index says at byte "
            + location.offset()
            + ": "
            + from.describe(header.id()),
        null);
  }

  @Override
  public void close() {
    check.close();
  }
}
