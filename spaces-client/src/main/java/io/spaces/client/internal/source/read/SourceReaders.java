package io.spaces.client.internal.source.read;

import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.waiting.Cancellation;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the workers of one run read their source with: a {@link SourceReader} for each, and what
 * these share. Safe for use by several threads.
 */
public final class SourceReaders implements AutoCloseable {
  private final OpenWatch watch;
  private final HashCrew crew;
  private final int smallFileLimit;
  private final Path temporaryDirectory;
  private final Map<Thread, SourceReader> readers = new ConcurrentHashMap<>();

  /**
   * Readers of one run.
   *
   * @param name what the names of their threads begin with
   * @param workers how many readers there will be
   * @param temporaryDirectory where copies go
   * @param cancellation ends all reading
   */
  public SourceReaders(
      String name, int workers, Path temporaryDirectory, Cancellation cancellation) {
    watch = new OpenWatch(cancellation);
    crew = new HashCrew(name, cancellation::throwIfCancelled);
    smallFileLimit = SourceReader.smallFileLimit(Math.max(1, workers));
    this.temporaryDirectory = temporaryDirectory;
  }

  /** A reader for one worker, the thread that asks for it. */
  public SourceReader reader() {
    SourceReader reader =
        new SourceReader(watch, crew, temporaryDirectory, ContentHash::new, smallFileLimit);
    readers.put(Thread.currentThread(), reader);
    return reader;
  }

  /** The key of what a worker reads, or has read last; null when it has read nothing. */
  public @Nullable String readBy(Thread worker) {
    SourceReader reader = readers.get(worker);
    return reader == null ? null : reader.key();
  }

  /** Ends what the readers share. */
  @Override
  public void close() {
    try (watch;
        crew) {
      // Each is closed whatever happens to the other.
    }
  }
}
