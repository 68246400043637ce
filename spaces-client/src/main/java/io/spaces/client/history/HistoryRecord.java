package io.spaces.client.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in a space. Immutable. The library makes them; a test makes some with
 * {@link #builder}.
 *
 * @since 0.1.0
 */
public final class HistoryRecord {
  private final Builder parts;

  private HistoryRecord(Builder parts) {
    this.parts = parts;
  }

  /**
   * Starts a record of which nothing else is known.
   *
   * @param id what the space calls it
   * @param kind what it is about
   * @param status how it stands
   * @param startedAt when it began
   * @return a builder
   */
  public static Builder builder(
      String id, HistoryKind kind, HistoryStatus status, Instant startedAt) {
    return new Builder(
        Objects.requireNonNull(id, "id"),
        Objects.requireNonNull(kind, "kind"),
        Objects.requireNonNull(status, "status"),
        Objects.requireNonNull(startedAt, "startedAt"));
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
   * Returns what the space calls it.
   *
   * @return an id; a snapshot's own for {@link HistoryKind#SNAPSHOT}
   */
  public String id() {
    return parts.id;
  }

  /**
   * Returns what it is about.
   *
   * @return the kind
   */
  public HistoryKind kind() {
    return parts.kind;
  }

  /**
   * Returns how it stands.
   *
   * @return the status
   */
  public HistoryStatus status() {
    return parts.status;
  }

  /**
   * Returns when it began.
   *
   * @return a time; {@link Instant#EPOCH} when the space does not say
   */
  public Instant startedAt() {
    return parts.startedAt;
  }

  /**
   * Returns when it ended.
   *
   * @return a time, or null while it is open
   */
  public @Nullable Instant endedAt() {
    return parts.endedAt;
  }

  /**
   * Returns what started it.
   *
   * @return the strategy, or null when nobody said so
   */
  public @Nullable Strategy strategy() {
    return parts.strategy;
  }

  /**
   * Returns what was said of its outcome.
   *
   * @return some text; may be empty
   */
  public String message() {
    return parts.message;
  }

  /**
   * Returns what it was for.
   *
   * @return some text; may be empty
   */
  public String description() {
    return parts.description;
  }

  /**
   * Returns how many objects it was about: those in a backup's snapshot, or else those that were
   * sent and deleted, or fetched.
   *
   * @return a count; -1 when unknown
   */
  public long count() {
    return parts.count;
  }

  /**
   * Returns how many objects failed.
   *
   * @return a count; -1 when unknown
   */
  public long errorCount() {
    return parts.errorCount;
  }

  /**
   * Returns how long the content of its objects is.
   *
   * @return bytes; -1 when unknown
   */
  public long size() {
    return parts.size;
  }

  /**
   * Returns the snapshot that it made.
   *
   * @return an id, or null when it made none, it is there no more, or the history knows of no
   *     snapshots
   */
  public @Nullable String snapshotId() {
    return parts.snapshotId;
  }

  /**
   * Returns until when no rule removes that snapshot, and from when on it may be removed.
   *
   * @return a time, or null when the rules decide
   */
  public @Nullable Instant expiresAt() {
    return parts.expiresAt;
  }

  /**
   * Returns the backup, or restore, that a {@link HistoryKind#SYNC} is of.
   *
   * @return its id, or null when it names none
   */
  public @Nullable String backupId() {
    return parts.backupId;
  }

  /**
   * Returns what that snapshot is a backup of. Only the vault tells it: the space's log must not
   * know a name that may be secret.
   *
   * @return the name of its set, or null when there is no snapshot
   */
  public @Nullable String set() {
    return parts.set;
  }

  /**
   * Returns how long it took.
   *
   * @return the time from start to end, or null while it is open
   */
  public @Nullable Duration duration() {
    Instant end = parts.endedAt;
    return end == null ? null : Duration.between(parts.startedAt, end);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HistoryRecord that
        && parts.id.equals(that.parts.id)
        && parts.kind == that.parts.kind
        && parts.status == that.parts.status
        && parts.startedAt.equals(that.parts.startedAt)
        && Objects.equals(parts.endedAt, that.parts.endedAt)
        && parts.strategy == that.parts.strategy
        && parts.message.equals(that.parts.message)
        && parts.description.equals(that.parts.description)
        && parts.count == that.parts.count
        && parts.errorCount == that.parts.errorCount
        && parts.size == that.parts.size
        && Objects.equals(parts.snapshotId, that.parts.snapshotId)
        && Objects.equals(parts.expiresAt, that.parts.expiresAt)
        && Objects.equals(parts.backupId, that.parts.backupId)
        && Objects.equals(parts.set, that.parts.set);
  }

  @Override
  public int hashCode() {
    return Objects.hash(parts.id, parts.kind, parts.status, parts.startedAt);
  }

  /**
   * Returns what tells it from others.
   *
   * @return such as {@code HistoryRecord[42, BACKUP SUCCEEDED, 2026-11-22T01:54:00Z]}
   */
  @Override
  public String toString() {
    return "HistoryRecord["
        + parts.id
        + ", "
        + parts.kind
        + " "
        + parts.status
        + ", "
        + parts.startedAt
        + (parts.endedAt == null ? "" : " to " + parts.endedAt)
        + (parts.count < 0 ? "" : ", count " + parts.count)
        + (parts.errorCount < 1 ? "" : ", errors " + parts.errorCount)
        + (parts.size < 0 ? "" : ", size " + parts.size)
        + (parts.snapshotId == null ? "" : ", snapshot " + parts.snapshotId)
        + (parts.message.isEmpty() ? "" : ": " + parts.message)
        + "]";
  }

  /**
   * Makes a {@link HistoryRecord}. Not safe for use by several threads.
   *
   * @since 0.1.0
   */
  public static final class Builder {
    private final String id;
    private final HistoryKind kind;
    private final HistoryStatus status;
    private final Instant startedAt;
    private @Nullable Instant endedAt;
    private @Nullable Strategy strategy;
    private String message = "";
    private String description = "";
    private long count = -1;
    private long errorCount = -1;
    private long size = -1;
    private @Nullable String snapshotId;
    private @Nullable Instant expiresAt;
    private @Nullable String backupId;
    private @Nullable String set;

    private Builder(String id, HistoryKind kind, HistoryStatus status, Instant startedAt) {
      this.id = id;
      this.kind = kind;
      this.status = status;
      this.startedAt = startedAt;
    }

    private Builder copy() {
      Builder copy = new Builder(id, kind, status, startedAt);
      copy.endedAt = endedAt;
      copy.strategy = strategy;
      copy.message = message;
      copy.description = description;
      copy.count = count;
      copy.errorCount = errorCount;
      copy.size = size;
      copy.snapshotId = snapshotId;
      copy.expiresAt = expiresAt;
      copy.backupId = backupId;
      copy.set = set;
      return copy;
    }

    /**
     * See {@link HistoryRecord#endedAt}.
     *
     * @param time null by default
     * @return this
     */
    public Builder endedAt(@Nullable Instant time) {
      endedAt = time;
      return this;
    }

    /**
     * See {@link HistoryRecord#strategy}.
     *
     * @param strategy null by default
     * @return this
     */
    public Builder strategy(@Nullable Strategy strategy) {
      this.strategy = strategy;
      return this;
    }

    /**
     * See {@link HistoryRecord#message}.
     *
     * @param text empty by default
     * @return this
     */
    public Builder message(String text) {
      message = Objects.requireNonNull(text, "text");
      return this;
    }

    /**
     * See {@link HistoryRecord#description}.
     *
     * @param text empty by default
     * @return this
     */
    public Builder description(String text) {
      description = Objects.requireNonNull(text, "text");
      return this;
    }

    /**
     * See {@link HistoryRecord#count}.
     *
     * @param count -1 by default
     * @return this
     */
    public Builder count(long count) {
      this.count = count;
      return this;
    }

    /**
     * See {@link HistoryRecord#errorCount}.
     *
     * @param count -1 by default
     * @return this
     */
    public Builder errorCount(long count) {
      errorCount = count;
      return this;
    }

    /**
     * See {@link HistoryRecord#size}.
     *
     * @param bytes -1 by default
     * @return this
     */
    public Builder size(long bytes) {
      size = bytes;
      return this;
    }

    /**
     * See {@link HistoryRecord#snapshotId}.
     *
     * @param id null by default
     * @return this
     */
    public Builder snapshotId(@Nullable String id) {
      snapshotId = id;
      return this;
    }

    /**
     * See {@link HistoryRecord#expiresAt}.
     *
     * @param time null by default
     * @return this
     */
    public Builder expiresAt(@Nullable Instant time) {
      expiresAt = time;
      return this;
    }

    /**
     * See {@link HistoryRecord#backupId}.
     *
     * @param id null by default
     * @return this
     */
    public Builder backupId(@Nullable String id) {
      backupId = id;
      return this;
    }

    /**
     * See {@link HistoryRecord#set}.
     *
     * @param name null by default
     * @return this
     */
    public Builder set(@Nullable String name) {
      set = name;
      return this;
    }

    /**
     * Returns the record.
     *
     * @return one that no longer depends on this
     */
    public HistoryRecord build() {
      return new HistoryRecord(copy());
    }
  }
}
