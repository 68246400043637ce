package io.spaces.client;

import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.protocol.object.RemoteObject;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One object in a space, without its content. Immutable. The library makes them; a test makes some
 * with {@link #builder}.
 *
 * @since 0.1.0
 */
public final class SpaceObject {
  private final Builder parts;

  private SpaceObject(Builder parts) {
    this.parts = parts;
  }

  static SpaceObject of(RemoteObject object) {
    return builder(object.key())
        .size(object.size())
        .lastModified(
            object.lastModified() < 0 ? null : Instant.ofEpochMilli(object.lastModified()))
        .contentHash(object.hash() == null ? null : ContentHash.toCid(object.hash()))
        .mimeType(object.mimeType())
        .metadata(object.metadata() == null ? Map.of() : object.metadata())
        .build();
  }

  /**
   * Starts an object of which nothing but its key is known.
   *
   * @param key its key
   * @return a builder
   */
  public static Builder builder(String key) {
    return new Builder(Objects.requireNonNull(key, "key"));
  }

  /**
   * Starts another that is as this one, but for what the builder is told.
   *
   * @return a builder
   */
  public Builder toBuilder() {
    return parts.copy();
  }

  /**
   * Returns its key.
   *
   * @return relative to what was asked for
   */
  public String key() {
    return parts.key;
  }

  /**
   * Returns how long its content is.
   *
   * @return bytes, or -1 when the space does not say
   */
  public long size() {
    return parts.size;
  }

  /**
   * Returns when the space took it.
   *
   * @return a time, or null when the space does not say
   */
  public @Nullable Instant lastModified() {
    return parts.lastModified;
  }

  /**
   * Returns the hash of its content.
   *
   * @return an IPFS CIDv1 in base32, or null when the space does not say
   */
  public @Nullable String contentHash() {
    return parts.contentHash;
  }

  /**
   * Returns its media type, which the space makes of its name.
   *
   * @return such as {@code text/plain}, or null when the space does not say
   */
  public @Nullable String mimeType() {
    return parts.mimeType;
  }

  /**
   * Returns what was stored with it. Only {@link SpaceObjects#head} tells it; lists do not.
   *
   * @return texts by name, as given to {@code put}; what another client has stored as something
   *     else than text is its JSON. Empty when there is nothing, or the space does not say
   */
  public Map<String, String> metadata() {
    return parts.metadata;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SpaceObject that
        && parts.key.equals(that.parts.key)
        && parts.size == that.parts.size
        && Objects.equals(parts.lastModified, that.parts.lastModified)
        && Objects.equals(parts.contentHash, that.parts.contentHash)
        && Objects.equals(parts.mimeType, that.parts.mimeType)
        && parts.metadata.equals(that.parts.metadata);
  }

  @Override
  public int hashCode() {
    return Objects.hash(parts.key, parts.size, parts.contentHash);
  }

  /**
   * Returns what tells it from others.
   *
   * @return such as {@code SpaceObject[notes/today.txt, 42 bytes, 2026-11-22T01:54:00Z]}
   */
  @Override
  public String toString() {
    return "SpaceObject["
        + parts.key
        + (parts.size < 0 ? "" : ", " + parts.size + " bytes")
        + (parts.lastModified == null ? "" : ", " + parts.lastModified)
        + (parts.contentHash == null ? "" : ", " + parts.contentHash)
        + "]";
  }

  /**
   * Makes a {@link SpaceObject}. Not safe for use by several threads.
   *
   * @since 0.1.0
   */
  public static final class Builder {
    private final String key;
    private long size = -1;
    private @Nullable Instant lastModified;
    private @Nullable String contentHash;
    private @Nullable String mimeType;
    private Map<String, String> metadata = Map.of();

    private Builder(String key) {
      this.key = key;
    }

    private Builder copy() {
      Builder copy = new Builder(key);
      copy.size = size;
      copy.lastModified = lastModified;
      copy.contentHash = contentHash;
      copy.mimeType = mimeType;
      copy.metadata = metadata;
      return copy;
    }

    /**
     * See {@link SpaceObject#size}.
     *
     * @param bytes -1 by default
     * @return this
     */
    public Builder size(long bytes) {
      size = bytes;
      return this;
    }

    /**
     * See {@link SpaceObject#lastModified}.
     *
     * @param time null by default
     * @return this
     */
    public Builder lastModified(@Nullable Instant time) {
      lastModified = time;
      return this;
    }

    /**
     * See {@link SpaceObject#contentHash}.
     *
     * @param cid null by default
     * @return this
     */
    public Builder contentHash(@Nullable String cid) {
      contentHash = cid;
      return this;
    }

    /**
     * See {@link SpaceObject#mimeType}.
     *
     * @param type null by default
     * @return this
     */
    public Builder mimeType(@Nullable String type) {
      mimeType = type;
      return this;
    }

    /**
     * See {@link SpaceObject#metadata}.
     *
     * @param metadata none by default
     * @return this
     */
    public Builder metadata(Map<String, String> metadata) {
      this.metadata = Map.copyOf(Objects.requireNonNull(metadata, "metadata"));
      return this;
    }

    /**
     * Returns the object.
     *
     * @return one that no longer depends on this
     */
    public SpaceObject build() {
      return new SpaceObject(copy());
    }
  }
}
