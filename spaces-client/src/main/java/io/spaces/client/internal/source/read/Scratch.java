package io.spaces.client.internal.source.read;

import org.jspecify.annotations.Nullable;

/** A worker's buffer to read through; made when first needed. Not for several threads. */
final class Scratch {
  private static final int SIZE = 256 * 1024;

  private byte @Nullable [] buffer;

  byte[] buffer() {
    byte[] made = buffer;
    if (made == null) {
      made = new byte[SIZE];
      buffer = made;
    }
    return made;
  }
}
