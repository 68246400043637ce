package io.spaces.client.internal.source.read;

import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The content of a file or a stream, of one moment, which may be known only at its end. */
public interface SourceContent extends AutoCloseable {
  /** The content from its start. */
  InputStream stream() throws IOException;

  /** Whether the bytes read, so many, are one moment's whole content; asked when all are read. */
  boolean isWhole(long length) throws SourceException;

  /** The stamp when reading began, which tells times and permissions. */
  FileStamp stamp();

  /** The stamp to remember the content under, or null when none stands for it. */
  @Nullable FileStamp steadyStamp();

  /** When reading began, by the system's clock. */
  Instant readingSince();

  @Override
  void close() throws SourceException;
}
