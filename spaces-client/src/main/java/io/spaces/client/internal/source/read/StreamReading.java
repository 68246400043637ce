package io.spaces.client.internal.source.read;

import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceException;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is read once, from start to end, and of which nothing is kept here. For those who
 * have no use for the content before its end, and can let go of what they have of it when it fails:
 * what a vault has stored by then is in no snapshot; a later pruning removes it, or a later backup
 * finds it.
 */
public final class StreamReading implements SourceContent {
  private final ForeignStream stream;
  private final Instant readingSince;
  private boolean closed;

  StreamReading(ForeignStream stream, Instant readingSince) {
    this.stream = stream;
    this.readingSince = readingSince;
  }

  /** The content; its end is reached only when all went well. */
  @Override
  public InputStream stream() {
    return stream;
  }

  /** Stands for what a stream does not have: times, permissions, a place. */
  @Override
  public FileStamp stamp() {
    return FileStamp.ofStream(0);
  }

  @Override
  public @Nullable FileStamp steadyStamp() {
    return null;
  }

  /** It is: one that is not ends in an exception, by its closing at the latest. */
  @Override
  public boolean isWhole(long length) throws SourceException {
    close();
    return true;
  }

  @Override
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
