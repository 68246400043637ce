package io.spaces.client.internal.vault.view;

import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.format.EntryFormat;
import java.io.InputStream;

/** Reads blobs one behind the other, and tells where it is. */
final class BlobCursor extends InputStream {
  private final VaultReader.Worker worker;
  private final BlobIds blobs;
  private byte[] piece = {};
  private int blob;
  private int position;
  private boolean loaded;

  BlobCursor(VaultReader.Worker worker, BlobIds blobs, int blob, int position) {
    this.worker = worker;
    this.blobs = blobs;
    this.blob = blob;
    this.position = position;
  }

  /** Goes to the next byte, if there is one. */
  boolean advance() {
    while (blob < blobs.size()) {
      if (!loaded) {
        piece = worker.read(blobs.get(blob));
        loaded = true;
      }
      if (position < piece.length) {
        return true;
      }
      blob++;
      position = 0;
      loaded = false;
    }
    return false;
  }

  /** Passes over the entry that begins here, where that is easily told to be before a path. */
  boolean passesBefore(byte[] path) {
    int length = EntryFormat.lengthBefore(piece, position, path);
    position += Math.max(0, length);
    return length > 0;
  }

  /** The number of the blob that it is in. */
  int blob() {
    return blob;
  }

  /** Where in that blob. */
  int position() {
    return position;
  }

  @Override
  public int read() {
    return advance() ? piece[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int part = Math.min(length, piece.length - position);
    System.arraycopy(piece, position, target, offset, part);
    position += part;
    return part;
  }
}
