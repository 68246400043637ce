package io.spaces.client.internal.source;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Opens files without ever hanging on one. A pipe that takes a file's place between the look at it
 * and its opening would block the opening until somebody writes to it, and Java cannot open without
 * blocking; so a thread watches, and opens such a pipe for writing, which sets the reader free.
 */
public final class OpenWatch implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int FIFO = 0010000;
  private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);
  private static final Set<OpenOption> READ_NO_LINK =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  // On Linux and macOS a pipe opened for both never blocks.
  private static final Set<OpenOption> BOTH =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final Set<Opening> openings = ConcurrentHashMap.newKeySet();
  private final Thread watcher;

  /** Compared by identity. */
  private static final class Opening {
    final Path path;
    final long since = System.nanoTime();

    Opening(Path path) {
      this.path = path;
    }
  }

  /** A watch over one run; its daemon thread ends with {@link #close}. */
  public OpenWatch() {
    watcher = new Thread(this::watch, "spaces-open-watch");
    watcher.setDaemon(true);
    watcher.start();
  }

  /**
   * Opens a file for reading. The caller checks afterwards what it got.
   *
   * @param follow whether the path may be a link
   */
  SeekableByteChannel open(Path path, boolean follow) throws IOException {
    // Others, such as the one for zip files, have no links and refuse the option.
    boolean staysPut = !follow && path.getFileSystem() == FileSystems.getDefault();
    Opening opening = new Opening(path);
    openings.add(opening);
    try {
      return Files.newByteChannel(path, staysPut ? READ_NO_LINK : READ);
    } finally {
      openings.remove(opening);
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
    try {
      watcher.join(PATIENCE_NANOS / 1_000_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep(PATIENCE_NANOS / 2);
        for (Opening opening : openings) {
          if (System.nanoTime() - opening.since > PATIENCE_NANOS) {
            free(opening.path);
          }
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("EmptyCatch")
  private static void free(Path path) {
    try {
      Path real = path.toRealPath();
      FileStamp stamp = Stamps.on(real.getFileSystem()).of(real, false);
      if ((stamp.mode() & FileStamp.TYPE_MASK) == FIFO) {
        Files.newByteChannel(real, BOTH).close();
      }
    } catch (IOException e) {
      // It is gone or not ours to open: the next round tries again.
    }
  }
}
