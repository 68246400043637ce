package io.spaces.client.transfer;

import static java.util.Objects.requireNonNull;

import io.spaces.client.error.TransferException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the result of a backup and that of a restore have in common. Immutable. Two are equal when
 * they are of the same kind and all they tell is equal.
 *
 * @since 0.1.0
 */
public abstract class TransferResult {
  /** How many entries {@link #skipped} names at the most. */
  public static final int MOST_SKIPPED = 100;

  private final TransferStatus status;
  private final long errorCount;
  private final long count;
  private final long deleted;
  private final Duration duration;
  private final long size;
  private final long scanned;
  private final long unchanged;
  private final long skippedCount;
  private final List<SkippedEntry> skipped;
  private final List<Warning> warnings;
  private final int statusCode;
  private final String statusMessage;
  private final @Nullable String recordId;
  private final @Nullable String snapshotId;
  private final List<ObjectFailure> failures;
  private final @Nullable Throwable cause;

  /**
   * What a builder holds.
   *
   * @param from the builder
   */
  protected TransferResult(Builder<?> from) {
    status = from.status;
    errorCount = from.errorCount;
    count = from.count;
    deleted = from.deleted;
    duration = from.duration;
    size = from.size;
    scanned = from.scanned;
    unchanged = from.unchanged;
    skipped = from.skipped;
    skippedCount = from.skippedCount;
    warnings = from.warnings;
    statusCode = from.statusCode;
    statusMessage = from.statusMessage;
    recordId = from.recordId;
    snapshotId = from.snapshotId;
    failures = from.failures;
    cause = from.cause;
  }

  /**
   * Returns how the run ended.
   *
   * @return {@link TransferStatus#SUCCEEDED} only when every object is safe where it belongs, and
   *     the space's record says so
   */
  public final TransferStatus status() {
    return status;
  }

  /**
   * Returns how many objects failed.
   *
   * @return -1 when the run ended before it began to move objects
   */
  public final long errorCount() {
    return errorCount;
  }

  /**
   * Returns how many objects were moved, and deleted.
   *
   * @return {@link #deleted} among them; -1 when the run ended before it began to move objects
   */
  public final long count() {
    return count;
  }

  /**
   * Returns how many of {@link #count} were deleted: by a backup, objects from the space that the
   * source no longer has; by a restore, files and links from the target that the backup does not
   * have. In a dry run, how many would be. Snapshots that a rule has removed are not among them.
   *
   * @return -1 when the run ended before it began to move objects
   */
  public final long deleted() {
    return deleted;
  }

  /**
   * Returns the time from start to end.
   *
   * @return negative when the run ended before it began to move objects
   */
  public final Duration duration() {
    return duration;
  }

  /**
   * Returns how many bytes of content were moved.
   *
   * @return -1 when the run ended before it began to move objects
   */
  public final long size() {
    return size;
  }

  /**
   * Returns how many objects the source, or the backup, holds after filters.
   *
   * @return the number; 0 when the run ended before that was known
   */
  public final long scanned() {
    return scanned;
  }

  /**
   * Returns how many objects were on the other side already.
   *
   * @return the number
   */
  public final long unchanged() {
    return unchanged;
  }

  /**
   * Returns how many entries were left out, or left as they were, by policy.
   *
   * @return the number of all; {@link #skipped} names the first
   */
  public final long skippedCount() {
    return skippedCount;
  }

  /**
   * Returns what was left out, or left as it was, by policy, and why.
   *
   * @return the first {@value #MOST_SKIPPED} of them; {@link #skippedCount} counts all
   */
  public final List<SkippedEntry> skipped() {
    return skipped;
  }

  /**
   * Returns what a person should know besides: what the run could not do next to its main job. They
   * change no status.
   *
   * @return in the order they came
   */
  public final List<Warning> warnings() {
    return warnings;
  }

  /**
   * Returns the HTTP status of the answer that decided the end.
   *
   * @return 200, or the failing one; 0 when no answer did
   */
  public final int statusCode() {
    return statusCode;
  }

  /**
   * Returns what to tell a person.
   *
   * @return the server's words where it had some; may be empty
   */
  public final String statusMessage() {
    return statusMessage;
  }

  /**
   * Returns the id of the space's record of this run.
   *
   * @return null when none was made
   */
  public final @Nullable String recordId() {
    return recordId;
  }

  /**
   * Returns the id of the snapshot that was made or restored.
   *
   * @return null when there was none
   */
  public final @Nullable String snapshotId() {
    return snapshotId;
  }

  /**
   * Returns the objects that failed, and why.
   *
   * @return in the order they failed
   */
  public final List<ObjectFailure> failures() {
    return failures;
  }

  /**
   * Returns what ended the run early.
   *
   * @return null when it went to its end
   */
  public final @Nullable Throwable cause() {
    return cause;
  }

  /**
   * Throws unless the run succeeded.
   *
   * @param noun what it was, such as {@code backup}
   * @throws TransferException when it ended in any other way
   */
  protected final void throwUnlessSucceeded(String noun) {
    if (status != TransferStatus.SUCCEEDED) {
      throw new TransferException(
          "The " + noun + " ended as " + status + ": " + statusMessage, cause);
    }
  }

  private List<@Nullable Object> values() {
    return Arrays.asList(
        status,
        errorCount,
        count,
        deleted,
        duration,
        size,
        scanned,
        unchanged,
        skippedCount,
        skipped,
        warnings,
        statusCode,
        statusMessage,
        recordId,
        snapshotId,
        failures,
        cause);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof TransferResult that
        && that.getClass() == getClass()
        && that.values().equals(values());
  }

