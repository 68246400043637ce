package io.spaces.client.internal.vault.pack;

import io.spaces.client.internal.content.Digest;
import io.spaces.client.internal.content.chunk.BufferPool;
import io.spaces.client.internal.content.chunk.ChunkReader;
import io.spaces.client.internal.content.chunk.ChunkSizes;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.object.VaultKeys;
import java.io.IOException;
import java.io.InputStream;

/** Compares contents with what a vault calls them, without fetching anything. */
public final class ContentNames {
  private final ChunkReader chunks;
  private final Digest digest;

  public ContentNames(VaultKeys keys, ChunkSizes sizes) {
    chunks = new ChunkReader(keys.chunker(sizes), BufferPool.unlimited());
    digest = keys.blobDigest();
  }

  public boolean matches(BlobIds blobs, InputStream content) throws IOException {
    try {
      chunks.start(content);
      return matchesChunks(blobs);
    } finally {
      chunks.release();
    }
  }

  private boolean matchesChunks(BlobIds blobs) throws IOException {
    int next = 0;
    for (int length = chunks.next(); length >= 0; length = chunks.next()) {
      if (next == blobs.size()) {
        return false;
      }
      digest.update(chunks.buffer(), 0, length);
      if (!BlobId.read(digest.finish(), 0).equals(blobs.get(next++))) {
        return false;
      }
    }
    return next == blobs.size();
  }
}
