package io.spaces.client.snapshot;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing in a snapshot. Immutable. The library makes them; a test makes some with {@link
 * #builder}.
 *
 * @since 0.1.0
 */
public final class SnapshotEntry {
  private final Builder parts;

  private SnapshotEntry(Builder parts) {
    this.parts = parts;
  }

  /**
   * Starts an entry that is empty, and of which no permissions are known.
   *
   * @param path where it is: {@code /}-separated, relative to what was backed up
   * @param type what it is
   * @param modified when it was last modified
   * @return a builder
   */
  public static Builder builder(String path, Type type, Instant modified) {
    return new Builder(
        Objects.requireNonNull(path, "path"),
        Objects.requireNonNull(type, "type"),
        Objects.requireNonNull(modified, "modified"));
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
   * Returns where it is.
   *
   * @return a {@code /}-separated path, relative to what was backed up
   */
  public String path() {
    return parts.path;
  }

  /**
   * Returns what it is.
   *
   * @return the type
   */
  public Type type() {
    return parts.type;
  }

  /**
   * Returns when it was last modified.
   *
   * @return a time, to the nanosecond where the file system tells
   */
  public Instant modified() {
    return parts.modified;
  }

  /**
   * Returns how long its content is.
   *
   * @return bytes; 0 for anything but a file
   */
  public long size() {
    return parts.size;
  }

  /**
   * Returns who may do what with it.
   *
   * @return the nine POSIX permission bits ({@code 0} to {@code 0777}), or -1 when unknown
   */
  public int permissions() {
    return parts.permissions;
  }

  /**
   * Returns where it leads.
   *
   * @return where a symbolic link points, or the path of the entry that a hard link is another name
   *     of; null for anything else
   */
  public @Nullable String linkTarget() {
    return parts.linkTarget;
  }

  /**
   * What an entry is.
   *
   * @since 0.1.0
   */
  public enum Type {
    /** A regular file. */
    FILE,
    /** A folder. */
    DIRECTORY,
    /** A symbolic link. */
    SYMBOLIC_LINK,
    /** Another name of a file in the same snapshot. */
    HARD_LINK
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SnapshotEntry that
        && parts.path.equals(that.parts.path)
        && parts.type == that.parts.type
        && parts.modified.equals(that.parts.modified)
        && parts.size == that.parts.size
        && parts.permissions == that.parts.permissions
        && Objects.equals(parts.linkTarget, that.parts.linkTarget);
  }

  @Override
  public int hashCode() {
    return Objects.hash(parts.path, parts.type, parts.size, parts.modified);
  }

  /**
   * Returns all that is known of it.
   *
   * @return such as {@code SnapshotEntry[FILE db/users.csv, 42 bytes, 2026-11-22T01:54:00Z, 0644]}
   */
  @Override
  public String toString() {
    return "SnapshotEntry["
        + parts.type
        + " "
        + parts.path
        + (parts.type == Type.FILE ? ", " + parts.size + " bytes" : "")
        + ", "
        + parts.modified
        + (parts.permissions < 0 ? "" : ", 0" + Integer.toOctalString(parts.permissions))
        + (parts.linkTarget == null ? "" : ", to " + parts.linkTarget)
        + "]";
  }

  /**
   * Makes a {@link SnapshotEntry}. Not safe for use by several threads.
   *
   * @since 0.1.0
   */
  public static final class Builder {
    private final String path;
    private final Type type;
    private final Instant modified;
    private long size;
    private int permissions = -1;
    private @Nullable String linkTarget;

    private Builder(String path, Type type, Instant modified) {
      this.path = path;
      this.type = type;
      this.modified = modified;
    }

    private Builder copy() {
      Builder copy = new Builder(path, type, modified);
      copy.size = size;
      copy.permissions = permissions;
      copy.linkTarget = linkTarget;
      return copy;
    }

    /**
     * See {@link SnapshotEntry#size}.
     *
     * @param bytes 0 by default
     * @return this
     */
    public Builder size(long bytes) {
      size = bytes;
      return this;
    }

    /**
     * See {@link SnapshotEntry#permissions}.
     *
     * @param bits -1 by default
     * @return this
     */
    public Builder permissions(int bits) {
      permissions = bits;
      return this;
    }

    /**
     * See {@link SnapshotEntry#linkTarget}.
     *
     * @param target null by default
     * @return this
     */
    public Builder linkTarget(@Nullable String target) {
      linkTarget = target;
      return this;
    }

    /**
     * Returns the entry.
     *
     * @return one that no longer depends on this
     */
    public SnapshotEntry build() {
      return new SnapshotEntry(copy());
    }
  }
}
