package io.spaces.client.internal.protocol.object;

import org.jspecify.annotations.Nullable;

/**
 * Takes in a list of objects one by one. Used for one attempt at one list; another attempt begins
 * with another visitor.
 *
 * @param <T> what it makes of the list
 */
public interface RemoteObjectVisitor<T> {
  /**
   * Takes in one object.
   *
   * @param key relative to the listed folder, without a slash in front; whatever the server sent:
   *     not to be trusted as a path
   * @param size bytes, or -1 when the server does not say
   * @param lastModified milliseconds since 1970, or -1 when the server does not say
   * @param hash a fresh array with the content hash's 32-byte digest, or null when unknown
   * @param mimeType the media type, or null when the server does not say
   */
  void visit(
      String key, long size, long lastModified, byte @Nullable [] hash, @Nullable String mimeType);

  /**
   * Tells how much memory it keeps of what it has taken in, about: what a server lists must not
   * fill the heap.
   *
   * @return bytes; 0 for one that keeps nothing of a list
   */
  default long held() {
    return 0;
  }

  /**
   * Ends the list.
   *
   * @return what became of it
   */
  T result();
}
