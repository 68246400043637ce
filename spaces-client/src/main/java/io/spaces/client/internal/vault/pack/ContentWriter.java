package io.spaces.client.internal.vault.pack;

import io.spaces.client.backup.Compression;
import io.spaces.client.internal.content.Digest;
import io.spaces.client.internal.content.chunk.BufferPool;
import io.spaces.client.internal.content.chunk.ChunkReader;
import io.spaces.client.internal.content.chunk.ChunkSizes;
import io.spaces.client.internal.content.compress.BlobCodec;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.object.VaultKeys;
import java.io.IOException;
import java.io.InputStream;

/** Cuts contents, names the pieces and stores those that the vault lacks. Serves one thread. */
public final class ContentWriter implements AutoCloseable {
  private final BlobWriter blobs;
  private final Digest digest;
  private final ChunkReader chunks;
  private final BlobCodec codec;
  private long newBytes;

  public ContentWriter(
      VaultKeys keys,
      ChunkSizes sizes,
      Compression compression,
      BlobWriter blobs,
      BufferPool buffers) {
    this.blobs = blobs;
    digest = keys.blobDigest();
    chunks = new ChunkReader(keys.chunker(sizes), buffers);
    codec = new BlobCodec(compression);
  }

  /**
   * A content that was cut.
   *
   * @param blobs its pieces
   * @param length its length in bytes
   */
  public record Written(BlobIds blobs, long length) {}

  /** How much of all that was read the vault lacked, also of contents that broke off. */
  public long newBytes() {
    return newBytes;
  }

  /** Reads a content to its end; its blobs are on their way when this returns. */
  public Written write(InputStream content, PendingContent pending) throws IOException {
    try {
      chunks.start(content);
      return writeChunks(pending);
    } finally {
      chunks.release();
      codec.trim();
    }
  }

  private Written writeChunks(PendingContent pending) throws IOException {
    BlobIds.Builder ids = new BlobIds.Builder();
    long total = 0;
    for (int length = chunks.next(); length >= 0; length = chunks.next()) {
      byte[] buffer = chunks.buffer();
      digest.update(buffer, 0, length);
      BlobId id = BlobId.read(digest.finish(), 0);
      if (blobs.write(id, buffer, length, codec, pending)) {
        newBytes += length;
      }
      ids.add(id);
      total += length;
    }
    return new Written(ids.build(), total);
  }

  @Override
  public void close() {
    codec.close();
  }
}
