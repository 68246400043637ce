package io.spaces.client.internal.protocol.object;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object's bytes as they arrive. Called anew, from the object's start, when the connection
 * breaks.
 *
 * @param <T> what it makes of them
 */
@FunctionalInterface
public interface ObjectReader<T> {
  /**
   * Reads the object.
   *
   * @param in its bytes; what is left of them is dropped
   * @param length how many there are, or -1 when the server does not say
   * @param hash the content hash's 32-byte digest, or null when the server does not say
   * @return what it made of them
   * @throws IOException what {@code in} threw, to be asked again; or what went wrong here, which is
   *     final
   */
  T read(InputStream in, long length, byte @Nullable [] hash) throws IOException;
}
