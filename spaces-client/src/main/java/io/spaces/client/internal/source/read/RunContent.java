package io.spaces.client.internal.source.read;

import io.spaces.client.backup.SourceObject;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A content that is opened with what a run has for it: a place for the named files that it cannot
 * be read without, and the word that ends what it waits for.
 */
@FunctionalInterface
public interface RunContent extends SourceObject.Content {
  /**
   * Opens the content at its start.
   *
   * @param temporaryDirectory where its files go, in a folder of their own
   * @param cancellation soon ends what blocks in here, or in a read of the stream
   * @return a fresh stream, whose closing removes the files
   * @throws IOException when it cannot be opened
   */
  InputStream open(Path temporaryDirectory, Cancellation cancellation) throws IOException;

  @Override
  default InputStream open() throws IOException {
    return open(SystemPaths.temporaryDirectory(), new Cancellation());
  }

  /** About how many bytes the files take, by what is known before they are made. */
  default long room() {
    return 0;
  }
}
