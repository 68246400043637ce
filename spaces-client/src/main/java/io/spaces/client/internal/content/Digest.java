package io.spaces.client.internal.content;

/**
 * A running digest over content: what names a piece of content by its bytes. One instance serves
 * one thread and can be used again after {@link #finish}.
 */
public interface Digest {
  /**
   * Takes in more content.
   *
   * @param bytes holds the content
   * @param offset where it starts
   * @param length how much there is
   */
  void update(byte[] bytes, int offset, int length);

  /**
   * Ends the content, returns its 32-byte digest and starts over.
   *
   * @return a fresh array of 32 bytes
   */
  byte[] finish();
}
