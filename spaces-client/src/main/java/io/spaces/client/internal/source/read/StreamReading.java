package io.spaces.client.internal.source.read;

import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceException;
import java.io.InputStream;
import java.time.Instant;

/**
 * A stream that is read once, from start to end, and of which nothing is kept here. For those who
 * have no use for the content before its end, and can let go of what they have of it when it fails.
 */
public final class StreamReading implements AutoCloseable {
  private final ForeignStream stream;
  private final Instant readingSince;
  private boolean closed;

  StreamReading(ForeignStream stream, Instant readingSince) {
    this.stream = stream;
    this.readingSince = readingSince;
  }

  /** The content; its end is reached only when all went well. */
  public InputStream stream() {
    return stream;
  }

  /** Stands for what a stream does not have: times, permissions, a place. */
  public FileStamp stamp() {
    return FileStamp.ofStream(0);
  }

  /** When reading began. */
  public Instant readingSince() {
    return readingSince;
  }

  /** Closes the stream, once; that it cannot be closed speaks against its content. */
  @Override
  public void close() throws SourceException {
    if (!closed) {
      closed = true;
      stream.close();
    }
  }
}
