package io.spaces.client.internal.source.read;

import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.Stamps;
import java.io.InputStream;
import java.time.Instant;

/**
 * A file that is read once, from start to end; afterwards it tells whether what was read is one
 * moment's whole content. For those who have no use for the content before its end.
 */
public final class ContentReading implements SourceContent {
  private final OpenFile file;
  private final Instant readingSince;
  private final InputStream stream;

  ContentReading(OpenFile file, Instant readingSince) {
    this.file = file;
    this.readingSince = readingSince;
    this.stream = file.stream();
  }

  /** The content, as it is now. */
  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public FileStamp stamp() {
    return file.stamp();
  }

  @Override
  public FileStamp steadyStamp() {
    return file.stamp();
  }

  @Override
  public Instant readingSince() {
    return readingSince;
  }

  @Override
  public boolean isWhole(long length) {
    return length == file.stamp().size()
        && file.isUnchanged()
        && !file.stamp().isFresh(Stamps.nanos(readingSince));
  }

  @Override
  public void close() throws SourceException {
    file.close();
  }
}
