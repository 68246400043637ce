package io.spaces.client.testkit.internal.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** Bytes that nobody keeps. */
final class NoBytes implements Blob {
  static final Blob BLOB = new NoBytes();
  static final BlobSink WRITER =
      new BlobSink() {
        @Override
        public void write(byte[] bytes, int offset, int length) {}

        @Override
        public Blob finish() {
          return BLOB;
        }

        @Override
        public void close() {}
      };

  private NoBytes() {}

  @Override
  public InputStream open() throws IOException {
    throw new FileNotFoundException("this space discards content");
  }

  @Override
  public void discard() {}
}
