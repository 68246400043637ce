package io.spaces.client.internal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files whole or not at all: into a temporary one beside it, for its owner alone, which then
 * takes its place. Who reads meanwhile reads the former one; what is written lasts when that
 * returns, also when the machine stops.
 */
public final class DurableFile {
  private static final Logger log = LoggerFactory.getLogger(DurableFile.class);

  private DurableFile() {}

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Writer {
    /** Writes all of it, and leaves the channel open. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @param temporary in the same folder, where there is nothing yet; gone on every way out
   */
  public static void write(Path file, Path temporary, Writer writer) throws IOException {
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              OwnerOnly.file(temporary))) {
        writer.writeTo(channel);
        channel.force(true);
      }
      move(temporary, file);
      Path folder = temporary.toAbsolutePath().getParent();
      if (folder != null) {
        syncNames(folder);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** The same, of bytes. */
  static void write(Path file, Path temporary, byte[] content) throws IOException {
    write(
        file,
        temporary,
        channel -> {
          ByteBuffer bytes = ByteBuffer.wrap(content);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  private static void move(Path temporary, Path file) throws IOException {
    try {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Makes the names in a folder last. */
  static void syncNames(Path folder) {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException e) {
      // Not every system opens folders; those that do not write names out by themselves.
      log.trace("{} cannot be synchronized: {}", folder, e.toString());
    }
  }
}
