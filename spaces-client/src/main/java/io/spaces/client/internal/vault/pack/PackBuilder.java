package io.spaces.client.internal.vault.pack;

import io.spaces.client.internal.content.seal.SealedOutput;
import io.spaces.client.internal.crypto.RandomBytes;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.IndexFormat;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.PackFormat;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.internal.vault.object.SegmentedBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A pack in the making, sealed as it grows. Used by one thread at a time. */
public final class PackBuilder {
  private final SegmentedBytes sealed;
  private final SealedOutput out;
  private final byte[] id = RandomBytes.of(ObjectNames.ID_LENGTH);
  private final ByteArrayOutputStream headers = new ByteArrayOutputStream();
  private final List<BlobHeader> blobs = new ArrayList<>();
  private final SealedObjects objects;
  private int length = PackFormat.START;
  private int padding;
  private boolean broken;

  /**
   * Starts a pack.
   *
   * @param objects seals it
   * @param memory takes its bytes; empty
   */
  PackBuilder(SealedObjects objects, SegmentedBytes memory) {
    this.objects = objects;
    sealed = memory;
    try {
      out = objects.output(ObjectNames.pack(id), sealed);
      out.write(ByteBuffer.allocate(PackFormat.START).putInt(PackFormat.MARK).array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a blob. */
  public void add(BlobHeader blob, byte[] stored) {
    // Until all is written: after half a blob, nothing lies where an index would say it does.
    broken = true;
    ByteBuffer header = ByteBuffer.allocate(BlobHeader.LENGTH);
    blob.write(header);
    try {
      out.write(header.array());
      out.write(stored, 0, blob.storedLength());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    headers.writeBytes(header.array());
    blobs.add(blob);
    length += BlobHeader.LENGTH + blob.storedLength();
    broken = false;
  }

  boolean isBroken() {
    return broken;
  }

  boolean isFull() {
    return length >= PackFormat.TARGET;
  }

  boolean isEmpty() {
    return blobs.isEmpty();
  }

  /** Seals the end of the pack; nothing can be added any more. */
  SegmentedBytes finish() {
    if (broken) {
      throw new IllegalStateException("A blob could not be added to the pack whole");
    }
    try {
      padding = objects.padding(length);
      out.write(new byte[padding]);
      out.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sealed;
  }

  /** Wipes the pack's key; one that is not finished never will be. */
  void giveUp() {
    out.close();
  }

  String key() {
    return ObjectNames.pack(id);
  }

  byte[] id() {
    return id;
  }

  List<BlobHeader> blobs() {
    return blobs;
  }

  /** How many bytes follow the last blob; known once it is finished. */
  int padding() {
    return padding;
  }

  /** As an index lists it; known once it is finished. */
  public IndexFormat.Pack indexed() {
    return new IndexFormat.Pack(id, headers.toByteArray(), padding);
  }
}
