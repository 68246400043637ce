package io.spaces.client.restore;

import io.spaces.client.error.TransferException;
import io.spaces.client.transfer.TransferResult;
import io.spaces.client.transfer.TransferStatus;

/**
 * How a restore ended. Immutable.
 *
 * <p>{@code count} are files, and from a vault links, restored plus those deleted; {@code
 * unchanged} those that were in the target already, with the right content; {@code skipped} those
 * that stayed as they were because the {@link OverwritePolicy} says so.
 *
 * @since 0.1.0
 */
public final class RestoreResult extends TransferResult {
  private RestoreResult(Builder builder) {
    super(builder);
  }

  /**
   * Puts a result together.
   *
   * @param status how the restore ended
   * @return a builder
   */
  public static Builder builder(TransferStatus status) {
    return new Builder(status);
  }

  /**
   * Returns this result when the restore succeeded.
   *
   * @return this
   * @throws TransferException when it ended in any other way; the message says how, and its cause
   *     is {@link #cause}
   */
  public RestoreResult orElseThrow() {
    throwUnlessSucceeded("restore");
    return this;
  }

  /**
   * Puts a {@link RestoreResult} together. Not safe for use by several threads.
   *
   * @since 0.1.0
   */
  public static final class Builder extends TransferResult.Builder<Builder> {
    private Builder(TransferStatus status) {
      super(status);
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
    public RestoreResult build() {
      return new RestoreResult(this);
    }
  }
}
