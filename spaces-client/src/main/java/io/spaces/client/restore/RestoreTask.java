package io.spaces.client.restore;

import io.spaces.client.transfer.TransferTask;

/**
 * A restore that is under way. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public interface RestoreTask extends TransferTask<RestoreResult> {}
