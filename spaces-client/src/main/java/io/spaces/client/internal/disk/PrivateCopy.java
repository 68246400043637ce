package io.spaces.client.internal.disk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A temporary file without a name: where the system can, it is removed as soon as it is open, so
 * that even a killed process leaves nothing behind; elsewhere when it is closed.
 */
public final class PrivateCopy implements AutoCloseable {
  private final FileChannel channel;

  private PrivateCopy(FileChannel channel) {
    this.channel = channel;
  }

  public static PrivateCopy in(Path directory) throws IOException {
    Files.createDirectories(directory);
    return new PrivateCopy(TemporaryFile.create(directory, "spaces-"));
  }

  public void append(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Reads from the start; any number of such streams can be open. */
  public InputStream open() {
    return new InputStream() {
      private long position;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int count = channel.read(ByteBuffer.wrap(into, offset, length), position);
        position += Math.max(0, count);
        return count;
      }
    };
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
