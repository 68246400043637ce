package io.spaces.client.internal.vault;

import io.spaces.client.backup.Compression;
import io.spaces.client.internal.content.Digest;
import io.spaces.client.internal.content.compress.BlobCodec;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.BlobId;

/** Tells whether stored blobs are what their names say. Serves one thread. */
final class BlobCheck implements AutoCloseable {
  private final Digest digest;
  private final BlobCodec codec = new BlobCodec(Compression.none());

  BlobCheck(VaultKeys keys) {
    digest = keys.blobDigest();
  }

  boolean isSound(BlobHeader header, byte[] stored) {
    byte[] content = codec.expand(header.method(), stored, 0, stored.length, header.length());
    if (content == null) {
      return false;
    }
    digest.update(content, 0, content.length);
    return BlobId.read(digest.finish(), 0).equals(header.id());
  }

  @Override
  public void close() {
    codec.close();
  }
}
