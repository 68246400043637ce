package io.spaces.client.internal.source.read;

import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.disk.PrivateCopy;
import io.spaces.client.internal.source.FileStamp;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One moment's whole content of a file. Valid until it is closed, or until its reader reads the
 * next file.
 */
public final class ContentSnapshot implements SourceContent {
  private final byte[] digest;
  private final Payload payload;
  private final FileStamp stamp;
  private final boolean steady;
  private final Instant readingSince;
  private final @Nullable PrivateCopy copy;

  ContentSnapshot(
      byte[] digest,
      Payload payload,
      FileStamp stamp,
      boolean steady,
      Instant readingSince,
      @Nullable PrivateCopy copy) {
    this.digest = digest;
    this.payload = payload;
    this.stamp = stamp;
    this.steady = steady;
    this.readingSince = readingSince;
    this.copy = copy;
  }

  /** The 32 bytes that name the content; not a copy. */
  public byte[] digest() {
    return digest;
  }

  /**
   * The content. Reading it fails with {@code SourceChangedException}, before its end, when it is
   * no longer what was hashed.
   */
  public Payload payload() {
    return payload;
  }

  /** How many bytes there are. */
  public long length() {
    return payload.length();
  }

  @Override
  public InputStream stream() throws IOException {
    return payload.open();
  }

  @Override
  public boolean isWhole(long length) {
    return length == length();
  }

  @Override
  public FileStamp stamp() {
    return stamp;
  }

  /** The stamp, if it was still the same after reading. */
  @Override
  public @Nullable FileStamp steadyStamp() {
    return steady ? stamp : null;
  }

  @Override
  public Instant readingSince() {
    return readingSince;
  }

  /** Removes the temporary copy, if there is one. */
  @Override
  public void close() {
    if (copy != null) {
      copy.close();
    }
  }
}
