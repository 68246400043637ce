package io.spaces.client.internal.vault.pack;

import io.spaces.client.backup.Compression;
import io.spaces.client.internal.content.Digest;
import io.spaces.client.internal.content.compress.BlobCodec;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.object.VaultKeys;
import org.jspecify.annotations.Nullable;

/** Expands stored blobs that are what their names say. Serves one thread. */
final class BlobCheck implements AutoCloseable {
  private final Digest digest;
  private final BlobCodec codec = new BlobCodec(Compression.none());

  BlobCheck(VaultKeys keys) {
    digest = keys.blobDigest();
  }

  /**
   * Expands a blob.
   *
   * @param header what precedes it
   * @param bytes hold it
   * @param offset where it starts in them
   * @return its content, or null when that is not what its name says
   */
  byte @Nullable [] expand(BlobHeader header, byte[] bytes, int offset) {
    byte[] content =
        codec.expand(header.method(), bytes, offset, header.storedLength(), header.length());
    if (content == null) {
      return null;
    }
    digest.update(content, 0, content.length);
    return BlobId.read(digest.finish(), 0).equals(header.id()) ? content : null;
  }

  boolean isSound(BlobHeader header, byte[] stored) {
    return expand(header, stored, 0) != null;
  }

  @Override
  public void close() {
    codec.close();
  }
}
