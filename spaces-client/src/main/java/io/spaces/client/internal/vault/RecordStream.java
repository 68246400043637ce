package io.spaces.client.internal.vault;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Reads records one behind the other. */
final class RecordStream extends PieceStream {
  private final Iterator<byte[]> records;

  RecordStream(Iterator<byte[]> records) {
    this.records = records;
  }

  @Override
  byte @Nullable [] next() {
    return records.hasNext() ? records.next() : null;
  }
}
