package io.spaces.client.restore;

import io.spaces.client.error.TransferException;
import io.spaces.client.transfer.TransferResult;
import io.spaces.client.transfer.TransferStatus;

/**
 * How a verification of a mirror ended. {@link TransferStatus#SUCCEEDED} only when every object
 * that the space lists was read and is what the space says it is; {@link #failures} names those
 * that are lost, differ or cannot be verified. {@link #count} and {@link #size} are what was found
 * to be good. There is no record. Immutable.
 *
 * @since 0.1.0
 */
public final class MirrorVerificationResult extends TransferResult {
  private MirrorVerificationResult(Builder builder) {
    super(builder);
  }

  /**
   * Begins a result; a verification makes its own, this is for tests.
   *
   * @param status how it ended
   * @return a builder
   */
  public static Builder builder(TransferStatus status) {
    return new Builder(status);
  }

  /**
   * Returns this result when all is well.
   *
   * @return this
   * @throws TransferException when the verification ended in any other way; the message says how,
   *     and its cause is {@link #cause}
   */
  public MirrorVerificationResult orElseThrow() {
    throwUnlessSucceeded("verification");
    return this;
  }

  /**
   * Makes a {@link MirrorVerificationResult}.
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
     * Makes the result.
     *
     * @return a new one
     */
    public MirrorVerificationResult build() {
      return new MirrorVerificationResult(this);
    }
  }
}
