package io.spaces.client.internal.vault.snapshot;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.vault.format.EntryFormat;
import io.spaces.client.internal.vault.pack.PieceStream;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Reads the sorted entries of a snapshot one behind the other. */
final class RecordStream extends PieceStream {
  private final Iterator<byte[]> records;
  private byte @Nullable [] last;

  RecordStream(Iterator<byte[]> records) {
    this.records = records;
  }

  @Override
  public byte @Nullable [] next() {
    if (!records.hasNext()) {
      return null;
    }
    byte[] next = records.next();
    if (last != null && EntryFormat.compare(last, next) == 0) {
      throw new SpaceException(
          "The source has \"" + EntryFormat.path(next) + "\" twice, which no snapshot can hold");
    }
    last = next;
    return next;
  }
}
