package io.spaces.client.internal.source.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.Stamps;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Opens files without ever hanging on one. A pipe that takes a file's place between the look at it
 * and its opening would block the opening until somebody writes to it, and Java cannot open without
 * blocking; so a thread watches, and opens such a pipe for writing, which sets the reader free.
 */
public final class OpenWatch implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** How long a pipe that somebody has named on purpose may wait for its writer. */
  private static final Duration PATIENCE_WITH_GIVEN = Duration.ofSeconds(5);

  private static final int FIFO = 0010000;
  private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);
  private static final Set<OpenOption> READ_NO_LINK =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  // On Linux and macOS a pipe opened for both never blocks.
  private static final Set<OpenOption> BOTH =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final Set<Opening> openings = ConcurrentHashMap.newKeySet();
  private final Cancellation cancellation;
  private final long patienceNanos;
  private final Thread watcher;

  /**
   * Opens something.
   *
   * @param <C> what it then is
   */
  @FunctionalInterface
  public interface Opener<C> {
    /** Opens it; may block on a pipe. */
    C open() throws IOException;
  }

  /** Compared by identity. */
  private static final class Opening {
    final Supplier<Path> path;
    final long since = System.nanoTime();

    Opening(Supplier<Path> path) {
      this.path = path;
    }
  }

  /** A watch over one run; its daemon thread ends with {@link #close}. */
  public OpenWatch() {
    this(new Cancellation());
  }

  /** A watch over a run that may be cancelled. */
  OpenWatch(Cancellation cancellation) {
    this(PATIENCE, cancellation);
  }

  private OpenWatch(Duration patience, Cancellation cancellation) {
    this.cancellation = cancellation;
    patienceNanos = patience.toNanos();
    watcher = new Thread(this::watch, "spaces-open-watch");
    watcher.setDaemon(true);
    watcher.start();
  }

  /** Says when there is nothing to be read any more. */
  Cancellation cancellation() {
    return cancellation;
  }

  /**
   * Opens a file that somebody has named, and that may be a pipe, for reading: where nobody writes
   * to that for five seconds it has nothing in it.
   */
  public static InputStream openGiven(Path path) throws IOException {
    try (OpenWatch watch = new OpenWatch(PATIENCE_WITH_GIVEN, new Cancellation())) {
      return watch.guard(() -> path, () -> Files.newInputStream(path));
    }
  }

  /** Reads such a file as text in UTF-8; bytes that are none are an error. */
  public static String readGiven(Path path) throws IOException {
    try (InputStream in = openGiven(path)) {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readAllBytes())).toString();
    }
  }

  /**
   * Opens a file for reading. The caller checks afterwards what it got.
   *
   * @param follow whether the path may be a link
   * @throws IOException also when it is a pipe, which somebody may hold open and never write to
   */
  SeekableByteChannel open(Path path, boolean follow) throws IOException {
    // Others, such as the one for zip files, have no links and refuse the option.
    boolean staysPut = !follow && path.getFileSystem() == FileSystems.getDefault();
    SeekableByteChannel channel =
        guard(() -> path, () -> Files.newByteChannel(path, staysPut ? READ_NO_LINK : READ));
    requireNoPipe(channel, path);
    return channel;
  }

  /**
   * Opens something, and sets the caller free from a pipe.
   *
   * @param path where what is opened can be found, asked for when it takes long
   */
  public <C> C guard(Supplier<Path> path, Opener<C> opener) throws IOException {
    Opening opening = new Opening(path);
    openings.add(opening);
    try {
      return opener.open();
    } finally {
      openings.remove(opening);
    }
  }

  /**
   * Closes and refuses a pipe: it alone has no position (lseek(2)).
   *
   * @throws FileSystemException when it is one
   */
  public static void requireNoPipe(SeekableByteChannel channel, Path path) throws IOException {
    try {
      channel.position();
    } catch (IOException e) {
      channel.close();
      throw new FileSystemException(path.toString(), null, "is a pipe");
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
    try {
      watcher.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep(patienceNanos / 2);
        for (Opening opening : openings) {
          if (System.nanoTime() - opening.since > patienceNanos) {
            free(opening.path.get());
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
