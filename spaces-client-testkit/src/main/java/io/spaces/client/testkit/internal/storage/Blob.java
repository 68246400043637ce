package io.spaces.client.testkit.internal.storage;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that are complete and do not change. */
public interface Blob {
  /** Returns a fresh stream over all bytes. */
  InputStream open() throws IOException;

  /** Gives up the bytes. Streams that are open may still be read to their end. */
  void discard();
}
