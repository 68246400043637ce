package io.spaces.client.testkit.internal.storage;

import java.io.Closeable;
import java.io.IOException;

/** Takes bytes in. Closing without {@link #finish} forgets them. */
public interface BlobSink extends Closeable {
  /** Takes in more bytes. */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /** Ends the bytes and returns them. */
  Blob finish() throws IOException;

  @Override
  void close();
}
