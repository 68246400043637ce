package io.spaces.client.internal.content;

import io.spaces.client.backup.SourceObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A content that cannot be read without named files, for whose place a run has its own wish. */
@FunctionalInterface
public interface StagedContent extends SourceObject.Content {
  /**
   * Opens the content at its start.
   *
   * @param temporaryDirectory where its files go, in a folder of their own
   * @return a fresh stream, whose closing removes the files
   * @throws IOException when it cannot be opened
   */
  InputStream open(Path temporaryDirectory) throws IOException;

  @Override
  default InputStream open() throws IOException {
    return open(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** About how many bytes the files take, by what is known before they are made. */
  default long room() {
    return 0;
  }
}
