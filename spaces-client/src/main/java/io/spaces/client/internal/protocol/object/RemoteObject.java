package io.spaces.client.internal.protocol.object;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object in a space.
 *
 * @param key its key, as it was asked for
 * @param size bytes, or -1 when the server does not say
 * @param lastModified milliseconds since 1970, or -1 when the server does not say
 * @param hash the content hash's 32-byte digest, or null when the server does not say, or says
 *     another kind of hash
 * @param mimeType the media type, or null when the server does not say
 * @param metadata what was stored with it, or null when the server does not say, as lists do not
 */
@SuppressWarnings("ArrayRecordComponent") // one array, made for this object alone
public record RemoteObject(
    String key,
    long size,
    long lastModified,
    byte @Nullable [] hash,
    @Nullable String mimeType,
    @Nullable Map<String, String> metadata) {
  /** An object of which a list tells. */
  public RemoteObject(
      String key, long size, long lastModified, byte @Nullable [] hash, @Nullable String mimeType) {
    this(key, size, lastModified, hash, mimeType, null);
  }
}
