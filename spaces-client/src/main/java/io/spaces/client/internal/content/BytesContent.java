package io.spaces.client.internal.content;

import io.spaces.client.backup.SourceObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** An object's content that is in memory, so that its length is known before it is read. */
public final class BytesContent implements SourceObject.Content {
  private final byte[] bytes;

  /** Copies the bytes. */
  public BytesContent(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }

  /** How many bytes it has; 0 for any other content, whose length nobody knows. */
  public static int knownLength(SourceObject.Content content) {
    return content instanceof BytesContent known ? known.bytes.length : 0;
  }
}
