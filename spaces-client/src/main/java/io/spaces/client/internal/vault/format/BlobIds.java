package io.spaces.client.internal.vault.format;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The blobs that a content is made of, in order. Immutable. */
public final class BlobIds {
  /** No blob: an empty content. */
  public static final BlobIds NONE = new BlobIds(new byte[0]);

  private final byte[] bytes;

  private BlobIds(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Wraps ids one behind the other.
   *
   * @param bytes a multiple of 32; not copied, must not change
   * @return the ids
   */
  public static BlobIds of(byte[] bytes) {
    if (bytes.length % BlobId.LENGTH != 0) {
      throw new IllegalArgumentException(bytes.length + " bytes are not a list of blob ids");
    }
    return bytes.length == 0 ? NONE : new BlobIds(bytes);
  }

  /**
   * Returns how many there are.
   *
   * @return 0 or more
   */
  public int size() {
    return bytes.length / BlobId.LENGTH;
  }

  /**
   * Returns one of them.
   *
   * @param index from 0
   * @return the id
   */
  public BlobId get(int index) {
    return BlobId.read(bytes, index * BlobId.LENGTH);
  }

  /**
   * Returns them one behind the other.
   *
   * @return not a copy
   */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlobIds that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Collects ids. */
  public static final class Builder {
    private ByteBuffer bytes = ByteBuffer.allocate(BlobId.LENGTH);

    /**
     * Adds one at the end.
     *
     * @param id the id
     */
    public void add(BlobId id) {
      if (!bytes.hasRemaining()) {
        bytes = ByteBuffer.allocate(bytes.capacity() * 2).put(bytes.flip());
      }
      id.write(bytes);
    }

    /**
     * Returns what was added.
     *
     * @return the ids
     */
    public BlobIds build() {
      return of(Arrays.copyOf(bytes.array(), bytes.position()));
    }
  }
}
