package io.spaces.client.backup;

import static java.util.Objects.requireNonNull;

import io.spaces.client.error.TransferException;
import io.spaces.client.snapshot.RetentionDecision;
import io.spaces.client.transfer.TransferResult;
import io.spaces.client.transfer.TransferStatus;
import java.util.List;

/**
 * How a backup ended. Immutable.
 *
 * <p>{@code count} are objects uploaded plus objects deleted, {@code size} the bytes uploaded. In a
 * vault an object counts as uploaded when the vault lacked some of its content: one that is empty,
 * a copy, or only has another name now sends nothing and is {@code unchanged}; folders and links
 * are not counted. {@code skipped} are entries of the source that were left out by policy: the
 * links that a mirror cannot hold, pipes, files that vanished.
 *
 * @since 0.1.0
 */
public final class BackupResult extends TransferResult {
  private final List<RetentionDecision> retention;

  private BackupResult(Builder builder) {
    super(builder);
    retention = builder.retention;
  }

  /**
   * Returns what the rule would do with the earlier snapshots of the set, once this one were made.
   *
   * @return a decision on each, newest first; none but of a dry run with a rule
   */
  public List<RetentionDecision> retention() {
    return retention;
  }

  /**
   * Puts a result together.
   *
   * @param status how the backup ended
   * @return a builder
   */
  public static Builder builder(TransferStatus status) {
    return new Builder(status);
  }

  /**
   * Returns this result when the backup succeeded.
   *
   * @return this
   * @throws TransferException when it ended in any other way; the message says how, and its cause
   *     is {@link #cause}
   */
  public BackupResult orElseThrow() {
    throwUnlessSucceeded("backup");
    return this;
  }

  /**
   * Puts a {@link BackupResult} together. Not safe for use by several threads.
   *
   * @since 0.1.0
   */
  public static final class Builder extends TransferResult.Builder<Builder> {
    private List<RetentionDecision> retention = List.of();

    private Builder(TransferStatus status) {
      super(status);
    }

    /**
     * {@link BackupResult#retention}.
     *
     * @param retention none by default
     * @return this
     */
    public Builder retention(List<RetentionDecision> retention) {
      this.retention = List.copyOf(requireNonNull(retention, "retention"));
      return this;
    }

    @Override
    protected Builder self() {
      return this;
    }

    /**
     * Returns the result.
     *
     * @return an immutable one
     */
    public BackupResult build() {
      return new BackupResult(this);
    }
  }
}
