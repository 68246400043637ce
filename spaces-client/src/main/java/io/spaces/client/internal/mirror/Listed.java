package io.spaces.client.internal.mirror;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.compact.CompactTime;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.object.RemoteObject;
import io.spaces.client.internal.restore.SafeTarget;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an object should be, by the space's word.
 *
 * @param size bytes, or -1 when unknown
 * @param lastModified milliseconds since 1970, or -1 when unknown
 * @param digest its content hash, or null when unknown
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
public record Listed(long size, long lastModified, byte @Nullable [] digest) {
  /** What to do about a content that the space has lost or changed. */
  public static final String HEALING =
      "A backup with resend(true), or --resend, sends it again and heals the space.";

  /** Asks once more; null when the space has no such object any more. */
  public static @Nullable Listed ask(SpaceApi api, String key) {
    Optional<RemoteObject> object = api.head(key);
    return object.map(o -> new Listed(o.size(), o.lastModified(), o.hash())).orElse(null);
  }

  /** The space lists an object, and does not have it when it is asked for it. */
  public static IntegrityException lost(String key, SpaceResponseException answer) {
    return new IntegrityException(
        "The space lists "
            + key
            + ", but has lost its content ("
            + answer.getMessage()
            + "). "
            + HEALING,
        answer);
  }

  public long mtimeNs() {
    boolean known = lastModified >= 0 && lastModified < Long.MAX_VALUE / 1_000_000;
    return known ? CompactTime.of(Instant.ofEpochMilli(lastModified)) : SafeTarget.NO_TIME;
  }

  /** Whether nothing says that the content is another; a single object may be told without hash. */
  public boolean isSameContentAs(Listed other) {
    if (size != other.size) {
      return false;
    }
    boolean hashed = digest != null && other.digest != null;
    return hashed ? Arrays.equals(digest, other.digest) : lastModified == other.lastModified;
  }
}
