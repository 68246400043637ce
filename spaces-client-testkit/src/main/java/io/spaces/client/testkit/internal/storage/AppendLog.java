package io.spaces.client.testkit.internal.storage;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * A file that only grows: {@code length (int) crc32 (int) bytes}, again and again. What a killed
 * process left half written at the end is cut off when the file is opened.
 */
final class AppendLog implements Closeable {
  private static final int LONGEST = 1 << 24;

  private final Path file;
  private FileChannel channel;

  private AppendLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Opens a log and replays it. */
  static AppendLog open(Path file, Consumer<byte[]> replay) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      long good = replay(file, replay);
      channel.truncate(good);
      channel.position(good);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    return new AppendLog(file, channel);
  }

  private static long replay(Path file, Consumer<byte[]> replay) throws IOException {
    long good = 0;
    CRC32 crc = new CRC32();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      while (true) {
        int length = in.readInt();
        int expected = in.readInt();
        if (length < 0 || length > LONGEST) {
          return good;
        }
        byte[] bytes = in.readNBytes(length);
        crc.reset();
        crc.update(bytes);
        if (bytes.length < length || (int) crc.getValue() != expected) {
          return good;
        }
        replay.accept(bytes);
        good += 8 + length;
      }
    } catch (EOFException e) {
      return good;
    }
  }

  /** Adds to the end with one write, so that a reader sees all of it or nothing. */
  synchronized void append(byte[] bytes) throws IOException {
    long end = channel.position();
    try {
      write(channel, bytes);
    } catch (IOException e) {
      cutBack(end, e);
      throw e;
    }
  }

  /** What a full disk took in part would hide all that follows it. */
  private void cutBack(long end, IOException cause) {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ByteBuffer buffer = ByteBuffer.allocate(8 + bytes.length);
    buffer.putInt(bytes.length).putInt((int) crc.getValue()).put(bytes).flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Puts other content in the place of all there is, at once. */
  synchronized void rewrite(Iterable<byte[]> content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    FileChannel replacement =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      for (byte[] bytes : content) {
        write(replacement, bytes);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      replacement.close();
      throw e;
    }
    channel.close();
    channel = replacement;
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }
}