  @Override
  public final int hashCode() {
    return Objects.hash(status, count, size, statusMessage, recordId, snapshotId);
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName()
        + "["
        + status
        + (statusMessage.isEmpty() ? "" : ": " + statusMessage)
        + ", count "
        + count
        + (deleted > 0 ? ", of them deleted " + deleted : "")
        + ", size "
        + size
        + ", scanned "
        + scanned
        + ", unchanged "
        + unchanged
        + ", skipped "
        + skippedCount
        + ", errors "
        + errorCount
        + ", warnings "
        + warnings
        + ", record "
        + recordId
        + ", snapshot "
        + snapshotId
        + "]";
  }

  /**
   * Puts a result together: what the library does at the end of a run, and what stands in for it in
   * a test or in a {@code BackupRunner} of one's own. Of what is not given, a result says what one
   * says of a run that ended before it began to move objects. Not safe for use by several threads.
   *
   * @param <B> the builder itself
   * @since 0.1.0
   */
  public abstract static class Builder<B extends Builder<B>> {
    private final TransferStatus status;
    private long errorCount = -1;
    private long count = -1;
    private long deleted = -1;
    private Duration duration = Duration.ofMillis(-1);
    private long size = -1;
    private long scanned;
    private long unchanged;
    private long skippedCount;
    private List<SkippedEntry> skipped = List.of();
    private List<Warning> warnings = List.of();
    private int statusCode;
    private String statusMessage = "";
    private @Nullable String recordId;
    private @Nullable String snapshotId;
    private List<ObjectFailure> failures = List.of();
    private @Nullable Throwable cause;

    /**
     * A builder of a result with this status.
     *
     * @param status how the run ended
     */
    protected Builder(TransferStatus status) {
      this.status = requireNonNull(status, "status");
    }

    /**
     * Returns this.
     *
     * @return this
     */
    protected abstract B self();

    /**
     * {@link TransferResult#errorCount}.
     *
     * @param errorCount -1 by default
     * @return this
     */
    public B errorCount(long errorCount) {
      this.errorCount = errorCount;
      return self();
    }

    /**
     * {@link TransferResult#count}.
     *
     * @param count -1 by default
     * @return this
     */
    public B count(long count) {
      this.count = count;
      return self();
    }

    /**
     * {@link TransferResult#deleted}.
     *
     * @param deleted -1 by default
     * @return this
     */
    public B deleted(long deleted) {
      this.deleted = deleted;
      return self();
    }

    /**
     * {@link TransferResult#duration}.
     *
     * @param duration negative by default
     * @return this
     */
    public B duration(Duration duration) {
      this.duration = requireNonNull(duration, "duration");
      return self();
    }

    /**
     * {@link TransferResult#size}.
     *
     * @param size -1 by default
     * @return this
     */
    public B size(long size) {
      this.size = size;
      return self();
    }

    /**
     * {@link TransferResult#scanned}.
     *
     * @param scanned 0 by default
     * @return this
     */
    public B scanned(long scanned) {
      this.scanned = scanned;
      return self();
    }

    /**
     * {@link TransferResult#unchanged}.
     *
     * @param unchanged 0 by default
     * @return this
     */
    public B unchanged(long unchanged) {
      this.unchanged = unchanged;
      return self();
    }

    /**
     * {@link TransferResult#skippedCount}.
     *
     * @param skippedCount as many as are named by default
     * @return this
     */
    public B skippedCount(long skippedCount) {
      this.skippedCount = skippedCount;
      return self();
    }

    /**
     * {@link TransferResult#skipped}.
     *
     * @param skipped none by default; the first 100 are kept
     * @return this
     */
    public B skipped(List<SkippedEntry> skipped) {
      requireNonNull(skipped, "skipped");
      this.skipped = List.copyOf(skipped.subList(0, Math.min(MOST_SKIPPED, skipped.size())));
      skippedCount = Math.max(skippedCount, skipped.size());
      return self();
    }

    /**
     * {@link TransferResult#warnings}.
     *
     * @param warnings none by default
     * @return this
     */
    public B warnings(List<Warning> warnings) {
      this.warnings = List.copyOf(requireNonNull(warnings, "warnings"));
      return self();
    }

    /**
     * {@link TransferResult#statusCode}.
     *
     * @param statusCode 0 by default
     * @return this
     */
    public B statusCode(int statusCode) {
      this.statusCode = statusCode;
      return self();
    }

    /**
     * {@link TransferResult#statusMessage}.
     *
     * @param statusMessage empty by default
     * @return this
     */
    public B statusMessage(String statusMessage) {
      this.statusMessage = requireNonNull(statusMessage, "statusMessage");
      return self();
    }

    /**
     * {@link TransferResult#recordId}.
     *
     * @param recordId null by default
     * @return this
     */
    public B recordId(@Nullable String recordId) {
      this.recordId = recordId;
      return self();
    }

    /**
     * {@link TransferResult#snapshotId}.
     *
     * @param snapshotId null by default
     * @return this
     */
    public B snapshotId(@Nullable String snapshotId) {
      this.snapshotId = snapshotId;
      return self();
    }

    /**
     * {@link TransferResult#failures}.
     *
     * @param failures none by default
     * @return this
     */
    public B failures(List<ObjectFailure> failures) {
      this.failures = List.copyOf(requireNonNull(failures, "failures"));
      return self();
    }

    /**
     * {@link TransferResult#cause}.
     *
     * @param cause null by default
     * @return this
     */
    public B cause(@Nullable Throwable cause) {
      this.cause = cause;
      return self();
    }
  }
}
