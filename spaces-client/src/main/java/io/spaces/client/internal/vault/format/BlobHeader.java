package io.spaces.client.internal.vault.format;

import io.spaces.client.internal.content.chunk.ChunkSizes;
import io.spaces.client.internal.content.compress.BlobCodec;
import java.nio.ByteBuffer;

/**
 * What precedes a blob in its pack, and stands for it in an index.
 *
 * @param id the blob's name
 * @param method how it is compressed: one of {@link BlobCodec}'s
 * @param storedLength its length in the pack
 * @param length its length
 */
public record BlobHeader(BlobId id, byte method, int storedLength, int length) {
  /** The length of a header in bytes. */
  public static final int LENGTH = BlobId.LENGTH + 1 + 4 + 4;

  /**
   * Reads a header.
   *
   * @param bytes at the header; afterwards behind it
   * @return the header
   * @throws FormatException when a value is out of its range
   */
  public static BlobHeader read(ByteBuffer bytes) throws FormatException {
    BlobHeader header =
        new BlobHeader(BlobId.read(bytes), bytes.get(), bytes.getInt(), bytes.getInt());
    boolean sane =
        header.length > 0
            && header.length <= ChunkSizes.LIMIT
            && header.storedLength > 0
            && header.storedLength <= header.length
            && header.method >= BlobCodec.STORED
            && header.method <= BlobCodec.ZSTD
            && (header.method != BlobCodec.STORED || header.storedLength == header.length);
    if (!sane) {
      throw new FormatException("has a blob with an impossible length or compression");
    }
    return header;
  }

  /**
   * Writes the header.
   *
   * @param target takes {@link #LENGTH} bytes
   */
  public void write(ByteBuffer target) {
    id.write(target);
    target.put(method).putInt(storedLength).putInt(length);
  }
}
