package io.spaces.client.testkit.internal.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a file through a buffer: the pieces of a request arrive small. */
final class FileBytesWriter implements BlobSink {
  private static final int BUFFER = 1 << 18;

  private final FileBytes bytes;
  private final FileChannel channel;
  private final ByteBuffer buffer;
  private boolean finished;

  FileBytesWriter(long number, Path file, long hint) throws IOException {
    this.bytes = new FileBytes(number, file);
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.buffer = ByteBuffer.allocate(hint < 0 ? BUFFER : (int) Math.min(BUFFER, hint + 1));
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int part = Math.min(left, buffer.remaining());
      buffer.put(source, from, part);
      from += part;
      left -= part;
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public Blob finish() throws IOException {
    flush();
    channel.close();
    finished = true;
    return bytes;
  }

  @Override
  public void close() {
    if (finished) {
      return;
    }
    try {
      channel.close();
    } catch (IOException ignored) {
      // The file is given up anyway.
    }
    bytes.discard();
  }
}
