package io.spaces.client.snapshot;

import io.spaces.client.history.Strategy;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One backup in a vault. Immutable. The library makes them; an application makes some with {@link
 * #builder} to try its rules on.
 *
 * @since 0.1.0
 */
public final class Snapshot {
  private final Builder parts;

  private Snapshot(Builder parts) {
    this.parts = parts;
  }

  /**
   * Starts a snapshot of no set that is complete and empty.
   *
   * @param id its name: 16 hexadecimal digits
   * @param time when the backup started
   * @return a builder
   */
  public static Builder builder(String id, Instant time) {
    return new Builder(Objects.requireNonNull(id, "id"), Objects.requireNonNull(time, "time"));
  }

  /**
   * Starts another snapshot that is as this one, but for what the builder is told.
   *
   * @return a builder
   */
  public Builder toBuilder() {
    return parts.copy();
  }

  /**
   * Returns its name.
   *
   * @return 16 hexadecimal digits
   */
  public String id() {
    return parts.id;
  }

  /**
   * Returns when the backup started, by the clock of the machine that made it.
   *
   * @return the time
   */
  public Instant time() {
    return parts.time;
  }

  /**
   * Returns what it is a backup of. Rules, <i>newest</i> and strict restores never look beyond a
   * set.
   *
   * @return the name of its set; empty when nobody said so, as of snapshots that were made before
   *     there were sets
   */
  public String set() {
    return parts.set;
  }

  /**
   * Returns what its maker said about it.
   *
   * @return some text; may be empty
   */
  public String description() {
    return parts.description;
  }

  /**
   * Returns how long it is held, whatever the rules say, and from when on it may be removed.
   *
   * @return a time, or null when the rules decide
   */
  public @Nullable Instant expiresAt() {
    return parts.expiresAt;
  }

  /**
   * Tells whether it is held until it is unpinned: no rule and no expiry removes it.
   *
   * @return true when it is
   */
  public boolean pinned() {
    return parts.pinned;
  }

  /**
   * Returns when it was moved to the trash.
   *
   * @return a time, or null when it was not
   */
  public @Nullable Instant deletedAt() {
    return parts.deletedAt;
  }

  /**
   * Returns what was suspicious when it was made: that most of the files of the set's last snapshot
   * were gone, or had become content that does not compress, as after a deletion or an encryption
   * by mistake or by an intruder. While one of a set's snapshots says so, nothing of the set is
   * removed by rules, expiries and prunings, until {@link io.spaces.client.Snapshots#confirm} takes
   * it away.
   *
   * @return such as {@code of 2000 files 1900 are gone}, or null for nothing
   */
  public @Nullable String suspicion() {
    return parts.suspicion;
  }

  /**
   * Returns the id of the snapshot of its set that was the newest when it was made.
   *
   * @return an id, also of one that is gone by now; null for the first
   */
  public @Nullable String parent() {
    return parts.parent;
  }

  /**
   * Tells whether it holds everything that was to be backed up.
   *
   * @return false when some entries failed
   */
  public boolean complete() {
    return parts.complete;
  }

  /**
   * Returns how many files it holds.
   *
   * @return a count
   */
  public long files() {
    return parts.files;
  }

  /**
   * Returns how many folders it holds.
   *
   * @return a count
   */
  public long directories() {
    return parts.directories;
  }

  /**
   * Returns how many symbolic and hard links it holds.
   *
   * @return a count
   */
  public long links() {
    return parts.links;
  }

  /**
   * Returns the content length of all its files.
   *
   * @return bytes
   */
  public long size() {
    return parts.size;
  }

  /**
   * Returns how much its backup stored in the space, compressed and encrypted.
   *
   * @return bytes
   */
  public long sent() {
    return parts.sent;
  }

  /**
   * Returns what started its backup.
   *
   * @return the strategy, or null when nobody said so: of an imported one, say
   */
  public @Nullable Strategy strategy() {
    return parts.strategy;
  }

  /**
   * Returns the id of the space's record of its backup.
   *
   * @return an id, or null when it has none
   */
  public @Nullable String recordId() {
    return parts.recordId;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Snapshot that
        && parts.id.equals(that.parts.id)
        && parts.time.equals(that.parts.time)
        && parts.set.equals(that.parts.set)
        && parts.description.equals(that.parts.description)
        && Objects.equals(parts.expiresAt, that.parts.expiresAt)
        && parts.pinned == that.parts.pinned
        && Objects.equals(parts.deletedAt, that.parts.deletedAt)
        && Objects.equals(parts.suspicion, that.parts.suspicion)
        && Objects.equals(parts.parent, that.parts.parent)
        && parts.complete == that.parts.complete
        && parts.files == that.parts.files
        && parts.directories == that.parts.directories
        && parts.links == that.parts.links
        && parts.size == that.parts.size
        && parts.sent == that.parts.sent
        && parts.strategy == that.parts.strategy
        && Objects.equals(parts.recordId, that.parts.recordId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(parts.id, parts.time, parts.set, parts.description);
  }

  /**
   * Returns what tells it from others.
   *
   * @return such as {@code Snapshot[0123456789abcdef of 2026-11-22T01:54:00Z, set uploads, 3 files,
   *     incomplete]}
   */
  @Override
  public String toString() {
    return "Snapshot["
        + parts.id
        + " of "
        + parts.time
        + (parts.set.isEmpty() ? "" : ", set " + parts.set)
        + ", "
        + parts.files
        + " files"
        + (parts.complete ? "" : ", incomplete")
        + (parts.pinned ? ", pinned" : "")
        + (parts.suspicion == null ? "" : ", suspicious: " + parts.suspicion)
        + (parts.expiresAt == null ? "" : ", expires " + parts.expiresAt)
        + (parts.deletedAt == null ? "" : ", deleted " + parts.deletedAt)
        + "]";
  }

  /**
   * Makes a snapshot. Serves one thread.
   *
   * @since 0.1.0
   */
  public static final class Builder {
    private final String id;
    private final Instant time;
    private String set = "";
    private String description = "";
    private @Nullable Instant expiresAt;
    private boolean pinned;
    private @Nullable Instant deletedAt;
    private @Nullable String suspicion;
    private @Nullable String parent;
    private boolean complete = true;
    private long files;
    private long directories;
    private long links;
    private long size;
    private long sent;
    private @Nullable Strategy strategy;
    private @Nullable String recordId;

    private Builder(String id, Instant time) {
      this.id = id;
      this.time = time;
    }

    private Builder copy() {
      Builder copy = new Builder(id, time);
      copy.set = set;
      copy.description = description;
      copy.expiresAt = expiresAt;
      copy.pinned = pinned;
      copy.deletedAt = deletedAt;
      copy.suspicion = suspicion;
      copy.parent = parent;
      copy.complete = complete;
      copy.files = files;
      copy.directories = directories;
      copy.links = links;
      copy.size = size;
      copy.sent = sent;
      copy.strategy = strategy;
      copy.recordId = recordId;
      return copy;
    }

    /**
     * See {@link Snapshot#set}.
     *
     * @param name empty by default
     * @return this
     */
    public Builder set(String name) {
      set = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * See {@link Snapshot#description}.
     *
     * @param text empty by default
     * @return this
     */
    public Builder description(String text) {
      description = Objects.requireNonNull(text, "text");
      return this;
    }

    /**
     * See {@link Snapshot#expiresAt}.
     *
     * @param time null by default
     * @return this
     */
    public Builder expiresAt(@Nullable Instant time) {
      expiresAt = time;
      return this;
    }

    /**
     * See {@link Snapshot#pinned}.
     *
     * @param pinned false by default
     * @return this
     */
    public Builder pinned(boolean pinned) {
      this.pinned = pinned;
      return this;
    }

    /**
     * See {@link Snapshot#deletedAt}.
     *
     * @param time null by default
     * @return this
     */
    public Builder deletedAt(@Nullable Instant time) {
      deletedAt = time;
      return this;
    }

    /**
     * See {@link Snapshot#suspicion}.
     *
     * @param text null by default
     * @return this
     */
    public Builder suspicion(@Nullable String text) {
      suspicion = text;
      return this;
    }

    /**
     * See {@link Snapshot#parent}.
     *
     * @param id null by default
     * @return this
     */
    public Builder parent(@Nullable String id) {
      parent = id;
      return this;
    }

    /**
     * See {@link Snapshot#complete}.
     *
     * @param complete true by default
     * @return this
     */
    public Builder complete(boolean complete) {
      this.complete = complete;
      return this;
    }

    /**
     * See {@link Snapshot#files}.
     *
     * @param count 0 by default
     * @return this
     */
    public Builder files(long count) {
      files = count;
      return this;
    }

    /**
     * See {@link Snapshot#directories}.
     *
     * @param count 0 by default
     * @return this
     */
    public Builder directories(long count) {
      directories = count;
      return this;
    }

    /**
     * See {@link Snapshot#links}.
     *
     * @param count 0 by default
     * @return this
     */
    public Builder links(long count) {
      links = count;
      return this;
    }

    /**
     * See {@link Snapshot#size}.
     *
     * @param bytes 0 by default
     * @return this
     */
    public Builder size(long bytes) {
      size = bytes;
      return this;
    }

    /**
     * See {@link Snapshot#sent}.
     *
     * @param bytes 0 by default
     * @return this
     */
    public Builder sent(long bytes) {
      sent = bytes;
      return this;
    }

    /**
     * See {@link Snapshot#strategy}.
     *
     * @param strategy null by default
     * @return this
     */
    public Builder strategy(@Nullable Strategy strategy) {
      this.strategy = strategy;
      return this;
    }

    /**
     * See {@link Snapshot#recordId}.
     *
     * @param id null by default
     * @return this
     */
    public Builder recordId(@Nullable String id) {
      recordId = id;
      return this;
    }

    /**
     * Returns the snapshot.
     *
     * @return one that no longer depends on this
     */
    public Snapshot build() {
      return new Snapshot(copy());
    }
  }
}
