package io.spaces.client.internal.vault.pack;

import io.spaces.client.internal.vault.format.BlobIds;
import org.jspecify.annotations.Nullable;

/** Reads blobs one behind the other. */
public final class BlobStream extends PieceStream {
  private final BlobReader reader;
  private final BlobIds ids;
  private int nextBlob;

  public BlobStream(BlobReader reader, BlobIds ids) {
    this.reader = reader;
    this.ids = ids;
  }

  @Override
  public byte @Nullable [] next() {
    return nextBlob == ids.size() ? null : reader.read(ids.get(nextBlob++));
  }

  @Override
  public void close() {
    reader.close();
  }
}
