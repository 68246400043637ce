package io.spaces.client;

import io.spaces.client.error.SpaceErrorCode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a space says about itself. A space may leave all of it unsaid, which is no fault of it:
 * whether a backup works is then seen by making one. Immutable. The library makes them; a test
 * makes some with {@link #builder}.
 *
 * @since 0.1.0
 */
public final class SpaceStatus {
  private final Builder parts;

  private SpaceStatus(Builder parts) {
    this.parts = parts;
  }

  /**
   * Starts the status of a space that has said nothing.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
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
   * Tells whether it can be used now.
   *
   * @return false when it says that it cannot
   */
  public boolean available() {
    return parts.available;
  }

  /**
   * Tells whether it is full.
   *
   * @return true when it says that it takes no more data
   */
  public boolean full() {
    return parts.full;
  }

  /**
   * Returns how much room is left.
   *
   * @return bytes, or -1 when unsaid or without a limit
   */
  public long freeCapacity() {
    return parts.freeCapacity;
  }

  /**
   * Returns what is wrong with it.
   *
   * @return a code, or null for nothing
   */
  public @Nullable SpaceErrorCode error() {
    return parts.error;
  }

  /**
   * Returns the space's own words on that.
   *
   * @return some text; may be empty
   */
  public String message() {
    return parts.message;
  }

  /**
   * Returns what the space is called.
   *
   * @return a name; may be empty
   */
  public String name() {
    return parts.name;
  }

  /**
   * Returns the version of its software.
   *
   * @return a version; may be empty
   */
  public String version() {
    return parts.version;
  }

  /**
   * Returns who owns it.
   *
   * @return a DID; may be empty
   */
  public String owner() {
    return parts.owner;
  }

  /**
   * Tells whether its objects may be listed.
   *
   * @return false when it says that they may not
   */
  public boolean listable() {
    return parts.listable;
  }

  /**
   * Tells whether its objects may be read.
   *
   * @return false when it says that they may not
   */
  public boolean readable() {
    return parts.readable;
  }

  /**
   * Tells whether it may be written to.
   *
   * @return false when it says that nothing may be written
   */
  public boolean writeable() {
    return parts.writeable;
  }

  /**
   * Tells whether a backup could go there, by what the space says of itself.
   *
   * @return false when it says that it is not available, is full, has an error, or may not be
   *     written to
   */
  public boolean takesBackups() {
    return parts.available && !parts.full && parts.error == null && parts.writeable;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SpaceStatus that
        && parts.available == that.parts.available
        && parts.full == that.parts.full
        && parts.freeCapacity == that.parts.freeCapacity
        && parts.error == that.parts.error
        && parts.message.equals(that.parts.message)
        && parts.name.equals(that.parts.name)
        && parts.version.equals(that.parts.version)
        && parts.owner.equals(that.parts.owner)
        && parts.listable == that.parts.listable
        && parts.readable == that.parts.readable
        && parts.writeable == that.parts.writeable;
  }

  @Override
  public int hashCode() {
    return Objects.hash(parts.available, parts.full, parts.freeCapacity, parts.error, parts.name);
  }

  /**
   * Returns what it says, but for what it leaves unsaid.
   *
   * @return such as {@code SpaceStatus[available, 1024 bytes free, name Alice's]}
   */
  @Override
  public String toString() {
    return "SpaceStatus["
        + (parts.available ? "available" : "not available")
        + (parts.full ? ", full" : "")
        + (parts.freeCapacity < 0 ? "" : ", " + parts.freeCapacity + " bytes free")
        + (parts.error == null ? "" : ", " + parts.error)
        + (parts.message.isEmpty() ? "" : ": " + parts.message)
        + (parts.name.isEmpty() ? "" : ", name " + parts.name)
        + (parts.version.isEmpty() ? "" : ", version " + parts.version)
        + (parts.owner.isEmpty() ? "" : ", owner " + parts.owner)
        + (parts.listable ? "" : ", not to be listed")
        + (parts.readable ? "" : ", not to be read")
        + (parts.writeable ? "" : ", not to be written to")
        + "]";
  }

  /**
   * Makes a {@link SpaceStatus}. Not safe for use by several threads.
   *
   * @since 0.1.0
   */
  public static final class Builder {
    private boolean available = true;
    private boolean full;
    private long freeCapacity = -1;
    private @Nullable SpaceErrorCode error;
    private String message = "";
    private String name = "";
    private String version = "";
    private String owner = "";
    private boolean listable = true;
    private boolean readable = true;
    private boolean writeable = true;

    private Builder() {}

    private Builder copy() {
      Builder copy = new Builder();
      copy.available = available;
      copy.full = full;
      copy.freeCapacity = freeCapacity;
      copy.error = error;
      copy.message = message;
      copy.name = name;
      copy.version = version;
      copy.owner = owner;
      copy.listable = listable;
      copy.readable = readable;
      copy.writeable = writeable;
      return copy;
    }

    /**
     * See {@link SpaceStatus#available}.
     *
     * @param available true by default
     * @return this
     */
    public Builder available(boolean available) {
      this.available = available;
      return this;
    }

    /**
     * See {@link SpaceStatus#full}.
     *
     * @param full false by default
     * @return this
     */
    public Builder full(boolean full) {
      this.full = full;
      return this;
    }

    /**
     * See {@link SpaceStatus#freeCapacity}.
     *
     * @param bytes -1 by default
     * @return this
     */
    public Builder freeCapacity(long bytes) {
      freeCapacity = bytes;
      return this;
    }

    /**
     * See {@link SpaceStatus#error}.
     *
     * @param code null by default
     * @return this
     */
    public Builder error(@Nullable SpaceErrorCode code) {
      error = code;
      return this;
    }

    /**
     * See {@link SpaceStatus#message}.
     *
     * @param text empty by default
     * @return this
     */
    public Builder message(String text) {
      message = Objects.requireNonNull(text, "text");
      return this;
    }

    /**
     * See {@link SpaceStatus#name}.
     *
     * @param name empty by default
     * @return this
     */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * See {@link SpaceStatus#version}.
     *
     * @param version empty by default
     * @return this
     */
    public Builder version(String version) {
      this.version = Objects.requireNonNull(version, "version");
      return this;
    }

    /**
     * See {@link SpaceStatus#owner}.
     *
     * @param did empty by default
     * @return this
     */
    public Builder owner(String did) {
      owner = Objects.requireNonNull(did, "did");
      return this;
    }

    /**
     * See {@link SpaceStatus#listable}.
     *
     * @param listable true by default
     * @return this
     */
    public Builder listable(boolean listable) {
      this.listable = listable;
      return this;
    }

    /**
     * See {@link SpaceStatus#readable}.
     *
     * @param readable true by default
     * @return this
     */
    public Builder readable(boolean readable) {
      this.readable = readable;
      return this;
    }

    /**
     * See {@link SpaceStatus#writeable}.
     *
     * @param writeable true by default
     * @return this
     */
    public Builder writeable(boolean writeable) {
      this.writeable = writeable;
      return this;
    }

    /**
     * Returns the status.
     *
     * @return one that no longer depends on this
     */
    public SpaceStatus build() {
      return new SpaceStatus(copy());
    }
  }
}
