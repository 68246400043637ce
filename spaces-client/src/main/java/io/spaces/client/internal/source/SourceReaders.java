package io.spaces.client.internal.source;

import io.spaces.client.internal.content.ContentHash;
import java.nio.file.Path;

/**
 * What the workers of one run read their source with: a {@link SourceReader} for each, and what
 * these share. Safe for use by several threads.
 */
public final class SourceReaders implements AutoCloseable {
  private final OpenWatch watch = new OpenWatch();
  private final HashCrew crew;
  private final int smallFileLimit;
  private final Path temporaryDirectory;

  /**
   * Readers of one run.
   *
   * @param name what the names of their threads begin with
   * @param workers how many readers there will be
   * @param temporaryDirectory where copies go
   * @param checkpoint throws when the run is to end
   */
  public SourceReaders(String name, int workers, Path temporaryDirectory, Runnable checkpoint) {
    crew = new HashCrew(name, checkpoint);
    smallFileLimit = SourceReader.smallFileLimit(Math.max(1, workers));
    this.temporaryDirectory = temporaryDirectory;
  }

  /** A reader for one worker. */
  public SourceReader reader() {
    return new SourceReader(watch, crew, temporaryDirectory, ContentHash::new, smallFileLimit);
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
