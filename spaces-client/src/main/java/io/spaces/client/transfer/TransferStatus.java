package io.spaces.client.transfer;

/**
 * How a backup or a restore ended.
 *
 * @since 0.1.0
 */
public enum TransferStatus {
  /** Every object is safe where it belongs, and the space's record says so. */
  SUCCEEDED,
  /** The run went to its end, but at least one object failed; the others are safe. */
  PARTIAL,
  /**
   * There was nothing to restore, or to verify: no backup, no such snapshot, or nothing in it that
   * matches. Nothing was changed. No backup ends so.
   */
  NOTHING_FOUND,
  /** The run did not go to its end. */
  FAILED,
  /** The run was cancelled, or its client closed, before its end. */
  CANCELLED
}
