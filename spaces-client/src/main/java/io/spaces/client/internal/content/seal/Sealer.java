package io.spaces.client.internal.content.seal;

/** Makes the seals of objects: one way of sealing with one key. Safe for use by several threads. */
public interface Sealer {
  /**
   * Returns the length of the salt that precedes the first segment of each object.
   *
   * @return bytes; 0 when there is none
   */
  int saltLength();

  /**
   * Returns the seal of one object.
   *
   * @param salt the object's own salt: fresh random bytes to seal, the object's first bytes to open
   * @param name the object's name and place; the seal opens under no other
   * @return a seal for one thread
   */
  SegmentSeal seal(byte[] salt, byte[] name);

  /**
   * Returns how long an object becomes.
   *
   * @param contentLength its content's length
   * @return its sealed length
   */
  default long sealedLength(long contentLength) {
    long segments = Math.max(1, (contentLength + SegmentSeal.SEGMENT - 1) / SegmentSeal.SEGMENT);
    return saltLength() + contentLength + segments * SegmentSeal.TAG;
  }
}
