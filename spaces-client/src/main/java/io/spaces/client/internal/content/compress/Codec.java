package io.spaces.client.internal.content.compress;

/** One way of compressing whole blobs. Serves one thread. */
interface Codec extends AutoCloseable {
  /**
   * Compresses.
   *
   * @param content holds the blob, from 0
   * @param length its length
   * @param target takes the compressed bytes, from 0
   * @param limit how many it may take
   * @return the compressed length, or -1 when it exceeds the limit
   */
  int compress(byte[] content, int length, byte[] target, int limit);

  /**
   * Expands.
   *
   * @param stored holds the compressed bytes
   * @param offset where they start
   * @param length how many they are
   * @param target takes the blob, from 0
   * @param expected the blob's length
   * @return whether the bytes are the compressed form of a blob of just this length
   */
  boolean expand(byte[] stored, int offset, int length, byte[] target, int expected);

  @Override
  void close();
}
