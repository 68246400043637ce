package io.spaces.client.internal.content.seal;

/**
 * Seals and opens the segments of one object. An object is cut into segments of {@link #SEGMENT}
 * bytes, the last one shorter or equal; each is bound to the object's name, to its place and to
 * whether it is the last, so that none can be changed, moved, repeated or left out. Serves one
 * thread at a time. Closing it wipes the object's key.
 */
public interface SegmentSeal extends AutoCloseable {
  /** The number of content bytes in every segment but the last. */
  int SEGMENT = 64 * 1024;

  /** How many bytes a segment grows by. */
  int TAG = 16;

  /** The length of a full sealed segment. */
  int SEALED_SEGMENT = SEGMENT + TAG;

  /**
   * Seals one segment.
   *
   * @param index its number, from 0
   * @param last whether no segment follows
   * @param content holds the segment
   * @param length how long it is
   * @param sealed takes {@code length + TAG} bytes, from 0
   * @return the sealed length
   */
  int seal(long index, boolean last, byte[] content, int length, byte[] sealed);

  /**
   * Opens one segment.
   *
   * @param index its number, from 0
   * @param last whether no segment follows
   * @param sealed holds the sealed segment, from 0
   * @param length its sealed length
   * @param content takes {@code length - TAG} bytes, from 0
   * @return the content's length, or -1 when the segment is not what was sealed
   */
  int open(long index, boolean last, byte[] sealed, int length, byte[] content);

  /** Ends its use: there is nothing to wipe unless it has a key. */
  @Override
  default void close() {}
}
